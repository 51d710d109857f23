"""Upload a month: choose files, see what is in them, agree, import. Only the last step stores
anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from analytics.changes.import_checks import doubts_about
from analytics.publish.phrases import people
from data.check.check_month import CheckedExtract, check_month
from data.check.propose_mapping import Spelling, unknown_spellings
from data.disk_space import room_for_temporary_files
from data.paths import local_user
from data.problems import Answers, Doubt, UserError
from data.recognise.as_at import UNCLEAR
from data.recognise.files import RawFile, RecognisedFile, Source, read_files, recognise_all
from data.recognise.mapping import Mapping
from data.recognise.written_dates import month_end
from data.store import STEPS, Store
from pages.shared.layout.page_style import plain, quiet
from pages.shared.session.page_context import go_to_month, load_month
from pages.shared.upload.check_report import (
    account,
    known_before,
    name_of,
    plan_beside,
    since_the_month_before,
)
from pages.shared.upload.chosen_files import box_changed, chosen, forget_check, forget_files
from pages.shared.upload.date_question import ask_for_the_date, date_chosen, date_is_asked
from pages.shared.upload.mapping_form import (
    forget_mapping,
    map_headings,
    map_words,
    mapping_in_use,
    offer_mappings,
)
from pages.shared.upload.questions import answers_given, ask, ask_again

AS_THE_FILES_SAY = ""
STRANGE = ("no_table", "column_missing")  # refusals that a mapping can fix
NOUGHT = "suitability_nought"
LOCKED = ("password_needed", "password_wrong")


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of the chosen files found. `mark`: the files, month, mapping and store it is
    for.
    """

    mark: tuple
    extract: CheckedExtract
    spellings: list[Spelling]
    doubts: list[Doubt]
    since: str


