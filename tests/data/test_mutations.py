"""Thousands of damaged workbooks: none stops the program or changes a figure unnoticed (see
mutating.py).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.problems import UserError
from data.workbook import SENTENCES
from tests.conftest import SOAKING
from tests.data import mutating
from tests.data.odd_making import Odd, changed
from tests.data.odd_run import run
from tests.data.standard_reader import cells_by_the_standard

ROOT = Path(__file__).parents[2]
ELSEWHERE = {
    "no_table",
    "column_missing",
    "which_table",
    "as_at_unknown",
    "as_at_unclear",
    "made_up_mixed",
}
SEEDS = 10_000 if SOAKING else 60
WORKERS = max(1, (os.cpu_count() or 1) // 2) if SOAKING else 1
ENDS = {"same", "honest", "said", "unread"}
KINDS = {
    "xlsx": SEEDS,
    "xls": 4_000 if SOAKING else 60,
    "xlsb": 4_000 if SOAKING else 60,
    "ods": 4_000 if SOAKING else 40,
}
BY_COMMAND = range(0, SEEDS, 5)[:100]  # the seeds that are run by the command, one process each


def tried(first: int, step: int, end: int, kind: str) -> list[list]:
    """Return [seed, what was done, result] of every seed.

    A seed that ends its process is a 'died', and the next one runs in a new process.
    """
    came, start = [], first
    while start < end:
        command = [
            sys.executable,
            "-m",
            "tests.data.mutating",
            str(start),
            str(step),
            str(end),
            kind,
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        came += [line for line in lines if len(line) == 3]
        if done.returncode == 0:
            return came
        if not lines or len(lines[-1]) == 3:
            raise RuntimeError(done.stderr)
        came.append([lines[-1][0], "", f"died: {done.returncode} {done.stderr[-2000:]}"])
        start = lines[-1][0] + step
    return came


@pytest.fixture(scope="module", params=KINDS)
def mutants(request):
    kind, seeds = request.param, KINDS[request.param]
    with ThreadPoolExecutor(WORKERS) as pool:
        parts = pool.map(lambda worker: tried(worker, WORKERS, seeds, kind), range(WORKERS))
        return [one for part in parts for one in part]


def test_every_mutant_was_tried(mutants, record_property):
    assert sorted(seed for seed, _, _ in mutants) == list(range(len(mutants)))
    assert len(mutants) in KINDS.values()
    ends = Counter(f"{how.partition(':')[0]}, {end.partition(':')[0]}" for _, how, end in mutants)
    record_property("mutants", dict(ends))
    inside = {how.partition(":")[0] for _, how, _ in mutants} - {"bytes"}
    (inside,) = inside
    assert ends["bytes, refused"] > len(mutants) / 10
    assert ends[f"{inside}, honest"] > 0
    assert ends[f"{inside}, same"] > len(mutants) / 20


def test_no_mutant_stops_the_reader_or_runs_without_end(mutants):
    assert [one for one in mutants if one[2].startswith("died")] == []


def test_no_altered_figure_is_imported_unnoticed(mutants):
    assert [one for one in mutants if one[2].startswith("loss")] == []


def test_every_reason_has_a_message(mutants):
    refusals = {
        end.removeprefix("refused: ") for _, _, end in mutants if end.startswith("refused: ")
    }
    assert refusals <= SENTENCES.keys() | ELSEWHERE
    assert {end.partition(":")[0] for _, _, end in mutants} <= ENDS | {"refused"}


@pytest.mark.parametrize("seed", BY_COMMAND)
def test_the_command_reports_the_same_for_a_mutant_and_leaves_no_files(tmp_path, seed):
    how, content = mutating.mutant(seed)
    came = run(Odd("month", lambda: content, 0), tmp_path)
    assert came.left_over == []
    assert "Traceback" not in came.said
    if how.startswith("bytes") and isinstance(came.got, int):
        assert came.got == sum(len(table) for table in mutating.first().values())


# The test itself detects faults.


def replaced(part: str, old: str, new: str) -> bytes:
    """Return the original with one place of a part changed and valid checksums."""
    return changed(part, old, new, mutating.original())


UNNOTICED = {
    "an index that is no whole number": ("xl/worksheets/sheet1.xml", r'(t="s"><v>)\d+', r"\1 4"),
    "two texts in one shared text": (
        "xl/sharedStrings.xml",
        "<t>00003</t>",
        "<t>00003</t><t>00003</t>",
    ),
    "a comment inside a shared text": (
        "xl/sharedStrings.xml",
        "<t>00003</t>",
        "<t>0<!-- -->0003</t>",
    ),
    "a block of characters in a shared text": (
        "xl/sharedStrings.xml",
        "<t>00003</t>",
        "<t><![CDATA[00003]]></t>",
    ),
    "a comment inside a value": ("xl/worksheets/sheet1.xml", r'(t="s"><v>)(\d)', r"\1<!-- -->\2"),
    "two values in one cell": ("xl/worksheets/sheet1.xml", r"(<v>\d+</v>)", r"\1<v>4</v>"),
    "the cells in two places": (
        "xl/worksheets/sheet1.xml",
        "(</row>)(<row )",
        r"\1</sheetData><sheetData>\2",
    ),
    "a number that is none": ("xl/worksheets/sheet5.xml", "<v>0.8</v>", "<v>0,8</v>"),
    "a number of the right letters that is none": (
        "xl/worksheets/sheet5.xml",
        "<v>0.8</v>",
        "<v>E.8</v>",
    ),
}


@pytest.mark.parametrize("name", UNNOTICED)
def test_files_that_two_readers_read_differently_are_refused(name):
    with pytest.raises(UserError) as no:
        mutating.read(replaced(*UNNOTICED[name]))
    assert no.value.reason in ("readers_disagree", "cut_short")


@pytest.mark.parametrize("kind", ["xls", "xlsb", "ods"])
def test_the_original_of_each_other_kind_is_read_the_same_by_its_own_reader(kind):
    content = mutating.original_as(kind)
    ours, theirs = mutating.our_cells(mutating.read(content)), mutating.READERS[kind](content)
    assert [
        at for at in ours.keys() | theirs.keys() if not mutating.alike(ours.get(at), theirs.get(at))
    ] == []
    assert mutating.same(mutating.first(kind), {"care_leavers": mutating.first()["care_leavers"]})


def test_the_original_is_read_the_same_by_all_three_readers():
    ours = mutating.our_cells(mutating.read(mutating.original()))
    for theirs in (
        mutating.openpyxl_cells(mutating.original()),
        cells_by_the_standard(mutating.original()),
    ):
        assert [
            at
            for at in ours.keys() | theirs.keys()
            if not mutating.alike(ours.get(at), theirs.get(at))
        ] == []


def test_a_wrong_reader_would_be_detected(monkeypatch):
    """A wrong first ID, or damage that is not detected, would be a loss."""
    mutating.first("xlsx")
    ordinary = mutating.read

    def wrong(content):
        workbook = ordinary(content)
        workbook.sheets[0].rows[3][0] = "99999"
        return workbook

    monkeypatch.setattr(mutating, "read", wrong)
    assert mutating.outcome("xml: nothing", mutating.original()).startswith(
        "loss: ('Care leavers', 3, 0)"
    )
    assert mutating.outcome("bytes: nothing", mutating.original()).startswith("loss: damaged bytes")
