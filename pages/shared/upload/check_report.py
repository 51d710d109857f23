"""The report on an upload: its content, what has changed, what is wrong and where, and
downloads."""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from analytics.changes.new_month import month_before
from analytics.changes.problem_table import grouped, problem_list
from analytics.exports import XLSX
from analytics.measures.declared import MEASURES, touched_by
from analytics.month.changes_between_months import came_and_gone
from analytics.month.month import month_of_extract
from analytics.plan.entries_and_sheets import at_import
from analytics.publish.phrases import people, sentence
from analytics.publish.publish import publish_people
from analytics.publish.types import Audience
from data.check.check_month import CheckedExtract, Known
from data.check.link_ids import known_people
from data.problems import Doubt, Problem, Severity
from data.recognise.as_at import in_words
from data.recognise.files import RawFile
from data.store import Store
from data.writing.marked_copy import marked_copy
from pages.shared.layout.page_style import headline, plain, points, quiet
from pages.shared.panels.people_list import people_download, people_table
from pages.shared.session.page_context import load_month

SHOWN_CELLS = 12


def account(extract: CheckedExtract, raws: list[RawFile], doubts: list[Doubt], since: str) -> None:
    """Show what is in the files, what is wrong, what has changed, and what does not fit other
    months.
    """
    told = told_as_problems(extract)
    errors, warnings, notes = (_number(told, severity) for severity in Severity)
    questions = len([doubt for doubt in [*extract.doubts, *doubts] if doubt.must_confirm])
    headline(
        f"{name_of(extract)}: {_verdict(errors, warnings, questions)}",
        f"As at {in_words(extract.as_at)}, {extract.as_at_from}. "
        f"{sentence(people(errors, 'errors', 'error'))}, "
        f"{people(warnings, 'warnings', 'warning')}, {people(notes, 'notes', 'note')}.",
        level=2,
    )
    for file in extract.files:
        tables = ", ".join(dict.fromkeys(file.sheets.values()))
        quiet(
            f"{file.name}: {file.format}. {tables}. {file.rows_read:,} rows read, "
            f"{file.rows_used:,} used, {file.rows_left_out:,} cannot be used."
        )
        if file.ignored:
            quiet(f"Not kept, and never stored: {', '.join(file.ignored)}.")
    if since:
        quiet(since)
    for doubt in doubts:
        if not doubt.must_confirm:
            with st.expander(f"▲ Warning: {plain(doubt.sentence)}"):
                quiet(doubt.advice)
    _problems(told)
    _copies(extract, raws)


def name_of(extract: CheckedExtract) -> str:
    """Return what the files are for: 'May 2024', or 'Return for 2024-25'."""
    return f"Return for {extract.month}" if extract.yearly else f"{extract.as_at:%B %Y}"


def told_as_problems(extract: CheckedExtract) -> list[Problem]:
    """Return the problems except those that the person confirms with a tick box."""
    asked = {doubt.code for doubt in extract.doubts if doubt.must_confirm}
    return [problem for problem in extract.problems if problem.rule not in asked]


def _number(problems: list[Problem], severity: Severity) -> int:
    return len([problem for problem in problems if problem.severity is severity])


def _verdict(errors: int, warnings: int, questions: int) -> str:
    if errors:
        return "some rows cannot be used."
    if questions:
        return f"{people(questions, 'questions', 'question')} to answer before it can be imported."
    return "ready to import; please look at the warnings." if warnings else "ready to import."


def since_the_month_before(store: Store, extract: CheckedExtract) -> str:
    """Say who joined and who is gone since the month before; "" if the files have no care
    leavers."""
    earlier = month_before(store.months(), extract.as_at, partial(load_month, store))
    if not earlier or extract.yearly or "care_leavers" not in extract.tables:
        return ""
    return came_and_gone(earlier, month_of_extract(extract, store.people_before(extract.as_at)))


def plan_beside(store: Store, extract: CheckedExtract) -> None:
    """Show how the Plan actions sheet affects entries made in the app since the previous sheet."""
    said = at_import(
        extract.tables.get("plan_actions"),
        store.plan_entry_table(extract.as_at),
        extract.as_at,
        [taken.as_at for taken in store.months()],
    )
    if said:
        with st.expander(
            f"Improvement plan: entries made in the app compared with this sheet ({len(said)})",
            expanded=True,
        ):
            points(said)
            quiet(
                "The later of the spreadsheet and the entry made here is shown. The other "
                "is kept in the action's history."
            )


def known_before(store: Store) -> Known:
    """Return a function from a date to every id in the store with the birth dates of the month
    before.

    The check uses it to link ids.
    """

    def known(as_at: date):
        earlier = month_before(store.months(), as_at, partial(load_month, store))
        return known_people(store.ids(), earlier.identities if earlier else None)

    return known


def _problems(told: list[Problem]) -> None:
    """Show one line per kind of problem, which opens to list its cells."""
    for group in grouped(told):
        mark = {"error": "✖ Error", "warning": "▲ Warning", "note": "– Note"}[group.severity]
        first = group.problems[0]
        with st.expander(
            f"{mark}: {plain(group.title)}", expanded=group.severity is Severity.ERROR
        ):
            quiet(first.advice)
            for problem in group.problems[:SHOWN_CELLS]:
                st.text(problem.sentence(show_value=True))
            if len(group.problems) > SHOWN_CELLS:
                quiet(
                    f"The first {SHOWN_CELLS} of {len(group.problems):,} are shown. The "
                    "list of problems has them all."
                )
            if touched := touched_by(first.table, first.column):
                quiet(f"Affects: {', '.join(MEASURES[name].title for name in touched)}.")


def _copies(extract: CheckedExtract, raws: list[RawFile]) -> None:
    """Draw downloads that help to fix the extract: the list of problems, and each file with cells
    marked.
    """
    if not extract.problems:
        return
    table = publish_people(
        "Problems", problem_list(extract.problems), Audience.MANAGER, extract.as_at, None
    )
    with st.container(horizontal=True):
        people_download(table, "problems-in-the-extract", "Download the list of problems (Excel)")
        for number, raw in enumerate(raws):
            if marked := [
                problem for problem in extract.problems if problem.file == raw.name and problem.cell
            ]:
                _copy(raw, marked, number)
    with st.expander("All problems in one table"):
        people_table(table, "all_problems")


def _copy(raw: RawFile, problems: list[Problem], number: int) -> None:
    stem = raw.name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    st.download_button(
        f"Download {plain(raw.name)} with its cells marked",
        partial(marked_copy, raw.workbook.sheets, problems),
        f"{stem} - marked.xlsx",
        XLSX,
        key=f"marked_{number}",
        on_click="ignore",
        help="A copy of the values. Every cell with a problem is coloured and has a comment. "
        "Fix them in your own file.",
    )
