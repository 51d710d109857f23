"""The month in a page's address: as a name (written by the side bar) or as a key (written by
people).
"""

from __future__ import annotations

import calendar
import re

import streamlit as st
from streamlit.errors import StreamlitAPIException

_KEY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])")
_NAME = re.compile(rf"(?:{'|'.join(calendar.month_name[1:])}) [0-9]{{4}}")
CANNOT_BE_READ = "The month in the address cannot be read. Write it as ?month=2025-03."


def asked_month() -> str:
    """Return the month in the address as written; "" if there is none."""
    return st.query_params.get("month", "")


def name_of_month(asked: str) -> str:
    """Return "March 2025" for "2025-03" or for the name itself, otherwise ""."""
    if parts := _KEY.fullmatch(asked):
        return f"{calendar.month_name[int(parts['month'])]} {parts['year']}"
    return asked if _NAME.fullmatch(asked) else ""


def key_as_name(names: dict[str, str]) -> str:
    """Replace a month's key in the address by its name and rerun; return the key if not possible
    yet.

    When the reader goes back to an address with a key, the select box already exists and holds the
    address, so it must be drawn first.
    """
    asked = asked_month()
    if asked not in names:
        return ""
    try:
        st.query_params["month"] = names[asked]
    except StreamlitAPIException:
        return asked
    st.rerun()


def asked_in_vain(asked: str, names: dict[str, str]) -> str:
    """Return a message if the address asks for a month that does not exist, otherwise ""."""
    if not asked or asked in names or asked in names.values():
        return ""
    name = name_of_month(asked)
    return f"There is no extract for {name}." if name else CANNOT_BE_READ
