"""Cell texts are shown literally: on every page and breakdown, in charts and hover texts, lists and
files.
"""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.nasty import (
    COUNCIL,
    FILE,
    HOVER,
    MADE_OF_A_CELL,
    NASTY,
    NEW_HOVER,
    NOT_KEPT,
    OPEN_ALL,
    PLACES,
    WIDE,
    capital,
    nasty_month,
    squeezed,
)
from tests.browser.waiting import open_tab, pick, tick_all


@pytest.fixture(scope="module")
def workbook() -> bytes:
    return nasty_month()


@pytest.fixture(scope="module")
def server(serve):
    """Yield a server with an empty store of our own."""
    return serve()


@pytest.fixture(scope="module")
def imported(server, cached, settled, workbook) -> list[str]:
    """Import the month through the page, opening everything; return any text that was
    interpreted."""
    page = cached(server).new_page()
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    page.goto(f"{server.url}/data_upload?council=Our+own+data")
    settled(page)
    page.locator("input[type=file]").set_input_files(
        {"name": FILE, "mimeType": "application/octet-stream", "buffer": workbook}
    )
    month = page.get_by_role("combobox", name="Month").last
    settled(page)
    month.fill("2025-03")
    month.press("Enter")
    expect(page.get_by_role("button", name="Import this month")).to_be_visible()
    page.evaluate(OPEN_ALL)
    settled(page)
    found, said = page.evaluate(MADE_OF_A_CELL), page.locator("[data-testid=stMain]").inner_text()
    for text in (*NASTY, NOT_KEPT, FILE):
        found += [] if squeezed(text) in squeezed(said) else [f"not shown on upload: {text}"]
    tick_all(page)
    page.get_by_role("button", name="Import this month", disabled=False).click()
    expect(page.get_by_text("March 2025 has been imported")).to_be_visible()
    found += [f"script ran: {page.evaluate('window.hit')}"] if page.evaluate("window.hit") else []
    page.close()
    return found


def test_the_upload_shows_texts_as_they_are(imported):
    assert imported == []


# --- every page and breakdown ---------------------------------------------------------------------


@pytest.fixture
def at(imported, server, page_on):
    """Return at(path): a page of the imported month, fully drawn."""
    return lambda path: page_on(server, f"{path}?council=Our+own+data", viewport=WIDE)


def choose_option(page: Page, label: str, option: str, number: int = 0) -> None:
    """Choose an option of a select box."""
    pick(page, page.get_by_role("combobox", name=label).nth(number), option)


def options_of(page: Page, label: str, number: int = 0) -> list[str]:
    """Return the options of a select box as shown; the list is scrolled, as only visible ones are
    drawn.
    """
    page.get_by_role("combobox", name=label).nth(number).click()
    seen: dict[str, None] = {}
    rows = page.locator("[role=listbox] [role=option]")
    expect(rows.first).to_be_visible()
    for _ in range(len(NASTY) + 2):
        seen |= dict.fromkeys(rows.all_inner_texts())
        page.keyboard.press("ArrowDown")
        page.wait_for_timeout(60)
    assert page.evaluate(MADE_OF_A_CELL) == []
    page.keyboard.press("Escape")
    return list(seen)


def drawn(page: Page, number: int) -> tuple[list[str], list[str]]:
    """Return the tick labels of a chart and the hover texts of its bars, from the page."""
    chart = page.locator(".js-plotly-plot").nth(number)
    chart.scroll_into_view_if_needed()
    ticks = [
        squeezed(text)
        for text in chart.locator(".ytick text, .xtick text").evaluate_all(
            "all => all.map((t) => t.textContent)"
        )
    ]
    hovers, last = [], ""
    for bar in chart.locator(".bars .point path").all():
        box = bar.bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_function(NEW_HOVER, arg=[number, last])
        last = page.evaluate(HOVER, number)
        hovers.append(squeezed(last))
    return ticks, hovers


def safe(page: Page) -> None:
    """Check that no cell text became markup on the page, and that no script in a cell ran."""
    assert page.evaluate(MADE_OF_A_CELL) == []
    assert page.evaluate("window.hit") is None
    assert page.get_by_test_id("stException").count() == 0


