"""A chart or its table behind one switch, and one choice made by click or keyboard."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import date
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from analytics.charts import choose, describe, hidden_words, style
from analytics.charts.rows import spoken
from analytics.exports import file_name
from analytics.publish.types import Published
from pages.shared.layout.page_style import headline, plain, quality_note, quiet

CHART, TABLE = "Chart", "Table"
_LONG = 40  # characters
_BAR = {"displayModeBar": True, "modeBarButtons": [["toImage"]], "displaylogo": False}


def chart_with_table(
    published: Published,
    draw: Callable[[Any], Any],
    file: str,
    people_label: str | None = "the young people",
    heading: bool = True,
) -> str | None:
    """Draw the chart or its table; return the key chosen in it, or None.

    `file` names the picture and the widgets. `people_label` completes 'See ...' on the select box;
    None offers no choice. `heading` puts the finding's own headline and note above (leave it out
    if the page's headline says the same).
    """
    if heading:
        headline(published.headline, published.note, level=2)
    quality_note(published.quality_note)
    key = file.replace("-", "_")
    chosen_by_keys = people_label is not None and bool(published.keys)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        view = st.segmented_control(
            "Show as",
            [CHART, TABLE],
            default=CHART,
            required=True,
            key=f"{key}_view",
            label_visibility="collapsed",
        )
        chosen = _select_box(published, key, people_label or "") if chosen_by_keys else None
    if view == TABLE:
        table(published)
    else:
        _chart(published, _figure(published, draw, chosen), file, chosen_by_keys)
    if published.hidden:
        quiet(hidden_words())
    return chosen


def table(published: Published, tags: Mapping[str, str] | None = None) -> None:
    """Show the table as HTML with every cell escaped. `tags`: cell text -> the state whose tag it
    gets.
    """
    shown = published.shown()
    numbers = [
        pd.api.types.is_numeric_dtype(published.table[name]) for name in published.table.columns
    ]
    head = "".join(
        f'<th scope="col"{_right(right)}>{escape(str(name))}</th>'
        for name, right in zip(shown.columns, numbers, strict=True)
    )
    body = "".join(
        _table_row(published, place, list(row), numbers, tags or {})
        for place, row in enumerate(shown.itertuples(index=False, name=None))
    )
    caption = f"As at {published.as_at.day} {published.as_at:%B %Y}" if published.as_at else ""
    st.html(
        '<div class="cl-scroll"><table '
        f'class="cl-table{" cl-words" if tags else ""}"><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'  # noqa: E501
    )


def _table_row(
    published: Published,
    place: int,
    row: list[object],
    numbers: list[bool],
    tags: Mapping[str, str],
) -> str:
    label = published.table.columns.get_loc(published.label)
    marked = (
        ' class="cl-marked"' if published.keys and published.keys[place] in published.marked else ""
    )
    cells = "".join(
        f'<th scope="row">{escape(spoken(value))}</th>'
        if column == label
        else _data(value, right, tags)
        for column, (value, right) in enumerate(zip(row, numbers, strict=True))
    )
    return f"<tr{marked}>{cells}</tr>"


def _data(value: Any, right: bool, tags: Mapping[str, str]) -> str:
    """Return a cell as HTML; in a table with tags (a table of words), blanks stay blank and long
    texts get room.
    """
    text = "" if tags and pd.isna(value) else _cell(value)
    if text in tags:
        return f"<td>{_tag(text, tags[text])}</td>"
    long = ' class="cl-long"' if tags and len(text) > _LONG else _right(right)
    return f"<td{long}>{escape(text)}</td>"


def _tag(text: str, state: str) -> str:
    return f'<span class="cl-tag cl-{state}">{style.STATES[state][0]}&nbsp;{escape(text)}</span>'


def _right(right: bool) -> str:
    return ' class="cl-number"' if right else ""


def _cell(value: Any) -> str:
    if pd.isna(value):
        return "no data"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _figure(published: Published, draw: Callable[[Any], Any], chosen: str | None) -> Any:
    """Return the figure, cached by everything it is drawn from, so equal views share one
    drawing."""
    return _drawn(pickle.dumps((published, draw, chosen)), published, draw, chosen)


@st.cache_resource(max_entries=200, show_spinner=False)
def _drawn(
    content: bytes, _published: Published, _draw: Callable[[Any], Any], _chosen: str | None
) -> Any:
    return choose(_draw(_published), _chosen)


def _select_box(published: Published, key: str, people_label: str) -> str | None:
    """Offer the same choice by keyboard; forget a key that is no longer in the data."""
    labels = dict(
        zip(
            published.keys,
            (spoken(label) for label in published.table[published.label]),
            strict=True,
        )
    )
    picked = _pick(key)
    if st.session_state.get(picked) not in labels:
        st.session_state[picked] = None
    return st.selectbox(
        f"See {plain(people_label)}",
        list(labels),
        index=None,
        format_func=lambda one: labels[one],
        key=picked,
        placeholder=f"See {people_label}: click in the chart, or choose here",
        label_visibility="collapsed",
        width=520,
    )


def _chart(published: Published, figure: Any, file: str, clickable: bool) -> None:
    """Draw the chart; its PNG download is made in the browser from what is drawn there."""
    key = file.replace("-", "_")
    drawn = f"{key}_chart"
    how = (
        {"on_select": lambda: _clicked(key, drawn), "selection_mode": "points"} if clickable else {}
    )
    picture = {
        "format": "png",
        "scale": 2,
        "filename": file_name(file, published.as_at, "png").removesuffix(".png"),
    }
    with st.container(key=f"wide_{key}") if figure.layout.meta["wide"] else nullcontext():
        st.plotly_chart(
            figure,
            theme=None,
            key=drawn,
            config=_BAR | {"toImageButtonOptions": picture},
            alt=describe(published),
            **how,
        )


def _clicked(key: str, drawn: str) -> None:
    """Choose the clicked mark, or clear the choice if it was chosen already.

    The figure shows the choice, so the widget's own selection is not used again.
    """
    clicked = clicked_key(st.session_state.get(drawn))
    if clicked is not None:
        st.session_state[_pick(key)] = (
            None if st.session_state.get(_pick(key)) == clicked else clicked
        )


def clicked_key(event: Any) -> str | None:
    """Return the key of the first clicked bar, or None; customdata is a list or a dict keyed '0',
    '1'.
    """
    points = event["selection"]["points"] if event else []
    data = points[0].get("customdata") if points else None
    first = (
        (
            data.get("0")
            if isinstance(data, dict)
            else data[0]
            if isinstance(data, list) and data
            else data
        )
        if data
        else None
    )
    return None if first is None or first == "" else str(first)


def _pick(key: str) -> str:
    return f"{key}_pick"
