"""Parts of every page: tiles, a chart with its table and downloads, and the people behind a
choice."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from analytics import charts
from analytics.measures import who_is_counted
from analytics.measures.declared import MEASURES
from analytics.month.month import Month
from analytics.publish.publish import publish_fact
from analytics.publish.ratings import STATE_OF
from analytics.publish.types import Fact, Finding, PublishedControl
from pages.shared.layout import page_style
from pages.shared.panels.chart_or_table import chart_with_table, table
from pages.shared.panels.people_list import downloads, people_download, people_table
from pages.shared.session.cached_series import published_series
from pages.shared.session.page_context import View


def chart(
    view: View,
    finding: Finding,
    draw: Callable[[Any], Any],
    file: str,
    people_label: str | None = "the young people",
    heading: bool = True,
) -> str | None:
    """Show a finding as a chart or table with its downloads; return the key chosen in it, if any.

    For a finding without rows, show only the headline.
    """
    published = view.publish(finding)
    if heading and published.table.empty:
        page_style.headline(published.headline, published.note, level=2)
        return None
    chosen = chart_with_table(published, draw, file, people_label, heading)
    downloads(published, file)
    return chosen


def listing(view: View, finding: Finding, file: str, heading: bool = True) -> None:
    """Show a finding as a table of words with its downloads, and ratings as tags.

    For a finding without rows, show only the headline.
    """
    published = view.publish(finding)
    if heading:
        page_style.headline(published.headline, published.note, level=2)
    if not published.table.empty:
        table(published, STATE_OF)
        downloads(published, file)


def people(view: View, title: str, behind: pd.DataFrame, file: str) -> None:
    """Show the people behind a choice in a table, with a download of one sheet per adviser."""
    published = view.publish_people(title, behind)
    people_table(published, f"{file.replace('-', '_')}_people")
    people_download(published, file)


def tiles(view: View, facts: Sequence[Fact]) -> None:
    """Show at most five figures, each with its months as a line; offer the people behind a
    measure."""
    months = {fact.measure: published_series(view, fact.measure) for fact in facts if fact.measure}
    page_style.tiles(
        [publish_fact(fact, view.audience) for fact in facts],
        [picture(months.get(fact.measure)) for fact in facts],
    )
    opens = {
        fact.measure: fact.label
        for fact in facts
        if fact.measure and MEASURES[fact.measure].numerator
    }
    if not opens:
        return
    chosen = st.pills("See who is counted", list(opens), format_func=opens.__getitem__, key="tile")
    if chosen:
        opened(view, view.month, chosen, "tile")


def opened(view: View, month: Month, name: str, key: str) -> None:
    """Show the parts of a measure in a month as a chart, and list the people in the chosen part."""
    what = name.replace("_", "-")
    part = chart(
        view,
        who_is_counted.opened(month, name),
        partial(charts.bars, height=150),
        f"{key}-{what}",
        "who or what is counted",
    )
    if part:
        title = f"{MEASURES[name].title}: {who_is_counted.WORDS[part].lower()}"
        people(view, title, who_is_counted.behind(month, name, part), f"{what}-{part}")
    if view.before and month is view.month:
        _why(view, view.before, name, f"{key}-moved-{what}")


def _why(view: View, before: Month, name: str, file: str) -> None:
    """Show who changed to a different part of a measure since the month compared with.

    Show nothing if the two months cannot be compared.
    """
    moved = who_is_counted.moved(before, view.month, name)
    step = chart(view, moved, partial(charts.bars, height=200), file) if moved else None
    if moved and step:
        people(
            view,
            f"{MEASURES[name].title}: {moved.name(step)}",
            who_is_counted.moved_list(before, view.month, name, step),
            f"{file}-people",
        )


def picture(published: PublishedControl | None) -> str:
    """Return the spark line as an img tag with alt text; Streamlit removes inline SVG from HTML."""
    if published is None:
        return ""
    drawn = b64encode(charts.spark(published).encode()).decode()
    words = escape(charts.spark_words(published))
    return f'<img alt="{words}" src="data:image/svg+xml;base64,{drawn}" width="120" height="30">'
