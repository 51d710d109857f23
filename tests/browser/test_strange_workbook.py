"""A workbook from another system: mapped once, imported next month in three clicks; and the marked
copy.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
from playwright.sync_api import expect

from benchmarks.workbooks import large
from tests.browser.waiting import pick, until
from tests.data.workbooks import grid

HEADINGS = [
    "Client No",
    "Surname",
    "D.O.B",
    "Leaving care status",
    "In contact?",
    "Where living",
    "Suitable?",
    "PA name",
]


def extract(path, as_at, **more):
    rows = [
        [
            f"{number:05d}",
            "Made Up",
            date(2002, 8, 1 + number % 28),
            "FR",
            "YES" if (number + as_at.month) % 3 else "NO",  # so that the months differ
            "U",
            number % 2,
            f"PA {number % 4}" if number % 9 else "",
        ]
        for number in range(1, 36 + as_at.month)
    ]
    return str(grid(path, Report=[[f"As at {as_at:%d/%m/%Y}"], [], HEADINGS, *rows]))


def choose(page, label, option):
    pick(page, page.get_by_label(label), option)
    expect(page.get_by_label(label)).to_have_value(option)


def test_a_strange_workbook_is_mapped_once_and_the_next_imported_in_three_clicks(
    serve, page_on, tmp_path
):
    page = page_on(
        serve(store_dir=tmp_path / "home"),
        "/data_upload?council=Our+own+data",
        viewport=(1366, 1600),
    )
    page.set_input_files(
        "input[type=file]", extract(tmp_path / "System 2024-05.xlsx", date(2024, 5, 31))
    )
    expect(page.get_by_role("heading", name="Choose what the headings mean")).to_be_visible()
    page.get_by_role("button", name="Use these headings").click()
    choose(page, "Leaving care status: 'FR'", "Former relevant")
    expect(
        page.get_by_role("button", name="Import this month")
    ).to_be_disabled()  # until the meaning of 0 is chosen
    choose(page, "Suitable?: '0'", "Unsuitable")
    page.get_by_role("button", name="Use these words").click()
    expect(page.get_by_text("column 'Surname' of 'Report'")).to_be_visible()
    page.get_by_role("button", name="Import this month", disabled=False).click()
    expect(page.get_by_text("May 2024 has been imported (import 1)")).to_be_visible()

    page.set_input_files(
        "input[type=file]", extract(tmp_path / "System 2024-06.xlsx", date(2024, 6, 30))
    )  # the first click
    page.get_by_role("button", name="Read with 'System'").click()
    page.get_by_role("button", name="Import this month", disabled=False).click()
    expect(page.get_by_text("June 2024 has been imported (import 2)")).to_be_visible()


def test_the_coloured_copy_is_downloaded_and_opens_with_its_comments(serve, page_on, tmp_path):
    rows = [
        ["As at 31/05/2024"],
        ["Child Unique ID", "Date of Birth", "Eligibility Category", "LA in Touch"],
        ["00101", date(2002, 8, 14), "Relevant", "MAYBE"],
    ]
    page = page_on(
        serve(store_dir=tmp_path / "home"),
        "/data_upload?council=Our+own+data",
        viewport=(1366, 1600),
    )
    page.set_input_files("input[type=file]", str(grid(tmp_path / "may.xlsx", Care_leavers=rows)))
    with page.expect_download() as arrived:
        page.get_by_role("button", name="with its cells marked").click()
    assert arrived.value.suggested_filename == "may - marked.xlsx"
    marked = openpyxl.load_workbook(BytesIO(arrived.value.path().read_bytes()))["Care leavers"][
        "D3"
    ]
    assert (marked.value, marked.comment.text[:8]) == ("MAYBE", "Warning:")


def test_reading_can_be_stopped_and_leaves_nothing(serve, page_on, settled, tmp_path):
    (tmp_path / "temporary").mkdir()
    server = serve({"TMPDIR": str(tmp_path / "temporary")}, store_dir=tmp_path / "home")
    page = page_on(server, "/data_upload?council=Our+own+data")
    page.set_input_files("input[type=file]", str(large(tmp_path, 12_000)))
    page.get_by_role("button", name="Stop reading").click()
    expect(page.get_by_role("button", name="Import this month")).to_have_count(0)
    expect(page.get_by_text("-2025-03.xlsx")).to_have_count(0)  # the choice of files is empty again
    until(
        lambda: not any((tmp_path / "temporary").iterdir())
    )  # the stopped run tidies up while the new one runs
    settled(page)
    page.set_input_files(
        "input[type=file]", extract(tmp_path / "System 2024-05.xlsx", date(2024, 5, 31))
    )
    expect(
        page.get_by_role("heading", name="Choose what the headings mean")
    ).to_be_visible()  # and the next file is read as usual
