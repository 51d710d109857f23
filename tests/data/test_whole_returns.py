"""For a whole return or folder the care leavers are read, and all other files and tables are
listed.
"""

from __future__ import annotations

import zipfile
from datetime import date

import pytest

from data.check.check_month import CheckedExtract, read_month
from data.problems import UserError
from data.recognise.files import Source, open_files
from tests.data.file_makers import csv_text, xlsx
from tests.data.returns import (
    CARE_LEAVERS_903,
    CARE_LEAVERS_SSD,
    annex_a,
    export_ssd,
    list_9,
    return_903,
)
from tests.data.workbooks import contact, good_month, grid, write

MARCH = date(2025, 3, 31)
WHO = ["0041000", "0041037"]


def ids(extract: CheckedExtract) -> list[str]:
    return extract.tables["care_leavers"]["child_unique_id"].tolist()


def as_sheets(folder, sheets):
    return [Source("return.xlsx", grid(folder / "return.xlsx", **sheets))]


def as_texts(folder, sheets):
    for name, rows in sheets.items():
        (folder / f"{name}.csv").write_text(
            csv_text(
                [
                    [f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in row]
                    for row in rows
                ]
            )
        )
    return [Source(f"{name}.csv", folder / f"{name}.csv") for name in sheets]


def as_zip(folder, sheets):
    return [
        Source(
            "return.zip",
            zipped(
                folder,
                {
                    f"2025/{source.name}": source.path.read_bytes()
                    for source in as_texts(folder, sheets)
                },
            ),
        )
    ]


