"""Plant one fault at a time in a copy of the project and see that a test fails: `make mutants`.

Each fault gives a manager a wrong figure, list or sentence. One that no test catches is a survivor: it is
listed, and the command ends with 1.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
CLOCK, CHECK_INS = "analytics/month/check_in_clock.py", "analytics/check_ins/findings.py"
LEDGER, COVERAGE = "analytics/month/ledger.py", "analytics/coverage/findings.py"
OVERVIEW, COHORT = "analytics/overview/findings.py", "analytics/cohort/findings.py"
READ = ("tests/pages/test_read_21_plus.py",)
MORE = ("tests/pages/test_read_cohort_and_outcomes.py",)
FORECAST, OUTCOMES = "analytics/cohort/forecast_findings.py", "analytics/outcomes/findings.py"
WHO = "analytics/measures/who_is_counted.py"
CHANGE = "None if was is None else number - was"


@dataclass(frozen=True)
class Fault:
    """One change of one file: the text, what replaces it, and the tests of which one must fail."""

    name: str
    path: str
    old: str
    new: str
    tests: tuple[str, ...] = READ


FAULTS = (
    Fault("call list without those due", CLOCK, '"never_reached", "due")\nRESPITE', '"never_reached")\nRESPITE'),
    Fault("call list without those overdue", CLOCK, 'TO_CALL = ("overdue_not_tried", ', "TO_CALL = ("),
    Fault("call list in the wrong order", "analytics/measures/people_lists.py", "ascending=[False, True, True]", "ascending=[True, True, True]"),
    Fault("overdue is tried less not tried", CLOCK, '["overdue_tried"] + self', '["overdue_tried"] - self'),
    Fault("in date without those due", CLOCK, 'return self.states["in_date"] + self.states["due"]', 'return self.states["in_date"]'),
    Fault("never reached shown as due in the headline", CHECK_INS, 'never = counted.states["never_reached"]', 'never = counted.states["due"]'),
    Fault("never reached shown as due in its tile", CHECK_INS, '"Never reached", counted.states["never_reached"]', '"Never reached", counted.states["due"]'),
    Fault("never reached compared with those due", CHECK_INS, 'then and then.states["never_reached"]', 'then and then.states["due"]'),
    Fault("overdue tile without those not tried", CHECK_INS, '"Overdue a call", counted.overdue', '"Overdue a call", counted.states["overdue_tried"]'),
    Fault("check-in changes with the wrong sign", CHECK_INS, CHANGE, "None if was is None else was - number"),
    Fault("coverage changes with the wrong sign", COVERAGE, CHANGE, "None if was is None else was - number"),
    Fault("cohort change with the wrong sign", COHORT, "total - then_total", "then_total - total"),
    Fault("joined and left swapped on the overview", OVERVIEW, "for step in (1, -1)", "for step in (-1, 1)"),
    Fault("the two months swapped on the overview", OVERVIEW, "for one in (before, month))", "for one in (month, before))"),
    Fault("number and total swapped on check-ins", CHECK_INS, "share(counted.in_date, counted.in_scope)}. {", "share(counted.in_scope, counted.in_date)}. {"),
    Fault("number and total swapped on coverage", COVERAGE, "supported, of = counted.coverage", "of, supported = counted.coverage"),
    Fault("number and total swapped in the tile", COVERAGE, "counted.coverage[0],\n", "counted.coverage[1],\n"),
    Fault("first month read as latest on check-ins", CHECK_INS, "check_ins(held[0]), check_ins(held[-1])", "check_ins(held[-1]), check_ins(held[0])"),
    Fault("first month read as latest on coverage", COVERAGE, "ledger(months[0]), ledger(months[-1])", "ledger(months[-1]), ledger(months[0])"),
    Fault("the quietest adviser called the busiest", CHECK_INS, "ascending=[False, True], kind", "ascending=[True, True], kind"),
    Fault("the quietest month called the busiest", CHECK_INS, "busiest = max(keys[1:]", "busiest = min(keys[1:]"),
    Fault("answers counted as attempts", CHECK_INS, "len(tried) / answers", "answers / len(tried)"),
    Fault("untried shown as tried in the headline", COVERAGE, 'counted.counts["tried"], counted.counts["not_tried"]', 'counted.counts["not_tried"], counted.counts["tried"]'),
    Fault("untried shown as tried in the ledger", LEDGER, "pd.Series(people.isin(", "pd.Series(~people.isin("),
    Fault("untried shown as tried in the decision", OVERVIEW, 'untried := counted.counts["not_tried"]', 'untried := counted.counts["tried"]'),
    Fault("came and went swapped in the ledger", COVERAGE, "movement(before, month)", "movement(month, before)"),
    Fault("people behind a movement from the other side", COVERAGE, '(found["from"] == was)', '(found["to"] == was)'),
    Fault("an answer before the last 12 months counts", LEDGER, "add_months(month.as_at, -12)", "add_months(month.as_at, -24)"),
    Fault("a try before the 21st birthday counts", LEDGER, 'birthday(month.column("date_of_birth"), 21)', 'birthday(month.column("date_of_birth"), 16)', ("tests/spec/test_ledger.py",)),
    Fault("joined and left swapped on the cohort", COHORT, "for step in (1, -1)", "for step in (-1, 1)", MORE),
    Fault("then and now swapped on the cohort", COHORT, '_counts("age_band", before)[0], _counts("age_band", month)[0]', '_counts("age_band", month)[0], _counts("age_band", before)[0]', MORE),
    Fault("the smallest group called the largest", COHORT, "most, number = max(", "most, number = min(", MORE),
    Fault("band changes with the wrong sign", COHORT, "number - then[band]", "then[band] - number", MORE),
    Fault("the first month read as the latest on the cohort", COHORT, "rows[-1][band]", "rows[0][band]", MORE),
    Fault("who turns 18 shown as who turns 25", FORECAST, 'int(table[f"turning_{age}"]', 'int(table["turning_25"]', MORE),
    Fault("the newly homeless listed first", OUTCOMES, "sort_values(HERE_SINCE, kind", "sort_values(HERE_SINCE, ascending=False, kind", MORE),
    Fault("outcome changes with the wrong sign", WHO, "number - then", "then - number", MORE),
    Fault("unsuitable shown as suitable", OUTCOMES, '"numerator": "Suitable", "remainder": "Unsuitable"', '"remainder": "Suitable", "numerator": "Unsuitable"', MORE),
    Fault("confirmed addresses shown as not confirmed", "analytics/measures/declared/home.py", "return ~within_months(", "return within_months(", MORE),
    Fault("those without work shown by another reason", OUTCOMES, '"G4": "Illness or disability", "G5": "Other reasons"', '"G5": "Illness or disability", "G4": "Other reasons"', MORE),
    Fault("declined people are outside the offer", LEDGER, 'self.total - self.counts["outside"]', 'self.total - self.counts["outside"] - self.counts["declined"]'),
)  # fmt: skip


def copies() -> Iterator[Path]:
    """Yield one copy of the project's files, which the next fault may change."""
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    with TemporaryDirectory() as folder:
        for name in listed:
            target = Path(folder) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)
        yield Path(folder)


