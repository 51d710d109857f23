"""The meaning of a council's own headings and words: proposed, confirmed, kept by name, offered
again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date

import streamlit as st

from analytics.publish.phrases import people
from data.check.propose_mapping import Heading, Proposal, Spelling, as_mapped, fitting, propose
from data.codelists import codelist
from data.paths import local_user
from data.problems import UserError
from data.recognise.files import RawFile
from data.recognise.mapping import NOT_KEPT, NOT_RECORDED, Mapped, Mapping, read_mapping
from data.schema import TABLES
from data.store import Store
from data.workbook import Sheet
from pages.shared.layout.page_style import headline, plain, quiet

NOT_YET = "\u2014"  # no answer: the word stays unknown
_FAR_AHEAD = date(2100, 12, 31)  # no sample value is in the future when headings are proposed
_OWN_NAME = re.compile(r"[\d_\-. ]+$")


def mapping_in_use() -> Mapping | None:
    """Return the mapping that the chosen files are read with, or None."""
    return st.session_state.get("mapping")


def forget_mapping() -> None:
    """Stop using a mapping, so that the next files are read as they are."""
    for key in ("mapping", "offers"):
        st.session_state.pop(key, None)


def offer_mappings(store: Store, raws: list[RawFile]) -> bool:
    """Offer the kept mappings that fit these files, and return whether there are any.

    If a mapping is in use, show which one and return False.
    """
    using = mapping_in_use()
    if using:
        with st.container(horizontal=True, vertical_alignment="center"):
            quiet(f"Read with the mapping '{using.name}'.")
            st.button("Read without it", on_click=forget_mapping)
            st.download_button(
                "Download the mapping (for the command line)",
                json.dumps(using.document(), ensure_ascii=False, indent=2),
                "mapping.json",
                "application/json",
                on_click="ignore",
            )
        return False
    mark = tuple(raw.sha256 for raw in raws)
    if st.session_state.get("offers", ((), []))[0] != mark:
        st.session_state["offers"] = (mark, fitting(list(_kept(store)), _sheets(raws)))
    for number, mapping in enumerate(st.session_state["offers"][1][:3]):
        with st.container(horizontal=True, vertical_alignment="center"):
            quiet(f"These headings are known from the mapping '{mapping.name}'.")
            st.button(
                f"Read with '{plain(mapping.name)}'",
                key=f"offer_{number}",
                type="primary",
                on_click=_use,
                args=(mapping,),
            )
    return bool(st.session_state["offers"][1])


def _kept(store: Store) -> Iterator[Mapping]:
    """Yield the mappings that can still be used; skip any that name a removed column or code."""
    for document in store.mappings():
        try:
            yield read_mapping(document)
        except UserError:
            continue


def _use(mapping: Mapping) -> None:
    st.session_state["mapping"] = mapping


def _sheets(raws: list[RawFile]) -> list[Sheet]:
    return [sheet for raw in raws for sheet in raw.workbook.sheets]


def map_headings(store: Store, raws: list[RawFile]) -> None:
    """Draw the form in which a person chooses what each heading means."""
    sheets = [sheet for sheet in _sheets(raws) if sheet.visible and sheet.rows]
    proposal = propose(sheets, _FAR_AHEAD)
    if not proposal:
        quiet(
            "No row of headings was found in the first 30 rows of any sheet. A table needs "
            "a heading above each column."
        )
        return
    headline(
        "Choose what the headings mean",
        "Likely matches are filled in. Please check each one against its values. Columns "
        "that are not kept are never stored.",
        level=2,
    )
    left, right = st.columns(2)
    names = list(dict.fromkeys(sheet.name for sheet in sheets))
    sheet = left.selectbox("Sheet", names, index=names.index(proposal.sheet), key="map_sheet")
    table = right.selectbox(
        "What it holds",
        list(TABLES),
        index=list(TABLES).index(proposal.table),
        format_func=lambda key: TABLES[key].title,
        key="map_table",
    )
    chosen = propose(sheets, _FAR_AHEAD, table, sheet)
    if chosen:
        _headings_form(store, chosen, raws[0].name)
    else:
        quiet(
            "No row of this sheet looks like the headings of that table. Choose another "
            "sheet or another table."
        )


def _headings_form(store: Store, proposal: Proposal, file: str) -> None:
    table = TABLES[proposal.table]
    needed = ", ".join(column.heading for column in table.required)
    with st.form("headings", border=False):
        quiet(f"{table.title} needs: {needed}.")
        meant = {heading.written: _heading(heading, proposal) for heading in proposal.headings}
        name = st.text_input(
            "Keep these answers under the name",
            _suggested(file),
            max_chars=60,
            help="Next month these answers are offered under this name.",
        )
        if st.form_submit_button("Use these headings", type="primary"):
            if sentence := _wrong(meant, proposal, name):
                st.error(plain(sentence))
            else:
                _keep(
                    store,
                    Mapping(name.strip(), (*_others(proposal.table), as_mapped(proposal, meant))),
                )


def _heading(heading: Heading, proposal: Proposal) -> str:
    table = TABLES[proposal.table]
    needed = {column.key for column in table.required}
    titles = {
        NOT_KEPT: "Not kept",
        **{
            column.key: column.heading + (" (needed)" if column.key in needed else "")
            for column in table.columns
        },
    }
    left, middle, right = st.columns([2, 3, 3], vertical_alignment="center")
    left.text(f"{heading.written} ({heading.at})")
    middle.text(", ".join(heading.samples) or "no values")
    return right.selectbox(
        plain(heading.written),
        list(titles),
        index=list(titles).index(heading.proposed),
        format_func=titles.__getitem__,
        key=f"map_{proposal.sheet}_{proposal.table}_{heading.at}",
        label_visibility="collapsed",
    )


def _wrong(meant: dict[str, str], proposal: Proposal, name: str) -> str:
    """Return what is wrong with these answers, or "" if they can be used."""
    table, keys = TABLES[proposal.table], [key for key in meant.values() if key]
    twice = [table.column(key).heading for key in dict.fromkeys(keys) if keys.count(key) > 1]
    lacking = [column.heading for column in table.required if column.key not in keys]
    if twice:
        return f"Two headings cannot both be {' or '.join(twice)}. Choose one of them."
    if lacking:
        return (
            f"{table.title} cannot be read without {' and '.join(lacking)}. Choose the heading "
            "that holds it."
        )
    return (
        "" if name.strip() else "Give these answers a name, so that they can be offered next month."
    )


def _others(table: str) -> tuple[Mapped, ...]:
    """Return the tables of the mapping in use that these answers do not replace."""
    using = mapping_in_use()
    return tuple(one for one in using.tables if one.table != table) if using else ()


def _keep(store: Store, mapping: Mapping) -> None:
    """Keep a mapping under its name and read the files with it."""
    try:
        store.keep_mapping(mapping.document(), local_user())
    except UserError as no:
        st.error(plain(no.message))
        return
    _use(mapping)
    st.rerun()


def map_words(store: Store, spellings: list[Spelling], file: str) -> None:
    """Draw the form that gives a code to each word that is in no code list."""
    if not spellings:
        return
    using = mapping_in_use()
    asked = any(must_answer(one) for one in spellings)
    with (
        st.expander(
            f"Words that are in no list: {len(spellings)}. Choose what they mean", expanded=asked
        ),
        st.form("words", border=False),
    ):
        answers = {one: _word(one, number) for number, one in enumerate(spellings)}
        name = (
            using.name
            if using
            else st.text_input("Keep these answers under the name", _suggested(file), max_chars=60)
        )
        if st.form_submit_button("Use these words", type="primary"):
            _keep(
                store,
                _taught(
                    Mapping(name.strip() or _suggested(file), using.tables if using else ()),
                    answers,
                ),
            )


def must_answer(one: Spelling) -> bool:
    """Return whether the import needs this answer: 0 is unsuitable in some councils, not recorded
    in others.
    """
    return one.column == "suitability_of_accommodation" and one.written == "0"


def _word(one: Spelling, number: int) -> str:
    column = TABLES[one.table].column(one.column)
    titles = {
        NOT_YET: "Leave it unknown for now",
        NOT_RECORDED: "Means: not recorded",
        **codelist(column.codes).current,
    }
    proposed = one.proposed if one.proposed in titles and one.proposed else NOT_YET
    return st.selectbox(
        f"{plain(one.heading)}: '{plain(one.written)}' ({people(one.times, 'cells', 'cell')})",
        list(titles),
        index=list(titles).index(proposed),
        format_func=titles.__getitem__,
        key=f"word_{number}_{one.table}_{one.column}",
    )


def _taught(mapping: Mapping, answers: dict[Spelling, str]) -> Mapping:
    """Return the mapping with these words added to its tables, each with the heading of its
    column."""
    tables = {one.table: one for one in mapping.tables}
    for spelling, code in answers.items():
        if code != NOT_YET:
            before = tables.get(spelling.table, Mapped(spelling.table, {}, {}))
            codes = {key: dict(meant) for key, meant in before.codes.items()}
            codes.setdefault(spelling.column, {})[spelling.written] = code
            tables[spelling.table] = Mapped(
                spelling.table, {**before.columns, **_own(spelling, before)}, codes
            )
    return Mapping(mapping.name, tuple(tables.values()))


def _own(spelling: Spelling, before: Mapped) -> dict[str, str]:
    """Return the heading of a column with taught words, by which the mapping is recognised next
    time.
    """
    return {} if spelling.column in before.columns.values() else {spelling.heading: spelling.column}


def _suggested(file: str) -> str:
    """Return a name made from the file's: 'Mosaic leaving care_2025-04.xlsx' -> 'Mosaic leaving
    care'.
    """
    stem = file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return _OWN_NAME.sub("", stem)[:60] or "Our extract"
