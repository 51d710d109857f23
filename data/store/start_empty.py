"""Start with an empty database where one was lost, when the user asks for it."""

from __future__ import annotations

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from data.problems import InputNeeded
from data.store.audit_log import add_act
from data.store.connections import Connections
from data.store.refusals import no_address
from data.store.sqlite_file import file_of, make_room
from data.store.tables import now


def start_empty(url: str, who: str) -> None:
    """Make an empty database, and its folder if that is missing.

    Raises UserError, with nothing changed, if there is a database.
    """
    try:
        file = file_of(make_url(url))
        if file is None:
            raise InputNeeded("store", "Only an SQLite database can be started empty.")
        make_room(file)
    except (ArgumentError, OSError) as wrong:
        raise no_address(type(wrong).__name__) from wrong
    store = Connections(url)
    with store._write() as connection:
        add_act(
            connection,
            at=now(),
            who=who,
            what="started an empty database to replace a missing one",
        )
    store.close()
