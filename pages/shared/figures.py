"""The figures of a page as a table in words, and each of them opened: the people counted, those left out, and those not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from analytics import charts
from analytics.findings import parts
from analytics.measures import MEASURES
from analytics.month import Month
from analytics.people import ADVISER
from analytics.privacy import publish, publish_fact, publish_people
from analytics.wording import listed
from pages.shared.begin import View
from pages.shared.glossary import needed_words, words_table
from pages.shared.look import headline, points, quiet
from pages.shared.people_list import downloads, people_download, people_table
from pages.shared.twin import chart_with_table


def figures(view: View, groups: Mapping[str, Sequence[str]]) -> None:
    """Every figure of the page by theme, and one of them opened on request. What is missing is said at the end."""
    names = [name for group in groups.values() for name in group]
    headline("Every figure, and the people in it", "Open one: whom it counts, whom it leaves out, and who is not known.", level=2)
    shares = [one.measure.id for one in parts.figures(view.month, None, names)]
    chosen = st.selectbox(
        "Open a figure", shares, index=None, format_func=lambda name: MEASURES[name].title, key="figure", width=620,
        placeholder="Choose a figure to see the people in it",
    )  # fmt: skip
    if chosen:
        opened(view, view.month, chosen)
    words_table([_line(view, theme, one) for theme, group in groups.items() for one in parts.figures(view.month, view.before, group)])
    missing(view, names)


def opened(view: View, month: Month, name: str, key: str = "opened") -> None:
    """One measure's parts as a chart, and the list of the part that is chosen."""
    published = publish(parts.opened(month, name), view.audience)
    part = chart_with_table(published, lambda one: charts.bars(one, height=150), f"{key}_{name}", people_label="who or what is in it")
    what = name.replace("_", "-")
    downloads(published, what)
    if part:
        table = parts.behind(month, name, part)
        sheets = ADVISER if ADVISER in table else ""
        title = f"{MEASURES[name].title}: {parts.WORDS[part].lower()}"
        people = publish_people(title, table, view.audience, month.as_at, month.snapshot, sheets)
        people_table(people, f"{key}_people")
        people_download(people, f"{what}-{part}")


def missing(view: View, names: Sequence[str]) -> None:
    """What the extract did not bring: the columns, what they are for, and how to get them."""
    if lost := parts.missing_words(parts.lacking(view.month, names)):
        quiet("Not counted this month, because the extract lacks a column. Add it to the workbook: the template on the Data page has it.")
        points(
            [
                f"{listed([needed_words(one) for one in needs if not any(map(view.month.has, one.split('|')))])}: {said}"
                for needs, said in lost
            ]
        )


def _line(view: View, theme: str, one: parts.Figure) -> dict[str, str]:
    shown = publish_fact(one.fact, view.audience)
    unknown = publish_fact(one.unknown, view.audience).value if one.unknown else "–"
    return {
        "Figure": one.measure.title + (f" (▲ read with care: {shown.care})" if shown.care else ""), "About": theme, "Now": f"{shown.parts} ({shown.value})" if shown.parts else shown.value,
        "Not known": unknown, "Since the month before": shown.change or "–", "Against the target": shown.target or "–",
    }  # fmt: skip
