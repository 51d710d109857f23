"""The history of a store: every import, which ones are in use, and who did what."""

from __future__ import annotations

import streamlit as st

from analytics.publish.phrases import day
from data.store import Snapshot, Store
from pages.shared.panels.definition_tables import words_table


def history(store: Store) -> None:
    """List every import, newest first, with its files on request."""
    taken = store.snapshots()
    words_table([_line(one) for one in reversed(taken)])
    with st.expander("Files and checksums (SHA-256)"):
        words_table(
            [
                {"Import": str(one.id), "Month": one.month, "File": name, "SHA-256": mark}
                for one in reversed(taken)
                for name, mark in one.files
            ]
        )
    with st.expander("Who did what"):
        words_table(
            [
                {
                    "When": f"{act['at']:%d/%m/%Y %H:%M} UTC",
                    "Who": act["who"],
                    "What": act["what"],
                    "Import": str(act["snapshot"] or ""),
                }
                for act in store.acts()
            ]
        )


def _line(taken: Snapshot) -> dict[str, str]:
    rows, problems = taken.counts["rows"], taken.counts["problems"]
    stands = f"Replaced by {taken.replaced_by}" if taken.replaced_by else "In use"
    return {
        "As at": day(taken.as_at) + (f" (return for {taken.month})" if taken.yearly else ""),
        "Import": str(taken.id),
        "Care leavers": f"{rows['care_leavers']:,}"
        if "care_leavers" in rows
        else f"from import {taken.people_carried_from}",
        "Contacts": f"{rows['contacts']:,}" if "contacts" in rows else "none",
        "Service use": f"{rows['service_use']:,}" if "service_use" in rows else "none",
        "Left out": str(taken.counts["left_out"]),
        "Warnings": str(problems["warning"]),
        "State": stands + (f", replaces {taken.replaces}" if taken.replaces else ""),
        "By": taken.who,
        "On": f"{taken.at:%d/%m/%Y}",
    }
