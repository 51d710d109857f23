"""The start of every page and its only way to the data: audience, council, month, and what was not
counted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from analytics.measures.people_lists import ADVISER
from analytics.month.filters import EVERYONE, Selection, choices, read
from analytics.month.month import Month, month_of
from analytics.month.settings import Settings, settings_from
from analytics.publish.phrases import day, people
from analytics.publish.publish import publish, publish_people
from analytics.publish.types import Audience, Finding, Published, PublishedPeople
from data.problems import UserError
from data.store import OWN, SAMPLE, Contents, Snapshot, Store
from pages.shared.layout.page_style import banner, headline, quiet
from pages.shared.session.address import asked_in_vain, asked_month, key_as_name
from pages.shared.session.council import council, open_council, store_of
from pages.shared.session.frame import opened
from pages.shared.session.lost_store import say_why

LATEST, MONTH_BEFORE = "latest", "before"
KEPT = "only"  # the filters as keys, in the session and in the address


@dataclass(frozen=True, eq=False)
class View:
    """The data a page is drawn from, limited to the selected people.

    `before` is the month to compare with, None for the first month.
    """

    store: Store
    contents: Contents  # of the store, when the page began
    taken: Snapshot
    month: Month
    before: Month | None
    audience: Audience
    selection: Selection = EVERYONE

    def history(self) -> list[Month]:
        """Return every month up to this one whose extract has the filters' columns, oldest
        first."""
        return _history(self.mark, self)

    @property
    def up_to_now(self) -> list[Snapshot]:
        """Return the snapshots of all months up to this one."""
        return [taken for taken in self.contents.months if taken.as_at <= self.taken.as_at]

    @cached_property
    def mark(self) -> str:
        """Return a cache key for figures over the months up to this one.

        It covers the store and its contents, each import and its settings, and the selection.
        """
        months = [(taken.id, self.contents.settings_on(taken.as_at)) for taken in self.up_to_now]
        held = self.contents.mark_on(self.taken.as_at)
        return repr((self.store.url, held, months, self.selection.chosen))

    def publish(self, finding: Finding) -> Published:
        """Return what the reader may see of a finding; its note names the selection, also in every
        file.
        """
        return publish(replace(finding, note=self.said(finding.note)), self.audience)

    def publish_people(self, title: str, table: pd.DataFrame) -> PublishedPeople:
        """Return the people behind a figure, with one sheet per adviser if there is an adviser
        column.
        """
        sheets = ADVISER if ADVISER in table else ""
        return publish_people(
            self.said(title, " · "),
            table,
            self.audience,
            self.month.as_at,
            self.month.snapshot,
            sheets,
        )

    def said(self, text: str, join: str = " ") -> str:
        """Return a text, followed by the selection in words if there is one."""
        return (
            f"{text}{join}Only {self.selection.words[:1].lower()}{self.selection.words[1:]}."
            if self.selection
            else text
        )


def begin(page: str, of_people: bool = True) -> View:
    """Open the chosen month for a page. If there is none, say how to get one and stop the page.

    If the page is not `of_people`, ignore the filters and say so.
    """
    store = opened_store()
    contents = store.contents()
    if not contents.months:
        _nothing_yet(page)
        st.stop()
    taken = _chosen(contents)
    month, then = load_month(store, taken, contents), _compared(contents, taken)
    wanted = read(st.session_state.get(KEPT, ""), choices(chosen_months(store, contents)))
    asked = wanted if of_people else EVERYONE
    if words := asked.not_available(month):
        headline(
            f"These filters cannot be used for {taken.as_at:%B %Y}.",
            f"{words} Clear the filters, or choose another month.",
        )
        st.button("Clear filters", key="clear_above", on_click=clear_filters)
        st.stop()
    whole = load_month(store, then, contents) if then else None
    not_then = asked.not_available(whole) if whole else ""
    before = asked.of(whole) if whole and not not_then else None
    view = View(store, contents, taken, asked.of(month), before, Audience.MANAGER, asked)
    _what_to_know(page, view)
    if not_then:
        banner(
            f"There is no comparison with the month before. {not_then} Charts leave out "
            "months like this."
        )
    if wanted and not of_people:
        banner("Filters do not apply on this page: it shows the whole service.")
    if asked and view.month.people.empty:
        headline(
            f"Nobody in {taken.as_at:%B %Y} fits these filters.",
            f"{asked.words}. Clear the filters to see people again.",
        )
        st.stop()
    return view


def _compared(contents: Contents, taken: Snapshot) -> Snapshot | None:
    """Return the month to compare with: the chosen one if it is earlier, otherwise the month
    before.

    None for the first month.
    """
    earlier = [one for one in contents.months if one.as_at < taken.as_at]
    return next(
        (one for one in earlier if one.month == st.session_state.get("compare_with")),
        earlier[-1] if earlier else None,
    )


def chosen_months(store: Store, contents: Contents) -> list[Month]:
    """Return the chosen month and the newest, with everyone in them; [] if nothing has been
    imported.
    """
    if not contents.months:
        return []
    wanted = {one.id: one for one in (_chosen(contents), contents.months[-1])}
    return [load_month(store, taken, contents) for taken in wanted.values()]


def _chosen(contents: Contents) -> Snapshot:
    """Return the month chosen in the side bar, or the newest."""
    return next(
        (one for one in contents.months if one.month == st.session_state.get("month")),
        contents.months[-1],
    )


def opened_settings() -> Settings:
    """Return the settings of the chosen month, or today's if there is no month yet."""
    contents = opened_store().contents()
    return settings_from(
        contents.settings_on(
            _chosen(contents).as_at if contents.months else datetime.now().astimezone().date()
        )
    )


