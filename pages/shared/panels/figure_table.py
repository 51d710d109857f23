"""The figures of a page as a table, and who is counted, left out or not known in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from analytics.measures import who_is_counted
from analytics.measures.declared import MEASURES
from analytics.publish.phrases import listed
from analytics.publish.publish import publish_fact
from pages.shared.layout.blocks import opened
from pages.shared.layout.page_style import headline, points, quiet
from pages.shared.panels.definition_tables import needed_words, words_table
from pages.shared.session.page_context import View


def figures(view: View, groups: Mapping[str, Sequence[str]]) -> None:
    """Show every figure of the page by theme, open one on request, and list what is missing."""
    names = [name for group in groups.values() for name in group]
    headline(
        "Every figure, and who is counted",
        "Choose a figure to see who is counted, who is not, and who is not known.",
        level=2,
    )
    chosen = st.selectbox(
        "Open a figure",
        who_is_counted.countable(view.month, names),
        index=None,
        format_func=lambda name: MEASURES[name].title,
        key="figure",
        width=620,
        placeholder="Choose a figure to see the people in it",
    )
    if chosen:
        opened(view, view.month, chosen, "opened")
    words_table(
        [
            _line(view, theme, one)
            for theme, group in groups.items()
            for one in who_is_counted.figures(view.month, view.before, group)
        ]
    )
    missing(view, names)


def missing(view: View, names: Sequence[str]) -> None:
    """List the columns the extract lacks, what they are for, and how to add them."""
    if lost := who_is_counted.missing_words(who_is_counted.lacking(view.month, names)):
        quiet(
            "Not counted this month, because the extract has no such column. Add it to the "
            "workbook: the template on the Data page has it."
        )
        points(
            [
                (
                    f"{listed([needed_words(one) for one in needs if not any(map(view.month.has, one.split('|')))])}: "  # noqa: E501
                    f"{said}"
                )
                for needs, said in lost
            ]
        )


def _line(view: View, theme: str, one: who_is_counted.Figure) -> dict[str, str]:
    shown = publish_fact(one.fact, view.audience)
    unknown = publish_fact(one.unknown, view.audience).value if one.unknown else "–"
    return {
        "Figure": one.measure.title
        + (f" (▲ read with care: {shown.quality_note})" if shown.quality_note else ""),
        "About": theme,
        "Now": f"{shown.parts} ({shown.value})" if shown.parts else shown.value,
        "Not known": unknown,
        _since(view): shown.change.partition(" since ")[0] or "–",
        "Against the target": shown.target or "–",
    }


def _since(view: View) -> str:
    return f"Since {view.before.as_at:%B %Y}" if view.before else "Since the month before"
