"""The same month gives the same figures in every form; a format with fewer columns gives fewer
figures.
"""

from __future__ import annotations

import random
import zipfile
from datetime import date

import pandas as pd
import pytest

from analytics.measures.declared import MEASURES
from analytics.month.month import month_of
from data.dates import age_on
from tests.data import file_makers
from tests.data.same_month import (
    AS_AT,
    TITLE,
    columns,
    each,
    figures,
    month,
    read,
    texts,
    titled,
    xlsx,
)

LIST_9_OLD = {
    "Child Unique ID": "Child Unique ID",
    "Gender": "Gender",
    "Ethnicity": "Ethnicity",
    "Date of Birth": "Date of Birth",
    "Age": "Age of Child (Years)",
    "Disability": "Does the Child have a Disability",
    "Allocated Team": "Allocated Team",
    "Allocated Worker": "Allocated Worker",
    "Eligibility Category": "Eligibility Category",
    "LA in Touch": "LA In Touch",
    "Type of Accommodation": "Type of Accommodation",
    "Suitability of Accommodation": "Suitability of Accommodation",
    "Activity Status": "Activity Status",
}
LIST_9 = LIST_9_OLD | {
    "UASC": "Unaccompanied Asylum Seeking Child (UASC), or formerly UASC if 18 or over (Y/N)",
    "Allocated Personal Adviser": "Allocated Personal Advisor",
    "Latest Pathway Plan Review Date": "Latest Pathway Plan Review Date",
    "Latest Date of Contact": "Latest Date of Contact",
}
SSD = {
    "Child Unique ID": "clea_person_id",
    "Eligibility Category": "clea_care_leaver_eligibility",
    "LA in Touch": "clea_care_leaver_in_touch",
    "Latest Date of Contact": "clea_care_leaver_latest_contact",
    "Type of Accommodation": "clea_care_leaver_accommodation",
    "Suitability of Accommodation": "clea_care_leaver_accom_suitable",
    "Activity Status": "clea_care_leaver_activity",
    "Latest Pathway Plan Review Date": "clea_pathway_plan_review_date",
    "Allocated Personal Adviser": "clea_care_leaver_personal_advisor",
    "Allocated Team": "clea_care_leaver_allocated_team",
}
SSD_PERSON = {
    "Child Unique ID": "pers_person_id",
    "Date of Birth": "pers_dob",
    "Gender": "pers_sex",
    "Ethnicity": "pers_ethnicity",
}
OC3 = (
    "Child Unique ID",
    "Date of Birth",
    "LA in Touch",
    "Activity Status",
    "Type of Accommodation",
    "Suitability of Accommodation",
)
HEADER = {
    "Child Unique ID": "CHILD",
    "Gender": "SEX",
    "Date of Birth": "DOB",
    "Ethnicity": "ETHNIC",
}


@pytest.fixture(scope="module")
def wanted(tmp_path_factory):
    """Return the figures of the clean workbook."""
    found = figures(read(xlsx(tmp_path_factory.mktemp("clean") / "month.xlsx", titled(month()))))
    assert len(found) > 90
    return found


def with_titles_and_totals(folder):
    sheets = {
        name: [
            ["Produced for the leaving care service"],
            *(["", *row] if row else [] for row in rows[:3]),
            *([None, *row] for row in rows[3:]),
            [],
            [None, "Total", len(rows) - 3],
            [None, "Note: not for wider circulation"],
        ]
        for name, rows in titled(month()).items()
    }
    return xlsx(folder / "month.xlsx", sheets)


def with_text_dates(folder):
    forms = ("%d/%m/%Y", "%Y-%m-%d", "%d-%b-%y", "%d.%m.%Y", "%d/%m/%Y 00:00")
    turn = iter(range(10_000_000))
    dated = each(
        month(),
        lambda heading, value: (
            f"{value:{forms[next(turn) % len(forms)]}}" if isinstance(value, date) else value
        ),
    )
    return xlsx(folder / "month.xlsx", titled(dated))


def in_the_1904_system(folder):
    return xlsx(folder / "month.xlsx", titled(month()), date_1904=True)


def as_semicolon_csv_in_cp1252(folder):
    sheets = {
        name: [[f"{rows[0][0]} – régime de mai"], *rows[1:]]
        for name, rows in titled(month()).items()
    }
    return texts(folder, sheets, ";", "cp1252")


def as_a_zip_of_text_files(folder):
    with zipfile.ZipFile(folder / "month.zip", "w") as package:
        for path in texts(folder, titled(month()), "\t", "utf-16"):
            package.write(path, f"export/{path.name}")
    return [folder / "month.zip"]


def with_ids_ending_in_nought(folder):
    changed = each(
        month(),
        lambda heading, value: (
            f" {value}.0\u00a0" if heading == "Child Unique ID" and value else value
        ),
    )
    return xlsx(folder / "month.xlsx", titled(changed))


def as_xls(folder):
    return [
        file_makers.xls(folder / f"{name}.xls", rows, name=name)
        for name, rows in titled(month()).items()
    ]


