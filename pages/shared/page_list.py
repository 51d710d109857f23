"""The one list of pages, in the order of the menu; tests, accessibility checks, benchmarks and
pictures use it.
"""

from __future__ import annotations

from pathlib import PurePath

PAGES = {  # file -> title
    "overview.py": "Overview",
    "cohort.py": "Cohort",
    "coverage_21_plus.py": "21+ coverage",
    "check_ins.py": "Check-ins",
    "outcomes.py": "Outcomes",
    "service_uptake.py": "Service uptake",
    "practice.py": "Practice",
    "improvement_plan.py": "Improvement plan",
    "timetable.py": "Timetable",
    "data_upload.py": "Data",
    "definitions.py": "Definitions",
}
FIRST = next(iter(PAGES))


def address(file: str) -> str:
    """Return the address of a page: '/' for the first, otherwise its file's name, as Streamlit
    makes it.
    """
    return "/" if file == FIRST else f"/{PurePath(file).stem}"