def where(fault: Fault, text: str) -> Iterator[re.Match[str]]:
    """Yield the places of a fault's text, however its lines are broken."""
    return re.finditer(r"\s+".join(map(re.escape, fault.old.split())), text)


def caught(fault: Fault, copy: Path) -> bool:
    """Return whether a test fails with the fault. Raises ValueError if its text is not in the file exactly once."""
    file = copy / fault.path
    text = file.read_text(encoding="utf-8")
    places = list(where(fault, text))
    if len(places) != 1:
        raise ValueError(f"{fault.name}: {fault.path} has its text {len(places)} times")
    try:
        start, end = places[0].span()
        file.write_text(text[:start] + fault.new + text[end:], encoding="utf-8")
        command = [
            sys.executable,
            "-B",
            "-m",
            "pytest",
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            *fault.tests,
        ]
        return subprocess.run(command, cwd=copy, capture_output=True, check=False).returncode == 1
    finally:
        file.write_text(text, encoding="utf-8")


def main(only: list[str]) -> int:
    """Plant every fault, or those whose name has one of the words given; print each result."""
    survivors = []
    for copy in copies():
        for fault in [
            fault for fault in FAULTS if not only or any(word in fault.name for word in only)
        ]:
            found = caught(fault, copy)
            survivors += [] if found else [fault.name]
            print("caught  " if found else "SURVIVED", fault.name, flush=True)
    print(f"{len(survivors)} survived.")
    return bool(survivors)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