@pytest.mark.parametrize("path", PLACES)
def test_no_page_interprets_a_cell_text(at, path):
    page = at(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    safe(page)


@pytest.mark.parametrize("breakdown", ["Team", "Personal adviser", "Area"])
def test_a_breakdown_draws_offers_and_lists_each_text_literally(at, breakdown):
    wanted = [capital(text) if breakdown == "Area" else text for text in NASTY]
    page = at("/cohort")
    choose_option(page, "Break the cohort down by", breakdown)
    expect(page.get_by_role("heading", name=f"{breakdown}:")).to_be_visible()
    ticks, hovers = drawn(page, 1)
    begun = [tick.removesuffix("…") for tick in ticks]
    assert [
        text
        for text in wanted
        if not any(tick and squeezed(text).startswith(tick) for tick in begun)
    ] == []
    assert [
        text for text in wanted if not any(hover.startswith(squeezed(text)) for hover in hovers)
    ] == []
    safe(page)

    assert set(wanted) <= set(options_of(page, "See the young people", 1))
    page.get_by_role("radiogroup", name="Show as").nth(1).get_by_text("Table").click()
    for text in wanted:
        expect(page.get_by_role("rowheader", name=text, exact=True)).to_be_visible()
    safe(page)


@pytest.mark.parametrize("text", NASTY[:6])
def test_a_chosen_group_and_its_people_are_shown_literally(at, text):
    page = at("/cohort")
    choose_option(page, "Break the cohort down by", "Team")
    choose_option(page, "See the young people", text, 1)
    expect(page.get_by_role("heading", name=f"Team: {text}", exact=True)).to_be_visible()
    grid = page.get_by_test_id("stDataFrame")
    grid.scroll_into_view_if_needed()
    expect(grid.locator("canvas td").get_by_text(text, exact=True).first).to_be_attached()
    safe(page)


def test_the_load_ahead_names_each_adviser_literally(at):
    page = at("/check_ins")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check-ins in date")
    assert set(NASTY) <= set(options_of(page, "Load ahead for"))
    choose_option(page, "Load ahead for", NASTY[0])
    expect(page.get_by_text(f"{NASTY[0]}. Every call due")).to_be_visible()
    safe(page)


def test_the_history_names_the_file_literally(at):
    page = at("/data_upload")
    open_tab(page, "Every import")
    expect(page.get_by_text("Who did what")).to_be_visible()
    page.evaluate(OPEN_ALL)
    expect(page.get_by_role("cell", name=FILE, exact=True)).to_be_visible()
    safe(page)


def test_the_name_of_the_council_is_shown_as_typed(at):
    page = at("/data_upload")
    open_tab(page, "Settings")
    page.get_by_role("textbox", name="The council's name as the DfE writes it").fill(COUNCIL)
    page.get_by_role("button", name="Save council and benchmarks").click()
    saved = page.get_by_test_id("stAlert").filter(has_text="Saved, valid from")
    expect(saved).to_be_visible()
    assert squeezed(COUNCIL) in squeezed(saved.inner_text())
    expect(page.get_by_role("cell", name=COUNCIL, exact=True)).to_be_visible()
    safe(page)


# --- downloads ------------------------------------------------------------------------------------


def taken(page: Page, name: str, number: int = 0) -> bytes:
    """Return a file as downloaded."""
    with page.expect_download() as download:
        page.get_by_role("button", name=name).nth(number).click()
    return download.value.path().read_bytes()


def cells(workbook: bytes) -> list:
    """Return every filled cell of every sheet; check that no cell or link runs anything."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    found = [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert [cell.coordinate for cell in found if cell.data_type == "f" or cell.hyperlink] == []
    return found


def test_no_file_holds_a_formula_and_numbers_stay_numbers(at):
    page = at("/cohort")
    choose_option(page, "Break the cohort down by", "Team")
    found = cells(taken(page, "Download Excel", 1))
    assert set(NASTY) <= {cell.value for cell in found if cell.data_type == "s"}
    assert [cell.value for cell in found if cell.data_type == "n"] == [1] * len(NASTY)
    lines = list(csv.reader(io.StringIO(taken(page, "Download CSV", 1).decode("utf-8-sig"))))[1:]
    assert {name for name, _ in lines} == {
        f"'{text}" if text[0] in "=+-@" else text for text in NASTY
    }
    assert {number for _, number in lines} == {"1"}


def test_a_list_of_people_holds_their_texts_with_one_sheet_per_adviser(at, settled):
    page = at("/check_ins")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check-ins in date")
    settled(page)
    workbook = taken(page, "Download list")
    found = cells(workbook)
    assert set(NASTY) <= {cell.value for cell in found if cell.data_type == "s"}
    assert len(openpyxl.load_workbook(io.BytesIO(workbook)).sheetnames) == 1 + len(NASTY)