def upload(store: Store, months: list[str]) -> None:
    """Draw the whole upload, from the choice of files to the import."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    turn = st.session_state.setdefault("upload_turn", 0)
    files = left.file_uploader(
        "This month's extract: one workbook, or several files for the same month",
        help="Excel (.xlsx .xlsm .xls .xlsb), OpenDocument (.ods), CSV, or a zip of these. You "
        "can drop a whole folder: other files are not read.",
        accept_multiple_files=True,
        key=(box := f"upload_{turn}"),
        on_change=box_changed,
        args=(box,),
    )
    names = {
        AS_THE_FILES_SAY: "As the files say",
        **{key: f"{month_end(key):%B %Y}" for key in months},
    }
    month = right.selectbox(
        "Month",
        list(names),
        format_func=names.__getitem__,
        key=f"upload_month_{turn}",
        persist_state="session",
        accept_new_options=True,
        help="Only needed if the files do not show it. Write it as 2025-04.",
    )
    files = chosen(files, box)
    if not files:
        forget_check()
        forget_mapping()
        _last_import()
        return
    st.session_state.pop("imported", None)
    if raws := _read(files):
        mapping = mapping_in_use()
        offered = offer_mappings(store, raws)
        ask_again((mapping, month))
        if checked := _checked(store, raws, month, mapping, offered):
            map_words(store, checked.spellings, raws[0].name)
            account(checked.extract, raws, checked.doubts, checked.since)
            plan_beside(store, checked.extract)
            _agree(store, checked.extract, checked.doubts)


def _read(files: list) -> list[RawFile] | None:
    """Return the files as read, or None; kept while the same files are chosen."""
    mark = tuple(file.file_id for file in files)
    kept = st.session_state.get("read")
    if kept and kept[0] == mark:
        return kept[1]
    forget_check()
    password = ""
    if st.session_state.get("locked") == mark:
        password = st.text_input(
            "Password of the protected file",
            type="password",
            key="file_password",
            autocomplete="off",
        )
        quiet("It is only used to open the file and is not stored.")
        if not password:
            return None
    with st.status("Reading the files", expanded=True) as status:
        bar = st.progress(0.0, "Reading the files")
        st.button("Stop reading", on_click=leave, key="stop_reading")
        try:
            with room_for_temporary_files(), TemporaryDirectory(prefix="upload-") as folder:
                sources = [
                    _written(Path(folder), number, file) for number, file in enumerate(files)
                ]
                raws = read_files(
                    sources, password, lambda said, share: bar.progress(share, plain(said))
                )
        except UserError as no:
            raws, refusal = [], no
            status.update(label="These files cannot be read", state="error", expanded=False)
        else:
            refusal = None
            status.update(label="Read", state="complete", expanded=False)
    if refusal:
        _refused(refusal, mark)
        return None
    st.session_state["read"] = (mark, raws)
    st.session_state.pop("locked", None)
    st.rerun()


def _refused(no: UserError, mark: tuple) -> None:
    """Show why the files cannot be read; for a protected file, ask for its password."""
    first_time = st.session_state.get("locked") != mark
    if no.reason in LOCKED:
        st.session_state["locked"] = mark
        if first_time:
            st.rerun()
    st.error(plain(no.message))
    quiet("Nothing was stored.")


def _written(folder: Path, number: int, file) -> Source:
    """Write one upload to a file for the reader, under a name of our own."""
    path = folder / f"{number}.bin"
    path.write_bytes(file.getbuffer())
    return Source(file.name, path)


def _checked(
    store: Store, raws: list[RawFile], month: str, mapping: Mapping | None, offered: bool
) -> Checked | None:
    """Return the files recognised and checked, or None; if headings are unknown, ask what they
    mean.
    """
    files = (st.session_state["read"][0], mapping)
    day = None if month else date_chosen(files)
    if date_is_asked(files) and not (month or day):
        return None
    answers = answers_given()
    mark = (*files, month, day, store.contents().mark_on(), *answers.items())
    kept: Checked | None = st.session_state.get("checked")
    if kept and kept.mark == mark:
        return kept
    try:
        as_at = month_end(month) if month else day
        opened = recognise_all(raws, mapping)
    except ValueError:
        st.error("The month is not understood. Write it as a year and a month: 2025-04.")
        return None
    except UserError as no:
        _strange(store, raws, no, offered)
        return None
    try:
        return _check(store, opened, mark, as_at, answers)
    except UserError as no:
        _strange(store, raws, no, offered)
        return None


def _strange(store: Store, raws: list[RawFile], no: UserError, offered: bool) -> None:
    """Show why the files are not understood; if headings are the reason, ask what they mean.

    If a kept mapping was offered, only a folded form is drawn.
    """
    if no.reason in STRANGE and offered:
        with st.expander("Or choose again what the headings mean"):
            map_headings(store, raws)
        return
    st.error(plain(no.message))
    if no.reason in STRANGE:
        map_headings(store, raws)


def _check(
    store: Store, opened: list[RecognisedFile], mark: tuple, as_at: date | None, answers: Answers
) -> Checked | None:
    """Check every cell and compare with other months; kept while the same files are chosen.

    Raises UserError if headings are unknown, because a mapping can explain them.
    """
    place = st.empty()
    with place.container():
        bar = st.progress(0.0, "Checking")
        st.button("Stop checking", on_click=leave, key="stop_checking")
    try:
        extract = check_month(
            opened,
            as_at,
            lambda said, share: bar.progress(share, plain(said)),
            known_before(store),
            answers,
        )
        bar.progress(0.95, "Comparing with the other months")
        doubts = doubts_about(
            extract, store.months(), store.people_before(extract.as_at), partial(load_month, store)
        )
        since = since_the_month_before(store, extract)
    except UserError as no:
        if no.reason in STRANGE:
            raise
        if no.reason == UNCLEAR:
            ask_for_the_date(mark[:2], opened)
        if no.choice:
            ask(no.message, no.choice)
            return None
        st.error(plain(no.message))
        quiet("Nothing was stored.")
        return None
    finally:
        place.empty()
    spellings = unknown_spellings(
        [table for file in opened for table in file.tables], extract.as_at
    )
    st.session_state["checked"] = Checked(mark, extract, spellings, doubts, since)
    return st.session_state["checked"]


def _agree(store: Store, extract: CheckedExtract, doubts: list[Doubt]) -> None:
    """Draw what the person confirms, and the import. A tick holds for its exact words, files and
    date.
    """
    ready, these = True, "".join([f"{extract.as_at}", *(file.sha256 for file in extract.files)])
    for doubt in [*extract.doubts, *doubts]:
        if doubt.must_confirm:
            words = f"{plain(doubt.sentence)} Import for {extract.as_at:%B %Y} anyway."
            ready &= st.checkbox(words, key=f"doubt_{doubt.sentence}_{these}")
            quiet(doubt.advice)
    if left := len(extract.left_out):
        ready &= st.checkbox(
            f"Import without {people(left, 'rows', 'row')} that cannot be used. The rows "
            "left out are recorded, and every page shows how many there are.",
            key=f"leave_out_{left}_{these}",
        )
    if any(problem.rule == NOUGHT for problem in extract.problems):
        ready = False
        quiet(
            "First choose above what 0 means in Suitability of Accommodation: unsuitable, "
            "or not recorded."
        )
    standing = [*store.months(), *store.returns()]
    if replaced := next(
        (
            taken
            for taken in standing
            if (taken.month, taken.yearly) == (extract.month, extract.yearly)
        ),
        None,
    ):
        quiet(
            f"{name_of(extract)} was imported before (import {replaced.id}). This import "
            "will replace it. The earlier import is kept and can still be read."
        )
    with st.container(horizontal=True):
        pressed = st.button(
            "Import this return" if extract.yearly else "Import this month",
            type="primary",
            disabled=not ready,
        )
        st.button("Cancel", on_click=leave)
    if pressed:
        _import(store, extract)


def _import(store: Store, extract: CheckedExtract) -> None:
    bar = st.progress(0.0, "Saving")
    try:
        taken = store.save(
            extract,
            local_user(),
            allow_left_out=len(extract.left_out),
            on_step=lambda step: bar.progress(
                (STEPS.index(step) + 1) / len(STEPS), f"Saving: {step}"
            ),
        )
    except UserError as no:
        bar.empty()
        st.error(plain(no.message))
        return
    number = people(taken.counts["rows"].get("care_leavers", 0), "care leavers", "care leaver")
    st.session_state["imported"] = (
        f"{name_of(extract)} has been imported (import {taken.id}): {number}."
    )
    if not taken.yearly:
        go_to_month(taken.month)
    leave()
    st.rerun()


def leave() -> None:
    """Release the chosen files."""
    forget_files()
    forget_mapping()
    st.session_state.pop("locked", None)
    st.session_state["upload_turn"] = st.session_state.get("upload_turn", 0) + 1


def _last_import() -> None:
    if said := st.session_state.get("imported", ""):
        st.success(plain(said))
        with st.container(horizontal=True):
            st.page_link("coverage_21_plus.py", label="See 21+ coverage")
            st.page_link("check_ins.py", label="See who to call")