def as_xlsb(folder):
    return [
        file_makers.xlsb(folder / f"{name}.xlsb", rows, sheets=(name,))
        for name, rows in titled(month()).items()
    ]


def as_ods(folder):
    return [
        file_makers.ods(folder / f"{name}.ods", rows, name=name)
        for name, rows in titled(month()).items()
    ]


FORMS = [
    as_xls,
    as_xlsb,
    as_ods,
    with_titles_and_totals,
    with_text_dates,
    in_the_1904_system,
    as_semicolon_csv_in_cp1252,
    as_a_zip_of_text_files,
    with_ids_ending_in_nought,
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_the_figures_are_the_same_in_every_form(form, wanted, tmp_path):
    extract = read(form(tmp_path))
    assert figures(extract) == wanted
    assert not extract.errors


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_the_rows_makes_no_difference(seed, wanted, tmp_path):
    turn = random.Random(seed)
    shuffled = {
        key: [rows[0], *turn.sample(rows[1:], len(rows) - 1)] for key, rows in month().items()
    }
    assert figures(read(xlsx(tmp_path / "month.xlsx", titled(shuffled)))) == wanted


def differing(found, wanted):
    return {name for name, counted in found.items() if counted != wanted[name]}


def not_on_their_full_basis(extract):
    of_month = month_of(1, extract.as_at, extract.tables)
    return {name for name, measure in MEASURES.items() if measure.without(of_month)}


@pytest.mark.parametrize(
    ("headings", "fewest"), [(LIST_9, 45), (LIST_9_OLD, 40)], ids=["17 columns", "13 columns"]
)
def test_annex_a_gives_its_figures_and_the_others_on_a_stated_basis(
    headings, fewest, wanted, tmp_path
):
    sheets = {
        "List 1": [["Child Unique ID"], ["1"]],
        "List 9": [[TITLE], *columns("care_leavers", headings)],
    }
    extract = read(xlsx(tmp_path / "annex.xlsx", sheets))
    found = figures(extract)
    assert extract.files[0].format == "Ofsted Annex A"
    assert "sheet 'List 1' (another list of Annex A: contacts)" in extract.files[0].ignored
    assert len(found) >= fewest
    assert differing(found, wanted) <= not_on_their_full_basis(extract)
    assert {"suitable_19_21", "eet_19_21", "in_touch_19_21", "homeless"} <= set(found) - differing(
        found, wanted
    )


def test_list_9_as_a_text_file_is_recognised_by_its_headings(wanted, tmp_path):
    extract = read(texts(tmp_path, {"export": [[TITLE], *columns("care_leavers", LIST_9)]}))
    assert extract.files[0].format == "Ofsted Annex A"
    assert differing(figures(extract), wanted) <= not_on_their_full_basis(extract)


def test_the_ssd_export_with_its_people_gives_its_figures(wanted, tmp_path):
    sheets = {
        "ssd_care_leavers": [[TITLE], *columns("care_leavers", SSD)],
        "ssd_person": [[TITLE], *columns("care_leavers", SSD_PERSON)],
    }
    extract = read(texts(tmp_path, sheets))
    found = figures(extract)
    assert {file.format for file in extract.files} == {"Standard Safeguarding Dataset"}
    assert differing(found, wanted) <= not_on_their_full_basis(extract)
    assert {"suitable_19_21", "eet_19_21", "in_touch_19_21", "homeless"} <= set(found) - differing(
        found, wanted
    )


def returned():
    """Return the DfE return for these people: those aged 17 to 21 in the year and no longer looked
    after.
    """
    rows = columns("care_leavers", {heading: heading for heading in (*OC3, "Eligibility Category")})
    digits = {"Suitable": "1", "Unsuitable": "2", None: ""}
    of_age = age_on(pd.Series(pd.to_datetime([row[1] for row in rows[1:]])), AS_AT).between(17, 21)
    kept = [
        row
        for row, inside in zip(rows[1:], of_age, strict=True)
        if inside and not row[6].startswith("Eligible")
    ]
    return [
        ["CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"],
        *(
            [*row[:3], row[3] or "0", f"{row[4]}{digits[row[5]]}" if row[4] else "0"]
            for row in kept
        ),
    ]


def test_the_903_return_gives_the_figures_of_the_basis_903_as_returned(wanted, tmp_path):
    sheets = {"OC3": [[TITLE], *returned()], "Header": [[TITLE], *columns("care_leavers", HEADER)]}
    extract = read(texts(tmp_path, sheets))
    found = figures(extract)
    assert (extract.yearly, extract.month) == (True, "2024-25")
    assert found == {name: counted for name, counted in wanted.items() if name.endswith("_903")}
    assert extract.tables["care_leavers"]["ethnicity"].notna().mean() > 0.9


def test_the_return_without_its_header_gives_the_same_figures(wanted, tmp_path):
    assert figures(read(texts(tmp_path, {"OC3": [[TITLE], *returned()]}))) == {
        name: counted for name, counted in wanted.items() if name.endswith("_903")
    }
