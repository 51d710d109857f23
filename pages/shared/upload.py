"""The way of a month into the store: choose files, see what is in them, agree, import. Nothing is stored before the last step."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from analytics.changes import changes
from analytics.findings.problems import grouped, problem_list
from analytics.measures import MEASURES, touched_by
from analytics.month import month_of
from analytics.privacy import Audience, publish_people
from analytics.wording import people, sentence
from data.headings import month_end
from data.problems import Refused, Severity
from data.store import STEPS, Store
from data.validate import Extract, Source, read_month
from data.where import local_user
from pages.shared.begin import go_to_month, load_month
from pages.shared.look import headline, plain, quiet
from pages.shared.people_list import people_download, people_table

AS_THE_FILES_SAY = ""
SHOWN_CELLS = 12


def upload(store: Store, months: list[str]) -> None:
    """The whole way, from the choice of files to the import."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    turn = st.session_state.setdefault("upload_turn", 0)
    files = left.file_uploader(
        "This month's extract: one Excel workbook, or several files for the same month",
        type=["xlsx", "xlsm"],
        accept_multiple_files=True,
        key=f"upload_{turn}",
    )
    names = {AS_THE_FILES_SAY: "As the files say", **{key: f"{month_end(key):%B %Y}" for key in months}}
    month = right.selectbox(
        "Month",
        list(names),
        format_func=names.__getitem__,
        key=f"upload_month_{turn}",
        accept_new_options=True,
        help="Only where the files do not say it. Write it as 2025-04.",
    )
    if not files:
        st.session_state.pop("checked", None)
        _last_import()
        return
    st.session_state.pop("imported", None)
    extract = _checked(files, month)
    if extract:
        _account(store, extract)
        _agree(store, extract)


def _checked(files: list, month: str) -> Extract | None:
    """The files as read and checked; kept while the same files are chosen. The bytes are gone once they have been read."""
    mark = (tuple(file.file_id for file in files), month)
    kept = st.session_state.get("checked")
    if kept and kept[0] == mark:
        return kept[1]
    st.session_state.pop("checked", None)
    with st.status("Reading the files", expanded=False) as status:
        try:
            as_at = month_end(month) if month else None
            with TemporaryDirectory() as folder:
                sources = [_written(Path(folder), number, file) for number, file in enumerate(files)]
                extract = read_month(sources, as_at, lambda step: status.update(label=step))
        except ValueError:
            status.update(label="The month is not understood", state="error")
            st.error("The month is not understood. Write it as a year and a month: 2025-04.")
            return None
        except Refused as no:
            status.update(label="These files cannot be imported", state="error")
            st.error(plain(no.message))
            quiet("Nothing was stored.")
            return None
        status.update(label="Read and checked", state="complete")
    st.session_state["checked"] = (mark, extract)
    return extract


def _written(folder: Path, number: int, file) -> Source:
    """One upload as a file for the reader, under a name of ours."""
    path = folder / f"{number}.xlsx"
    path.write_bytes(file.getbuffer())
    return Source(file.name, path)


def _account(store: Store, extract: Extract) -> None:
    """What is in the files, what is wrong with them, and what has changed."""
    errors, warnings, notes = (_number(extract, severity) for severity in Severity)
    headline(
        f"{extract.as_at:%B %Y}: {_verdict(errors, warnings)}",
        f"As at {extract.as_at:%d/%m/%Y}. {sentence(people(errors, 'errors', 'error'))}, {people(warnings, 'warnings', 'warning')}, {people(notes, 'notes', 'note')}.",
        level=2,
    )
    for file in extract.files:
        tables = ", ".join(dict.fromkeys(file.sheets.values()))
        quiet(f"{file.name}: {tables}. {file.rows_read:,} rows read, {file.rows_used:,} used, {file.rows_left_out:,} cannot be used.")
        if file.ignored:
            quiet(f"Not kept, and never stored: {', '.join(file.ignored)}.")
    _since(store, extract)
    _problems(extract)


def _number(extract: Extract, severity: Severity) -> int:
    return len([problem for problem in extract.problems if problem.severity is severity])


