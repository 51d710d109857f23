"""The main job of a service manager: upload, see and fix errors, import, see a figure change, get
the call list.
"""

import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import expect

from data.sample.council import sample_months
from data.writing.month_and_template import write_month

HEADINGS = 3  # the row they are in


@pytest.fixture(scope="module")
def march():
    """Return the newest made-up month as a workbook that can be changed by heading and row."""
    month, made = sample_months()[-1], BytesIO()
    write_month(
        made,
        month.tables,
        dict.fromkeys(month.tables, f"Made-up people as at {month.as_at:%d/%m/%Y}"),
    )
    return made.getvalue()


class Sheet:
    """One sheet of a workbook by heading: the address and value of a cell."""

    def __init__(self, workbook, name):
        self.cells = workbook[name]
        self.columns = {cell.value: cell.column for cell in self.cells[HEADINGS]}

    def put(self, heading, row, value):
        """Write a value and return its cell: 'M14'."""
        cell = self.cells.cell(row, self.columns[heading], value)
        return cell.coordinate

    def first(self, **wanted):
        """Return the first row in which all these headings hold these values. Raises AssertionError
        if none does.
        """
        for row in range(HEADINGS + 1, self.cells.max_row + 1):
            if all(
                self.cells.cell(row, self.columns[name.replace("_", " ")]).value == value
                for name, value in wanted.items()
            ):
                return row
        raise AssertionError(f"no row with {wanted}")


def saved(workbook, path):
    workbook.save(path)
    return str(path)


def choose(page, path):
    """Choose a file once the page has a single upload box: during a redraw it has the old and the
    new one.
    """
    files = page.locator("input[type=file]")
    expect(files).to_have_count(1)
    files.set_input_files(path)


def test_a_new_server_shows_an_inner_page_completely_at_the_first_visit(
    serve, page_on, sample_home
):
    page = page_on(serve(store_dir=sample_home), "/check_ins")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check-ins in date")
    expect(page.get_by_role("note")).to_contain_text("made-up person")
    expect(page.get_by_role("link", name="21+ coverage")).to_be_visible()


def test_from_a_faulty_workbook_to_a_changed_figure_and_a_call_list(
    serve, page_on, settled, sample_home, march, tmp_path
):
    server = serve(store_dir=sample_home)
    page = page_on(server, "/coverage_21_plus", viewport=(1366, 1600))
    headline = page.get_by_role("heading", level=1)
    expect(headline).to_contain_text("are supported")
    before = int(re.search(r"(\d+) of \d+ \(\d+%\) are supported", headline.inner_text())[1])

    workbook = openpyxl.load_workbook(BytesIO(march))
    sheet = Sheet(workbook, "Care leavers")
    newly = sheet.first(Support_Status="Declined", Age=22)
    sheet.put("Support Status", newly, "Supported")
    sheet.put("LA in Touch", newly, "Yes")
    corrected = saved(workbook, tmp_path / "march-corrected.xlsx")
    cells = [
        sheet.put("Date of Birth", 10, "31/02/2004"),
        sheet.put("LA in Touch", 11, "MAYBE"),
        sheet.put("Latest Visit Date", 12, date(2025, 4, 20)),
    ]
    faulty = saved(workbook, tmp_path / "march-faulty.xlsx")

    page.get_by_role("link", name="Data", exact=True).click()
    choose(page, faulty)
    expect(page.get_by_text("some rows cannot be used")).to_be_visible()
    for cell in cells:
        expect(page.locator("summary").filter(has_text=re.compile(rf"\b{cell}\b"))).to_be_visible()
    expect(page.get_by_role("button", name="Import this month")).to_be_disabled()

    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("some rows cannot be used")).to_have_count(0)
    choose(page, corrected)
    expect(page.get_by_text("March 2025: ready to import")).to_be_visible()
    page.get_by_role("button", name="Import this month", disabled=False).click()
    expect(page.get_by_text("March 2025 has been imported")).to_be_visible()

    page.get_by_role("link", name="See 21+ coverage").click()
    expect(headline).to_contain_text(f"{before + 1} of")

    page.get_by_role("link", name="Check-ins", exact=True).click()
    expect(headline).to_contain_text("Check-ins in date")
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download list").click()
    assert download.value.suggested_filename == "call-list_2025-03-31.xlsx"
    calls = openpyxl.load_workbook(BytesIO(download.value.path().read_bytes()))
    listed = [
        row[0]
        for row in calls["All"].iter_rows(values_only=True)
        if row[0] and str(row[0]).isdigit()
    ]
    by_adviser = [
        row[0]
        for name in calls.sheetnames
        if name != "All"
        for row in calls[name].iter_rows(values_only=True)
        if row[0] and str(row[0]).isdigit()
    ]
    assert listed
    assert sorted(listed) == sorted(by_adviser)
    assert "Traceback" not in server.log()


def test_a_bar_lists_its_people_by_mouse_and_by_keyboard(serve, page_on, settled, full_home):
    page = page_on(serve(store_dir=full_home), "/cohort?month=May+2024", viewport=(1366, 1600))
    expect(page.get_by_role("heading", level=1)).to_contain_text("621 care leavers")
    bars = page.locator(".js-plotly-plot").first.locator(".bars .point path")
    expect(bars).to_have_count(9)
    bar = bars.nth(8).bounding_box()
    page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    expect(page.get_by_role("heading", name="Care leavers aged 24", exact=True)).to_be_visible()
    settled(page)
    page.get_by_role("combobox", name="See the young people").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("16")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Care leavers aged 16", exact=True)).to_be_visible()


def test_our_own_data_starts_empty_and_never_mixes_with_made_up_people(
    serve, page_on, sample_home, march, tmp_path
):
    page = page_on(serve(store_dir=sample_home), "/data_upload", viewport=(1366, 1600))
    page.get_by_role("button", name="Start with our own data").click()
    expect(page.get_by_text("No month has been imported yet.")).to_be_visible()
    expect(page.get_by_role("note")).to_have_count(0)

    made_up = tmp_path / "made-up.xlsx"
    made_up.write_bytes(march)
    choose(page, str(made_up))
    page.get_by_role("button", name="Import this month", disabled=False).click()
    expect(page.get_by_text("kept separate")).to_be_visible()
    expect(page.get_by_text("No month has been imported yet.")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Import this month")).to_have_count(0)

    workbook = openpyxl.Workbook()
    workbook.active.title = "Care leavers"
    for row in (
        ["Child Unique ID", "Date of Birth", "Eligibility Category"],
        ["A1", date(2003, 5, 1), "former relevant"],
        ["A2", date(2008, 5, 1), "eligible"],
    ):
        workbook.active.append(row)
    choose(page, saved(workbook, tmp_path / "ours 2025-04.xlsx"))
    page.get_by_role("button", name="Import this month", disabled=False).click()
    expect(page.get_by_text("April 2025 has been imported")).to_be_visible()
    page.get_by_role("link", name="Cohort", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 care leavers aged 16 to 24")
