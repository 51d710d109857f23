"""The table of all measures by theme, and the choice of one to open."""

from __future__ import annotations

from html import escape

import streamlit as st

from analytics.charts import hidden_words
from analytics.measures.declared import MEASURES
from analytics.overview.measures_table import (
    GridRow,
    available,
    grid,
    icons,
    lacking,
    needing_attention,
)
from analytics.publish.phrases import listed, sentence
from analytics.publish.types import Audience
from analytics.statistics import Icon
from pages.shared.layout.blocks import opened, picture
from pages.shared.layout.page_style import headline, points, quiet
from pages.shared.panels.control_chart_panel import trend
from pages.shared.panels.definition_tables import needed_words
from pages.shared.session.cached_series import every_series
from pages.shared.session.page_context import View

HEADS = ("Measure", "Latest", "Change", "More than chance?", "Target", "Month by month", "Months")
EVERY, ATTENTION = "All measures", "A concern, or the target usually missed"
_OPEN, _KEPT = (
    "measure",
    "measure_kept",
)  # the widget's key is lost when another page is opened; the second key is not


def measures_grid(view: View) -> None:
    """Show a chosen measure, the table of all, the key to its icons, and what cannot be counted."""
    headline(
        "All measures",
        "Each measure is compared with its own past months. An icon and its words show "
        "whether the latest month is more than chance.",
        level=2,
    )
    if chosen := _open(view):
        trend(view, chosen, switches=True)
        if not MEASURES[chosen].number:
            opened(view, view.month, chosen, "measure")
    themes = {sentence(one.theme): one.theme for one in available(view.month)}
    shown = st.selectbox("Show", [EVERY, ATTENTION, *themes], key="grid_shown", width=420)
    table = _table(view.mark, view.audience, shown, view)
    st.html(table) if table else quiet("No measure shows a concern or usually misses its target.")
    if view.audience is not Audience.MANAGER:
        quiet(hidden_words())
    if missing := lacking(view.month):
        quiet("Not counted, because the extract does not have:")
        points(
            [
                f"{sentence(listed([needed_words(one) for one in needs]))}: {'; '.join(titles)}."
                for needs, titles in missing.items()
            ]
        )


def _open(view: View) -> str | None:
    """Return the measure to open; the choice is kept while the reader visits another page."""
    names = [one.id for one in available(view.month)]
    if st.session_state.get(_OPEN, st.session_state.get(_KEPT)) not in names:
        st.session_state[_OPEN] = None
    elif _OPEN not in st.session_state:
        st.session_state[_OPEN] = st.session_state[_KEPT]
    chosen = st.selectbox(
        "Open a measure to see its control chart, table and downloads",
        names,
        index=None,
        key=_OPEN,
        width=620,
        format_func=lambda name: MEASURES[name].title,
        placeholder="Choose a measure, or type part of its name",
    )
    st.session_state[_KEPT] = chosen
    return chosen


@st.cache_resource(max_entries=48, show_spinner=False)
def _table(mark: str, audience: Audience, shown: str, _view: View) -> str:
    """Return the requested table and the key to its icons as HTML, or '' if it has no rows.

    Cached for everybody who may see the same.
    """
    found = grid(every_series(_view), _view.month, audience)
    if shown == ATTENTION:
        found = needing_attention(found)
    elif shown != EVERY:
        found = {theme: rows for theme, rows in found.items() if sentence(theme) == shown}
    if not found:
        return ""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in HEADS)
    body = "".join(_theme(theme, rows) for theme, rows in found.items())
    key = "".join(_meaning(icon) for icon in icons(row for rows in found.values() for row in rows))
    table = (
        f'<table class="cl-table cl-grid"><caption>As at {_view.taken.as_at.day} '
        f"{_view.taken.as_at:%B %Y}</caption>"
    )
    return (
        f'<div class="cl-scroll">{table}<thead><tr>{head}</tr></thead>{body}</table></div><dl '
        f'class="cl-key">{key}</dl>'
    )


def _theme(theme: str, rows: list[GridRow]) -> str:
    title = (
        '<tr class="cl-theme"><th scope="rowgroup" '
        f'colspan="{len(HEADS)}">{escape(sentence(theme))}</th></tr>'
    )
    return f"<tbody>{title}{''.join(map(_row, rows))}</tbody>"


def _row(row: GridRow) -> str:
    quality_note = (
        f'<small class="cl-care">▲ read with care: {escape(row.published.quality_note)}</small>'
        if row.published.quality_note
        else ""
    )
    better = (
        ""
        if str(row.measure.polarity).startswith("neither")
        else f"<small>{escape(str(row.measure.polarity))}</small>"
    )
    moved = _icon(row.variation) if row.variation else escape(row.needed) or "–"
    aim = (
        f"<small>Target {escape(row.target)}</small>" if row.target else "<small>No target</small>"
    )
    cells = (
        escape(row.latest),
        f"{escape(row.change)}<small>{escape(row.since)}</small>" if row.change else "–",
        moved,
        f"{_icon(row.assurance)}{aim}" if row.assurance else aim,
        picture(row.published),
        escape(row.months),
    )
    head = f'<th scope="row">{escape(row.measure.title)}{better}{quality_note}</th>'
    return f"<tr>{head}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _icon(icon: Icon) -> str:
    """Return an icon as HTML: its symbol and letter, and its name in words."""
    return (
        f'<span class="cl-mark"><b aria-hidden="true">{icon.symbol} '
        f"{icon.letter}</b><span>{escape(icon.title)}</span></span>"
    )


def _meaning(icon: Icon) -> str:
    return f"<div><dt>{_icon(icon)}</dt><dd>{escape(icon.words)}</dd></div>"
