"""The people behind a figure, and the downloads of lists and figures."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_config_utils import ColumnConfigMappingInput
from streamlit.elements.lib.column_types import ColumnConfig

from analytics.exports import EXPORTERS, XLSX, file_name, people_workbook
from analytics.publish.types import Audience, Published, PublishedPeople
from pages.shared.layout.page_style import headline, quiet

_ROW, _TALLEST = 35, 430


def people_table(
    people: PublishedPeople, key: str, nobody: str = "No one is in this list."
) -> None:
    """Show the list as a grid with dates as dd/mm/yyyy; show a sentence if there is nobody to
    list."""
    headline(people.headline, level=2)
    if people.audience is not Audience.MANAGER:
        quiet("Names are left out: this view is safe to share.")
    elif people.table.empty:
        quiet(nobody)
    else:
        shown = people.table.copy()
        config: ColumnConfigMappingInput = {
            str(name): _column(shown, name) for name in shown.columns
        }
        height = min((len(shown) + 1) * _ROW + 3, _TALLEST)
        st.dataframe(
            shown,
            hide_index=True,
            column_config=config,
            height=height,
            key=key,
            placeholder="",
            alt=f"{people.headline}: {len(shown):,} rows",
        )


def downloads(published: Published, what: str) -> None:
    """Draw one button per file format; each file holds exactly what is shown and is made on
    request.
    """
    with st.container(horizontal=True, gap="small"):
        for name, exporter in EXPORTERS.items():
            st.download_button(
                f"Download {exporter.label}",
                partial(exporter.function, published),
                file_name(what, published.as_at, exporter.extension),
                exporter.mime,
                key=f"download_{what}_{name}",
                on_click="ignore",
            )


def people_download(people: PublishedPeople, what: str, label: str = "Download list") -> None:
    """Draw a button for the list as a workbook, one sheet per adviser; no button for an empty
    list."""
    if people.audience is Audience.MANAGER and not people.table.empty:
        label += ", a sheet for each adviser" if people.sheets else ""
        name = file_name(what, people.as_at, "xlsx")
        st.download_button(
            label,
            partial(people_workbook, people),
            name,
            XLSX,
            key=f"download_people_{what}",
            on_click="ignore",
        )


def _column(table: pd.DataFrame, name: str) -> ColumnConfig:
    """Return how to show one column; turns anything but dates and numbers into text in place."""
    values = table[name]
    if pd.api.types.is_datetime64_any_dtype(values):
        return st.column_config.DateColumn(format="DD/MM/YYYY")
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return st.column_config.NumberColumn()
    table[name] = [
        "" if pd.isna(value) else f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)
        for value in values
    ]
    return st.column_config.TextColumn()
