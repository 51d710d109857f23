"""Commands about the store: its months, its settings, and whether it is intact."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import click

from analytics.month.baselines import LISTS
from analytics.month.settings import SETTINGS
from cli.months import open_store
from cli.options import JSON, STORE
from cli.output import show, stop, table
from data.paths import local_user
from data.problems import UserError
from data.store import Snapshot, Store, see_that_there_is_one, start_empty

BROKEN = {
    "store_damaged",
    "store_missing",
    "store_not_ours",
}  # refusals that stop `verify` before it can check the seals


@click.command()
@STORE
@JSON
def months(url: str, as_json: bool) -> None:
    """Every import, and which one is current for its month."""
    rows = [_snapshot(taken) for taken in open_store(url).snapshots()]
    show(
        rows,
        as_json,
        lambda: table(
            [
                {
                    key: row[key]
                    for key in (
                        "month",
                        "snapshot",
                        "as_at",
                        "who",
                        "at",
                        "care_leavers",
                        "left_out",
                        "replaced_by",
                    )
                }
                for row in rows
            ]
        ),
    )


def _snapshot(taken: Snapshot) -> dict[str, Any]:
    return {
        "month": taken.month,
        "snapshot": taken.id,
        "as_at": taken.as_at.isoformat(),
        "who": taken.who,
        "at": taken.at.isoformat(),
        "reason": taken.reason,
        "care_leavers": taken.counts["rows"].get("care_leavers", 0),
        "rows": taken.counts["rows"],
        "left_out": taken.counts["left_out"],
        "problems": taken.counts["problems"],
        "files": [{"name": name, "sha256": sha256} for name, sha256 in taken.files],
        "replaces": taken.replaces,
        "replaced_by": taken.replaced_by,
    }


@click.command()
@click.argument("key", required=False, type=click.Choice(list(SETTINGS)), metavar="[KEY]")
@click.argument("value", required=False)
@click.option(
    "--from",
    "start",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day the value is valid from. The default is the start of the newest month.",
)
@STORE
@JSON
def settings(
    key: str | None, value: str | None, start: datetime | None, url: str, as_json: bool
) -> None:
    """The council's own settings. Give a key and a value to set one. Each month keeps the settings
    of its own date.
    """
    if start and value is None:
        raise click.UsageError("--from goes with a key and a value.")
    store = open_store(url)
    if key is None or value is None:
        in_force = store.settings_in_force(datetime.now().astimezone().date())
        rows = [_setting(name, in_force.get(name)) for name in ([key] if key else SETTINGS)]
        show(
            rows,
            as_json,
            lambda: table(
                [
                    {name: row[name] for name in ("key", "value", "default", "since", "title")}
                    for row in rows
                ]
            ),
        )
        return
    document = _set(store, key, value, start.date() if start else store.start_of_newest())
    until = f", until {document['until']}" if document["until"] else ""
    by = f", set by {document['was_by']} on {document['was_at']}" if document["was_by"] else ""
    show(
        document,
        as_json,
        lambda: (
            f"{document['title']}: {document['value']} from "
            f"{document['valid_from']}{until} (was: {document['was']}{by})"
        ),
    )


def _setting(key: str, row: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return a setting as JSON: from its stored row, or its default."""
    found = SETTINGS[key]
    plain = found.written(found.default)
    since, who = (row["valid_from"].isoformat(), row["who"]) if row else (None, None)
    named = {"key": key, "title": found.title, "note": found.note}
    return named | {
        "value": row["value"] if row else plain,
        "default": plain,
        "since": since,
        "who": who,
    }


def _set(store: Store, key: str, value: str, start: date) -> dict[str, Any]:
    """Store a setting valid from a day.

    Return its earlier value on that day, who had set it, and until when the new value is valid.
    """
    found = SETTINGS[key]
    try:
        written = found.written(found.read(value))
        before = store.set_settings({key: written}, local_user(), start, lists=LISTS)[key]
    except ValueError as wrong:
        raise click.UsageError(f"{found.title} ({key}) {wrong}. Nothing was stored.") from wrong
    except UserError as no:
        stop(no)
    until = min(
        (
            row["valid_from"]
            for row in store.settings_rows()
            if row["key"] == key and row["valid_from"] > start
        ),
        default=None,
    )
    named = {"key": key, "title": found.title, "value": written, "valid_from": start.isoformat()}
    was = before["value"] if before else found.written(found.default)
    by = (
        {"was_by": before["who"], "was_at": before["at"].isoformat()}
        if before
        else {"was_by": None, "was_at": None}
    )
    return named | {"was": was} | by | {"until": until.isoformat() if until else None}


@click.command()
@click.option(
    "--accept-copy",
    is_flag=True,
    help="Continue with an older copy that has replaced the store. Works only if the copy is "
    "intact.",
)
@STORE
@JSON
def verify(accept_copy: bool, url: str, as_json: bool) -> None:
    """Check that the store is as it was written: its file, imports, settings and the log of who did
    what. Exit 1 if not.
    """
    try:
        document = _verified(url, accept_copy)
    except UserError as no:
        if no.reason not in BROKEN:
            stop(no)
        document = {
            "good": False,
            "imports": None,
            "acts": None,
            "seals": None,
            "accepted": False,
            "faults": [no.message],
        }
    held = f"imports: {document['imports']}, acts: {document['acts']}, seals: {document['seals']}"
    good = f"The store is as it was written ({held})."
    accepted = ["This copy counts from now on."] if document["accepted"] else []
    show(document, as_json, lambda: "\n".join([*accepted, *(document["faults"] or [good])]))
    sys.exit(0 if document["good"] else 1)


def _verified(url: str, accept_copy: bool) -> dict[str, Any]:
    """Check a store; accept a different copy if this was asked for and the copy is intact."""
    see_that_there_is_one(url)
    store = Store(url, any_copy=True)
    faults, unknown = store.faults(), store.not_as_known()
    accepted = bool(accept_copy and unknown and not faults)
    if accepted:
        store.accept_copy(local_user())
    elif unknown:
        faults.append(unknown)
    document = {"good": not faults, **store.counts(), "accepted": accepted, "faults": faults}
    store.close()
    return document


@click.command(name="start-empty")
@click.option("--yes", is_flag=True, help="Do not ask.")
@STORE
def start_empty_(yes: bool, url: str) -> None:
    """Start with an empty store if the old one is gone for good. An existing store is never
    changed.
    """
    try:
        if not yes and not click.confirm(
            "The store that was here is gone. Start with an empty one?"
        ):
            sys.exit(2)
        start_empty(url, local_user())
    except click.Abort:
        click.echo("Nobody can be asked to agree. Add --yes.", err=True)
        sys.exit(2)
    except UserError as no:
        stop(no)
    click.echo("The store is empty. Import a month, or restore a backup.")
