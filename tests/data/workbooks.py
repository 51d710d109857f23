"""Workbooks for tests: one good month of made-up people, with changes by column, written like
Excel.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import xlsxwriter

from data.check.check_month import CheckedExtract, read_month
from data.recognise.files import Source
from data.schema import PLAN, PRACTICE, TABLES
from data.workbook import letters

MAY = date(2024, 5, 31)
TITLE = "Kestrelshire Council (made-up people) as at {:%d/%m/%Y}"
HEADINGS = 3  # their row; the first person is in row 4
PEOPLE, CONTACTS, SERVICES = (
    TABLES[key].title for key in ("care_leavers", "contacts", "service_use")
)
Rows = list[dict[str, object]]

_GOOD = {
    "care_leavers": {
        "child_unique_id": "00101",
        "gender": "Female",
        "ethnicity": "White British",
        "date_of_birth": date(2002, 8, 14),
        "allocated_personal_adviser": "R Adviser",
        "eligibility_category": "Former relevant",
        "la_in_touch": "YES",
        "latest_date_of_contact": date(2024, 4, 10),
        "type_of_accommodation": "U",
        "suitability_of_accommodation": "Suitable",
        "activity_status": "F5",
        "support_status": "Not receiving a service",
    },
    "contacts": {
        "child_unique_id": "00101",
        "contact_date": date(2024, 4, 10),
        "purpose": "Opt-out check-in",
        "method": "Phone",
        "outcome": "Spoken to: no support needed now",
    },
    "service_use": {
        "child_unique_id": "00101",
        "service": "Crewe hub",
        "start_date": date(2024, 4, 2),
    },
    "audits": {
        "audit_id": "A001",
        "date": date(2024, 5, 8),
        "theme": "Pathway plans",
        "grade": "Good",
        "child_unique_id": "00101",
        "moderated": "N",
        "learning_action": "Write the plan with the young person",
        "learning_due_date": date(2024, 6, 30),
        "learning_closed_date": date(2024, 5, 20),
    },
    "workforce": {
        "worker_id": "W001",
        "role": "Personal adviser",
        "team": "North",
        "fte": 0.8,
        "vacant": "N",
        "start": date(2022, 9, 1),
        "end": None,
        "agency": "N",
        "caseload": 18,
        "supervisor_is_qualified_social_worker": "Y",
        "latest_supervision_date": date(2024, 5, 14),
    },
    "training": {
        "worker_id": "W001",
        "course": "Safeguarding",
        "mandatory": "Y",
        "due": date(2024, 6, 30),
        "completed": date(2024, 5, 2),
    },
    "voice": {
        "date": date(2024, 5, 15),
        "source": "Survey",
        "theme": "My home",
        "response": "Repairs are now asked about at every visit",
        "respondents": 40,
        "positive": 31,
    },
    "plan_actions": {
        "action_id": "IP-201",
        "area_for_improvement": 2,
        "section": "Over 21",
        "action": "Offer everyone over 21 an adviser",
        "lead": "Service Manager",
        "start": date(2024, 4, 2),
        "due": date(2024, 6, 28),
        "completed": None,
        "delivery_rag": "Green",
        "impact_rag": "Amber",
        "progress_this_month": "Half of them were called",
        "reason_for_rag_change": "Work has begun",
        "impact_measure_ids": "coverage_21_plus, IM-11",
        "evidence_source": "Contact log",
    },
    "impact_measures": {
        "measure_id": "IM-11",
        "measure": "Escalations answered in time",
        "area_for_improvement": "Area 7",
        "numerator": 12,
        "denominator": 20,
        "value": 60,
        "unit": "%",
        "better_is": "Higher",
        "baseline": 44,
        "target": 90,
        "target_date": date(2025, 3, 31),
        "source": "Escalation log",
        "commentary": "Few cases a month",
    },
    "risks": {
        "risk_id": "R1",
        "risk": "The plan is not delivered",
        "owner": "Executive Director",
        "likelihood": 4,
        "impact": 5,
        "previous_score": 20,
        "mitigation": "Monthly board",
        "review_date": date(2024, 7, 31),
    },
    "pressures": {
        "item": "Twelve move-on flats",
        "kind": "Invest to save",
        "amount": 310_000,
        "approved": "Y",
        "year": "2024/25",
        "note": "Saves emergency housing",
    },
    "milestones": {
        "date": date(2024, 11, 26),
        "from": date(2024, 11, 26),
        "to": date(2024, 11, 27),
        "event": "First monitoring visit",
        "body": "Ofsted",
        "status": "Planned",
        "outcome": None,
        "published": "N",
    },
}


def row(table: str, **changed: object) -> dict[str, object]:
    """Return a good row of a table by heading, with some columns (by key) changed."""
    keys = _GOOD[table] | changed
    return {TABLES[table].column(key).heading: value for key, value in keys.items()}


def person(**changed: object) -> dict[str, object]:
    return row("care_leavers", **changed)


def contact(**changed: object) -> dict[str, object]:
    return row("contacts", **changed)


def service(**changed: object) -> dict[str, object]:
    return row("service_use", **changed)


def two_people() -> Rows:
    return [
        person(),
        person(
            child_unique_id="00102",
            date_of_birth=date(2005, 1, 3),
            gender="Male",
            support_status="Supported",
        ),
    ]


def good_month(**changed: Rows) -> dict[str, Rows]:
    """Return sheet -> rows: two people, a contact and a use of a service. Tables are changed or
    added by key.
    """
    rows = {
        "care_leavers": two_people(),
        "contacts": [contact()],
        "service_use": [service()],
    } | changed
    return {TABLES[key].title: rows[key] for key in TABLES if key in rows}


def practice() -> dict[str, Rows]:
    """Return a good row of each practice table, by key, for `good_month`."""
    return {table.key: [row(table.key)] for table in PRACTICE}


def plan() -> dict[str, Rows]:
    """Return a good row of each table of the improvement plan, by key, for `good_month`."""
    return {table.key: [row(table.key)] for table in PLAN}


def write(
    path: Path, sheets: dict[str, Rows], title: str = TITLE.format(MAY), **settings: object
) -> Path:
    """Write a workbook, one sheet per table: title in row 1, headings in row 3. Text from '=' is a
    formula.
    """
    book = xlsxwriter.Workbook(str(path), settings)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.write(0, 0, title)
        for place, heading in enumerate(_headings(rows)):
            sheet.write_string(HEADINGS - 1, place, heading)
            for number, cells in enumerate(rows, HEADINGS):
                _put(sheet, number, place, cells.get(heading), day)
    book.close()
    return path


def grid(path: Path, **sheets: list[list[object]]) -> Path:
    """Write a workbook of plain cells, sheet by sheet, for cells above and next to the headings."""
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name.replace("_", " "))
        for number, cells in enumerate(rows):
            for place, value in enumerate(cells):
                _put(sheet, number, place, value, day)
    book.close()
    return path


def read(path: Path, as_at: date | None = None) -> CheckedExtract:
    return read_month([Source(path.name, path)], as_at)


def at(rows: Rows, heading: str, number: int = 0) -> str:
    """Return the cell of a value of the person with that number (from 0): 'B4'."""
    return f"{letters(_headings(rows).index(heading))}{HEADINGS + 1 + number}"


def repack(source: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Copy a workbook with each part changed, as a program other than Excel might write it."""
    with (
        zipfile.ZipFile(source) as before,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.infolist():
            after.writestr(part.filename, change(part.filename, before.read(part)))
    return target


def in_sheet(pattern: str, new: str) -> Callable[[str, bytes], bytes]:
    """Return a change of the first sheet's XML, for `repack`; it fails if nothing matches."""

    def change(name: str, part: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return part
        text, times = re.subn(pattern, new, part.decode())
        assert times, f"nothing in {name} matches {pattern}"
        return text.encode()

    return change


def _headings(rows: Rows) -> list[str]:
    return list(dict.fromkeys(heading for cells in rows for heading in cells))


def _put(
    sheet: xlsxwriter.worksheet.Worksheet, number: int, place: int, value: object, day: object
) -> None:
    if value is None:
        return
    if isinstance(value, date):
        sheet.write_datetime(number, place, value, day)
    elif isinstance(value, str) and value.startswith("="):
        sheet.write_formula(number, place, value, None, "#N/A" if value == "=NA()" else "")
    elif isinstance(value, str):
        sheet.write_string(number, place, value)
    else:
        sheet.write(number, place, value)
