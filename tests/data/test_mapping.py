"""An unknown workbook: the proposals, the effect of a person's answers, and their use next
month."""

from __future__ import annotations

from datetime import date

import pytest

from data.check.check_month import read_month
from data.check.propose_mapping import fitting, propose, unknown_spellings
from data.problems import UserError
from data.recognise.files import Source, open_files, read_files
from data.recognise.find_tables import find_tables
from data.recognise.mapping import Mapped, Mapping, read_mapping
from tests.data.workbooks import MAY, grid

HEADINGS = [
    "Client No",
    "Surname",
    "D.O.B",
    "Leaving care status",
    "In contact?",
    "Where living",
    "Suitable?",
]
ROWS = [
    ["00101", "Made Up", date(2002, 8, 14), "FR", "YES", "U", 1],
    ["00102", "Also Made Up", date(2005, 1, 3), "FR", "YES", "B", 0],
]
MEANT = {
    "Client No": "child_unique_id",
    "Surname": "",
    "D.O.B": "date_of_birth",
    "Leaving care status": "eligibility_category",
    "In contact?": "la_in_touch",
    "Where living": "type_of_accommodation",
    "Suitable?": "suitability_of_accommodation",
}
OURS = Mapping(
    "Our system",
    (
        Mapped(
            "care_leavers",
            MEANT,
            {
                "eligibility_category": {"FR": "former relevant"},
                "suitability_of_accommodation": {"0": ""},
            },
        ),
    ),
)


@pytest.fixture
def strange(tmp_path):
    return grid(tmp_path / "system.xlsx", Report=[["As at 31/05/2024"], [], HEADINGS, *ROWS])


def read(path, mapping=None):
    return read_month([Source(path.name, path)], mapping=mapping)


def test_an_unknown_workbook_is_refused_without_a_mapping(strange):
    with pytest.raises(UserError) as no:
        read(strange)
    assert no.value.reason == "no_table"


def test_similar_headings_are_proposed_with_cell_and_sample_values(strange):
    proposal = propose(read_files([Source("system.xlsx", strange)])[0].workbook.sheets, MAY)
    assert (proposal.sheet, proposal.table, proposal.heading_row) == ("Report", "care_leavers", 2)
    born = next(heading for heading in proposal.headings if heading.written == "D.O.B")
    assert (born.at, born.samples, born.proposed) == (
        "C3",
        ("14/08/2002", "03/01/2005"),
        "date_of_birth",
    )


def test_a_column_of_names_gets_no_proposal(strange):
    proposal = propose(read_files([Source("system.xlsx", strange)])[0].workbook.sheets, MAY)
    assert (
        next(heading.proposed for heading in proposal.headings if heading.written == "Surname")
        == ""
    )


def test_two_headings_are_never_proposed_as_one_column(tmp_path):
    path = grid(
        tmp_path / "a.xlsx",
        Report=[["Child Identifier", "Child Identity No", "Born on"], ["1", "2", MAY]],
    )
    proposal = propose(read_files([Source("a.xlsx", path)])[0].workbook.sheets, MAY)
    proposed = [heading.proposed for heading in proposal.headings if heading.proposed]
    assert len(proposed) == len(set(proposed))


def test_with_answers_every_value_is_read_and_unused_columns_are_listed(strange):
    extract = read(strange, OURS)
    people = extract.tables["care_leavers"]
    assert people["child_unique_id"].tolist() == ["00101", "00102"]
    assert people["eligibility_category"].tolist() == ["former relevant"] * 2
    assert people["suitability_of_accommodation"].isna().tolist() == [False, True]
    assert "column 'Surname' of 'Report'" in extract.files[0].ignored
    assert "Our system" in extract.files[0].format


def test_zero_has_the_meaning_that_the_person_chose(strange):
    said = Mapping(
        "x",
        (
            Mapped(
                "care_leavers",
                MEANT,
                {**OURS.tables[0].codes, "suitability_of_accommodation": {"0": "unsuitable"}},
            ),
        ),
    )
    assert read(strange, said).tables["care_leavers"]["suitability_of_accommodation"].tolist() == [
        "suitable",
        "unsuitable",
    ]


def test_unknown_words_and_zeros_are_listed_with_their_number(strange):
    only_headings = Mapping("x", (Mapped("care_leavers", MEANT, {}),))
    opened = open_files([Source("system.xlsx", strange)], only_headings)[0]
    found = {(one.heading, one.written): one.times for one in unknown_spellings(opened.tables, MAY)}
    assert found == {("Leaving care status", "FR"): 2, ("Suitable?", "0"): 1}


@pytest.mark.parametrize("word", ["not suitabel", "Unsuitabel", "nsuitable"])
def test_a_word_is_never_matched_with_its_opposite(tmp_path, word):
    rows = [
        [
            "Child Unique ID",
            "Date of Birth",
            "Eligibility Category",
            "Suitability of Accommodation",
        ],
        ["1", MAY, "Relevant", word],
    ]
    path = grid(tmp_path / "a.xlsx", Care_leavers=rows)
    opened = open_files([Source("a.xlsx", path)])[0]
    assert [one.proposed for one in unknown_spellings(opened.tables, MAY)] != ["suitable"]


def test_the_same_system_is_recognised_next_month_and_another_is_not(strange, tmp_path):
    june = grid(tmp_path / "june.xlsx", Export=[["As at 30/06/2024"], HEADINGS, *ROWS])
    other = grid(tmp_path / "other.xlsx", Export=[["Name", "Phone"], ["x", "y"]])
    assert fitting([OURS], read_files([Source("june.xlsx", june)])[0].workbook.sheets) == [OURS]
    assert fitting([OURS], read_files([Source("other.xlsx", other)])[0].workbook.sheets) == []
    assert read(june, OURS).as_at == date(2024, 6, 30)


def test_a_mapping_can_be_saved_and_read():
    assert read_mapping(OURS.document()) == OURS


@pytest.mark.parametrize(
    "document",
    [
        [],
        {},
        {"name": "x"},
        {"name": "x", "tables": [{"table": "nothing"}]},
        {"name": "x", "tables": [{"table": "care_leavers", "columns": {"A": "no_such_column"}}]},
        {"name": "x", "tables": [{"table": "care_leavers", "columns": {"A": 1}}]},
        {
            "name": "x",
            "tables": [{"table": "care_leavers", "codes": {"gender": {"x": "no such code"}}}],
        },
        {
            "name": "x",
            "tables": [{"table": "care_leavers", "codes": {"date_of_birth": {"x": "M"}}}],
        },
    ],
)
def test_an_invalid_mapping_is_refused_with_a_message(document):
    with pytest.raises(UserError, match="mapping"):
        read_mapping(document)


def test_a_known_heading_can_be_left_out(tmp_path):
    path = grid(
        tmp_path / "a.xlsx",
        Care_leavers=[
            ["As at 31/05/2024"],
            ["Child Unique ID", "Date of Birth", "Eligibility Category", "Team"],
            ["1", date(2002, 8, 14), "Relevant", "x"],
        ],
    )
    mapping = Mapping("x", (Mapped("care_leavers", {"Team": ""}, {}),))
    assert "allocated_team" not in read(path, mapping).tables["care_leavers"]
    assert find_tables(read_files([Source("a.xlsx", path)])[0].workbook.sheets, mapping)[
        0
    ].ignored == ["Team"]