def opened_store() -> Store:
    """Return the store of the open council. If it cannot be opened, say why and stop the page."""
    try:
        return store_of(council())
    except UserError as no:
        say_why("The data cannot be opened.", no)
        st.stop()


def choose_month(contents: Contents) -> str:
    """Draw the choice of month. A chosen month is in the address; the default follows the newest
    month.

    Return a message if the address asks for a month that does not exist, otherwise "".
    """
    known = {taken.month: taken.as_at.strftime("%B %Y") for taken in reversed(contents.months)}
    keys = list(known)
    if not keys:
        return ""
    if go_to := st.session_state.pop("go_to_month", None):
        st.session_state["month"] = LATEST if go_to == keys[0] else go_to
    if asked_before := st.session_state.pop("month_by_key", None):
        st.session_state["month"] = asked_before
    names = {LATEST: f"Latest ({known[keys[0]]})", **known}
    asked, by_key = asked_month(), key_as_name(names)
    if st.session_state.get("month", LATEST) not in names:
        del st.session_state["month"]
    st.selectbox(
        "Month", list(names), format_func=names.__getitem__, key="month", bind="query-params"
    )
    if by_key:
        st.session_state["month_by_key"] = by_key
        st.rerun()
    shown = keys[0] if st.session_state["month"] == LATEST else st.session_state["month"]
    earlier = {
        MONTH_BEFORE: "The month before",
        **{key: known[key] for key in keys[keys.index(shown) + 2 :]},
    }
    if st.session_state.get("compare_with", MONTH_BEFORE) not in earlier:
        del st.session_state["compare_with"]
    if len(earlier) > 1:
        st.selectbox(
            "Compare with",
            list(earlier),
            format_func=earlier.__getitem__,
            key="compare_with",
            bind="query-params",
        )
    unknown = asked_in_vain(asked, names)
    return (
        f"{unknown} Showing {known[shown]}{', the latest' if shown == keys[0] else ''}."
        if unknown
        else ""
    )


def go_to_month(key: str) -> None:
    """Open a month from the next run on."""
    st.session_state["go_to_month"] = key


def load_month(store: Store, taken: Snapshot, contents: Contents | None = None) -> Month:
    """Return a month, opened once for everybody; pass `contents` if they have been read already."""
    held = contents or store.contents()
    mark, settings = held.mark_on(taken.as_at), held.settings_on(taken.as_at)
    return _loaded(store.url, taken.id, mark, settings, store)


@st.cache_resource(max_entries=24, show_spinner=False)
def _history(mark: str, _view: View) -> list[Month]:
    months = [load_month(_view.store, taken, _view.contents) for taken in _view.up_to_now]
    return [
        _view.selection.of(month) for month in months if not _view.selection.not_available(month)
    ]


@st.cache_resource(max_entries=120, show_spinner="Opening the month")
def _loaded(
    url: str, snapshot: int, mark: str, settings: tuple[tuple[str, str], ...], _store: Store
) -> Month:
    """Return a month by its snapshot, its settings and what the store holds.

    All three are needed: a later import can change which earlier contacts count.
    """
    taken = next(one for one in _store.snapshots() if one.id == snapshot)
    entered = _store.plan_entry_table(taken.as_at)
    return month_of(
        **_store.everything(taken), settings=settings_from(settings), plan_entries=entered
    )


def _nothing_yet(page: str) -> None:
    """Draw the page of a store without a month: what is missing, why it matters, how to get it."""
    headline(
        f"{page}: no month has been imported yet.",
        "This page is drawn from your monthly extract. It takes one Excel workbook and "
        "about a minute.",
    )
    st.page_link("data_upload.py", label="Upload a month", icon=":material/upload:")
    st.button("Look at the made-up council instead", on_click=open_council, args=(SAMPLE,))


def _what_to_know(page: str, view: View) -> None:
    """Show above every page which month this is and what could not be counted."""
    opened()
    whose = "" if council() == OWN else " · made-up people"
    with st.container(horizontal=True, vertical_alignment="center"):
        quiet(f"{page} · as at {day(view.taken.as_at)}{whose} · import {view.taken.id}")
        with st.popover("Copy link to this view", type="tertiary"):
            quiet("The link holds the month and the filters, as keys. It names nobody.")
            st.code(f"{st.context.url or ''}{_asked_for()}", language=None, wrap_lines=True)
    if view.selection:
        _what_is_selected(view)
    if view.month.left_out_rows:
        number = view.month.left_out_rows
        st.warning(
            f"{number} {'person' if number == 1 else 'people'} could not be counted: "
            f"{'their row' if number == 1 else 'their rows'} in the extract cannot be "
            "read. See the Data page."
        )
    if origin := view.taken.people_carried_from:
        st.info(
            f"The people come from import {origin}: this month's files had no Care leavers table."
        )


def _what_is_selected(view: View) -> None:
    """Show the filters in words, how many people are left, and a button that clears them."""
    number, of = len(view.month.people), len(view.month.widest.people)
    with st.container(horizontal=True, vertical_alignment="center"):
        if number:
            whole = "Posts, courses and audits are for the whole service."
            banner(
                f"Only {number:,} of the {people(of)} in the extract. "
                f"{view.selection.words}. {whole}",
                safe=True,
            )
        st.button("Clear filters", key="clear_above", on_click=clear_filters)


def clear_filters() -> None:
    """Clear the filters on every page."""
    st.session_state[KEPT] = ""


def _asked_for() -> str:
    """Return the query string of the address: the month, the council and the filters."""
    asked = urlencode(st.query_params.to_dict())
    return f"?{asked}" if asked else ""