def zipped(folder, parts):
    with zipfile.ZipFile(folder / "return.zip", "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return folder / "return.zip"


WAYS = pytest.mark.parametrize("way", [as_sheets, as_texts, as_zip])


@WAYS
@pytest.mark.parametrize("name", ["List {}", "List_{}", "List {} (Annex A)", "Annex A List {}"])
def test_a_whole_annex_a_reads_list_9_and_lists_the_others(tmp_path, way, name):
    extract = read_month(way(tmp_path, annex_a(name)), MARCH)
    assert (ids(extract), list(extract.tables), extract.left_out.empty) == (
        WHO,
        ["care_leavers"],
        True,
    )
    assert extract.files[0].format == "Ofsted Annex A"
    assert extract.tables["care_leavers"]["uasc"].tolist() == ["Y", "Y"]
    named = " ".join(extract.files[0].ignored)
    for what in ("contacts", "children in care", "child protection plans", "adoption", "adopters"):
        assert f"another list of Annex A: {what}" in named
    assert "age_differs" not in {problem.rule for problem in extract.problems}


@pytest.mark.parametrize(
    "names",
    [
        {"List 8": "CLA", "List 1": "Contacts", "List 7": "CPP"},
        {"List 8": "8. Children in care", "List 1": "1"},
    ],
)
def test_lists_with_the_councils_own_names_are_recognised_by_headings(tmp_path, names):
    sheets = {names.get(name, name): rows for name, rows in annex_a().items()}
    extract = read_month(as_sheets(tmp_path, sheets), MARCH)
    assert (ids(extract), list(extract.tables)) == (WHO, ["care_leavers"])
    for name in names.values():
        assert any(
            f"'{name}' (another list of Annex A" in what for what in extract.files[0].ignored
        )


def test_the_other_lists_without_list_9_are_refused(tmp_path):
    sheets = {name: rows for name, rows in annex_a().items() if name != "List 9"}
    with pytest.raises(UserError) as no:
        read_month(as_sheets(tmp_path, sheets), MARCH)
    assert no.value.reason == "no_table"


def test_a_list_is_never_the_people_of_another_format(tmp_path):
    sheets = {"List 8": annex_a()["List 8"], "OC3": CARE_LEAVERS_903["OC3"]}
    extract = read_month(as_sheets(tmp_path, sheets), MARCH)
    assert "gender" not in extract.tables["care_leavers"]


@WAYS
def test_a_whole_903_return_reads_oc3_and_its_header(tmp_path, way):
    extract = read_month(way(tmp_path, return_903()), MARCH)
    assert (extract.yearly, ids(extract), list(extract.tables)) == (True, WHO, ["care_leavers"])
    assert extract.tables["care_leavers"]["ethnicity"].tolist() == ["WBRI", "BCRB"]
    named = " ".join(what for file in extract.files for what in file.ignored)
    for what in (
        "Episodes",
        "UASC",
        "Reviews",
        "OC2",
        "AD1",
        "Placed for adoption",
        "Previous permanence",
        "Missing",
        "Deprivation of liberty",
    ):
        assert f"another table of the 903 return: {what}" in named


@WAYS
def test_a_whole_ssd_export_reads_the_care_leavers_with_their_people(tmp_path, way):
    extract = read_month(way(tmp_path, export_ssd()), MARCH)
    assert (ids(extract), list(extract.tables)) == (["41000", "41037"], ["care_leavers"])
    assert extract.tables["care_leavers"]["date_of_birth"].notna().all()
    named = " ".join(what for file in extract.files for what in file.ignored)
    assert named.count("another table of the Standard Safeguarding Dataset") == 8


@pytest.mark.parametrize("tables", [CARE_LEAVERS_903, CARE_LEAVERS_SSD])
@pytest.mark.parametrize("lacks", [3, 4])
def test_an_incomplete_table_of_ours_is_refused_and_not_skipped(tmp_path, tables, lacks):
    name = next(iter(tables))
    rows = [
        [cell for at, cell in enumerate(row) if at != (lacks if name == "OC3" else lacks - 2)]
        for row in tables[name]
    ]
    with pytest.raises(UserError) as no:
        read_month(as_texts(tmp_path, tables | {name: rows}), MARCH)
    assert no.value.reason in ("column_missing", "no_table")


def test_an_unknown_spreadsheet_among_good_ones_is_refused(tmp_path):
    sources = as_texts(tmp_path, return_903() | {"call list": [["Ref", "Called"], ["1", "2"]]})
    with pytest.raises(UserError, match=r"call list\.csv") as no:
        read_month(sources, MARCH)
    assert no.value.reason == "no_table"


def test_a_monthly_sheet_without_eligibility_is_not_a_return(tmp_path):
    rows = [
        [
            "Child Unique ID",
            "Date of Birth",
            "LA in Touch",
            "Activity Status",
            "Type of Accommodation",
        ],
        ["1", date(2005, 1, 1), "YES", "F2", "U"],
    ]
    with pytest.raises(UserError) as no:
        read_month(as_sheets(tmp_path, {"Sheet1": rows}), MARCH)
    assert (no.value.reason, "Eligibility Category" in no.value.message) == ("column_missing", True)


# --- a folder with other files in it --------------------------------------------------------------

BESIDE = {
    "readme.txt": b"Care leavers, March 2025, from the case system. Ask the team.",
    "notes.md": b"# Notes",
    "Guidance.pdf": b"%PDF-1.4",
    "Guidance": b"%PDF-1.4",
    "Letter.docx": b"PK\x03\x04 a letter",
    "old letter.doc": b"\xd0\xcf\x11\xe0 a letter",
    "~$May.xlsx": b"\x07A Person" + b" " * 150,
    "Thumbs.db": b"\xd0\xcf\x11\xe0",
    "desktop.ini": b"[.ShellClassInfo]",
    ".DS_Store": b"\0\0\0\1Bud1",
    "__MACOSX/._May.xlsx": b"\0\5\x16\7",
    "logo.png": b"\x89PNG",
    "mail.msg": b"\xd0\xcf\x11\xe0",
    "page.html": b"<html><table><tr><td>1</td></tr></table></html>",
    "query.sql": b"select 1",
    "nothing.txt": b"",
    "strange.xyz": b"\0\1\2\3",
}


def chosen(folder, beside, zip_them):
    month = write(folder / "May.xlsx", good_month())
    if zip_them:
        return [Source("month.zip", zipped(folder, {"May.xlsx": month.read_bytes()} | beside))]
    (folder / "more").mkdir()
    sources = [Source("May.xlsx", month)]
    for number, (name, content) in enumerate(beside.items()):
        (folder / "more" / f"{number}").write_bytes(content)
        sources.append(Source(name, folder / "more" / f"{number}"))
    return sources


@pytest.mark.parametrize("zip_them", [True, False])
@pytest.mark.parametrize("first", [True, False])
def test_files_that_are_not_spreadsheets_are_skipped_and_listed(tmp_path, zip_them, first):
    sources = chosen(tmp_path, BESIDE, zip_them)
    extract = read_month(sources if first else sources[::-1])
    assert (ids(extract), len(extract.files)) == (["00101", "00102"], 1)
    named = " ".join(extract.files[0].ignored)
    for name in BESIDE:
        assert f"{name}'" in named
    assert "~$May.xlsx' (Excel's lock file)" in named
    assert "Guidance.pdf' (a PDF)" in named


def test_a_text_file_with_the_table_is_read(tmp_path):
    path = tmp_path / "care leavers.txt"
    path.write_text(
        "Child Unique ID\tDate of Birth\tEligibility Category\n1\t01/02/2003\tRelevant\n"
    )
    assert ids(read_month([Source(path.name, path)], MARCH)) == ["1"]


@pytest.mark.parametrize("zip_them", [True, False])
@pytest.mark.parametrize(
    ("name", "content"),
    [("a.xlsx", b"PK\x03\x04 cut"), ("a.csv", b""), ("a.xlsx", b"%PDF-1.4"), ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut"), ("~$a.xlsx", b"PK\x03\x04 cut"), ("a.csv", b'a,"b\n')],
)  # fmt: skip
def test_a_damaged_spreadsheet_among_them_is_refused(tmp_path, name, content, zip_them):
    with pytest.raises(UserError) as no:
        open_files(chosen(tmp_path, BESIDE | {name: content}, zip_them))
    assert (no.value.reason != "no_table", name in no.value.message) == (True, True)


@pytest.mark.parametrize("zip_them", [True, False])
def test_a_selection_without_a_spreadsheet_is_refused_with_its_files(tmp_path, zip_them):
    sources = chosen(tmp_path, {}, False)[1:]
    beside = {"a.pdf": b"%PDF-1.4", "~$b.xlsx": b"\7A", "c.txt": b""}
    if zip_them:
        sources = [Source("month.zip", zipped(tmp_path, beside))]
    else:
        for name, content in beside.items():
            (tmp_path / name).write_bytes(content)
            sources.append(Source(name, tmp_path / name))
    with pytest.raises(UserError) as no:
        open_files(sources)
    assert no.value.reason == "not_a_spreadsheet"
    assert all(name in no.value.message for name in beside)


def test_a_lock_file_alone_is_refused_and_says_what_it_is(tmp_path):
    path = tmp_path / "~$May.xlsx"
    path.write_bytes(BESIDE["~$May.xlsx"])
    with pytest.raises(UserError, match=r"lock file .* Choose the workbook itself\.$") as no:
        open_files([Source(path.name, path)])
    assert no.value.reason == "lock_file"


def test_a_workbook_whose_name_begins_like_a_lock_file_is_read(tmp_path):
    path = write(tmp_path / "~$May.xlsx", good_month())
    assert ids(read_month([Source(path.name, path)])) == ["00101", "00102"]


def test_a_pdf_alone_is_not_a_spreadsheet(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    with pytest.raises(UserError) as no:
        open_files([Source("a.pdf", tmp_path / "a.pdf")])
    assert no.value.reason == "not_a_spreadsheet"


def test_the_date_of_another_table_is_not_the_months_date(tmp_path):
    sources = as_texts(
        tmp_path, {"List 9 March 2025": list_9(), "List 8 April 2024": annex_a()["List 8"]}
    )
    assert read_month(sources).as_at == MARCH


def test_contacts_together_with_annex_a_are_read(tmp_path):
    path = write(
        tmp_path / "c.xlsx",
        {"Contacts": [contact(child_unique_id="0041000")]},
        "Contacts as at 31/03/2025",
    )
    extract = read_month([*as_sheets(tmp_path, annex_a()), Source("c.xlsx", path)], MARCH)
    assert set(extract.tables) == {"care_leavers", "contacts"}


def test_a_zip_in_a_folder_of_other_files_is_read(tmp_path):
    sources = [
        *as_zip(tmp_path, return_903()),
        Source("Guidance.pdf", xlsx(tmp_path / "x.pdf", [["a"]])),
    ]
    assert ids(read_month(sources, MARCH)) == WHO
