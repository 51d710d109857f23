"""The empty workbook to fill, as a download."""

from __future__ import annotations

from io import BytesIO

import streamlit as st

from analytics.exports import XLSX
from data.writing.month_and_template import write_template


def template_download() -> None:
    """A button for the template; the file is made when it is asked for."""
    st.download_button(
        "Download an empty workbook to fill (template)",
        _template,
        "care-leavers-template.xlsx",
        XLSX,
        on_click="ignore",
    )


def _template() -> bytes:
    made = BytesIO()
    write_template(made)
    return made.getvalue()