def _verdict(errors: int, warnings: int) -> str:
    if errors:
        return "some rows cannot be used."
    return "ready to import; please look at the warnings." if warnings else "ready to import."


def _since(store: Store, extract: Extract) -> None:
    """Who joined and who is gone since the month before, where the files bring people."""
    earlier = [taken for taken in store.months() if taken.as_at < extract.as_at]
    if not earlier or "care_leavers" not in extract.tables:
        return
    now = month_of(0, extract.as_at, extract.tables, seen_before=store.people_before(extract.as_at))
    found = {change.key: change.people for change in changes(load_month(store, earlier[-1]), now)}
    came, gone = found["joined"] + found["returned"], found["left"]
    quiet(
        f"Since {earlier[-1].as_at:%B %Y}: {people(came)} joined or returned, {people(gone)} no longer in the extract, {people(found['turned_25'])} turned 25."
    )


def _problems(extract: Extract) -> None:
    """Problems of one kind on one line, which opens out to its cells; and all of them as a workbook."""
    for group in grouped(extract.problems):
        mark = {"error": "✖ Error", "warning": "▲ Warning", "note": "– Note"}[group.severity]
        first = group.problems[0]
        with st.expander(f"{mark}: {plain(group.title)}", expanded=group.severity is Severity.ERROR):
            quiet(first.advice)
            for problem in group.problems[:SHOWN_CELLS]:
                st.text(problem.sentence(show_value=True))
            if len(group.problems) > SHOWN_CELLS:
                quiet(f"And {len(group.problems) - SHOWN_CELLS} more: see the list of problems.")
            if touched := touched_by(first.table, first.column):
                quiet(f"Touches: {', '.join(MEASURES[name].title for name in touched)}.")
    if extract.problems:
        table = publish_people("Problems", problem_list(extract.problems), Audience.MANAGER, extract.as_at, None)
        people_download(table, "problems-in-the-extract", "Download the list of problems (Excel)")
        with st.expander("All problems in one table"):
            people_table(table, "all_problems")


def _agree(store: Store, extract: Extract) -> None:
    """What the person confirms, and the import."""
    ready = True
    for number, doubt in enumerate(extract.doubts):
        ready &= st.checkbox(f"{plain(doubt)} Import it for {extract.as_at:%B %Y} all the same.", key=f"doubt_{number}")
    if left := len(extract.left_out):
        ready &= st.checkbox(
            f"Import without the {left} rows that cannot be used. They are kept as left out, and every page will say so.", key="leave_out"
        )
    if replaced := next((taken for taken in store.months() if taken.month == extract.month), None):
        quiet(
            f"{extract.as_at:%B %Y} was imported before (import {replaced.id}). This import will stand in its place; the old one stays readable."
        )
    with st.container(horizontal=True):
        pressed = st.button("Import this month", type="primary", disabled=not ready)
        st.button("Leave it", on_click=_leave)
    if pressed:
        _import(store, extract)


def _import(store: Store, extract: Extract) -> None:
    bar = st.progress(0.0, "Saving")
    try:
        taken = store.save(
            extract,
            local_user(),
            allow_left_out=len(extract.left_out),
            on_step=lambda step: bar.progress((STEPS.index(step) + 1) / len(STEPS), f"Saving: {step}"),
        )
    except Refused as no:
        bar.empty()
        st.error(plain(no.message))
        return
    st.session_state["imported"] = (
        f"{taken.as_at:%B %Y} is imported (import {taken.id}): {people(taken.counts['rows'].get('care_leavers', 0), 'care leavers', 'care leaver')}."
    )
    go_to_month(taken.month)
    _leave()
    st.rerun()


def _leave() -> None:
    """Lets the chosen files go."""
    st.session_state.pop("checked", None)
    st.session_state["upload_turn"] = st.session_state.get("upload_turn", 0) + 1


def _last_import() -> None:
    if said := st.session_state.get("imported", ""):
        st.success(plain(said))
        with st.container(horizontal=True):
            st.page_link("coverage_21_plus.py", label="See 21+ coverage")
            st.page_link("check_ins.py", label="See who is to be called")
