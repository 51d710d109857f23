"""Append-only monthly snapshots: SQLite by default, PostgreSQL by its URL, one code for both.

A month's rows are stored as JSON documents, one per row, so a new column of the schema needs no
migration. Nothing is updated or deleted: a corrected month is a new snapshot that replaces the old.
`version` is the number of the newest snapshot; every figure can be calculated again for a version.
Each change is written completely or not at all, with a checksum; changed contents are refused.
"""

from __future__ import annotations

from data.store.migrations import MIGRATIONS
from data.store.plan_entries import ENTRY_STEPS
from data.store.rows import EVENT_DATES, RETURNED
from data.store.save_month import OWN, SAMPLE, STEPS, Saving
from data.store.setting_changes import SettingChanged
from data.store.snapshots import Snapshot
from data.store.sqlite_file import put_in_place, see_that_there_is_one
from data.store.start_empty import start_empty
from data.store.store_contents import Contents, Reading
from data.store.verify import Verifying

__all__ = [
    "ENTRY_STEPS",
    "EVENT_DATES",
    "MIGRATIONS",
    "OWN",
    "RETURNED",
    "SAMPLE",
    "STEPS",
    "Contents",
    "SettingChanged",
    "Snapshot",
    "Store",
    "put_in_place",
    "see_that_there_is_one",
    "start_empty",
]


class Store(Saving, Reading, Verifying):
    """One council's snapshots, opened by the database URL.

    Every method raises UserError, with a message for the user, if the database cannot be read or
    written.
    """
