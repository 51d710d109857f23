"""Milestones as small text tables, and the sample council's own, for the timetable tests."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.month.month import Month
from data.dates import DATE_DTYPE

COLUMNS = ("date", "from", "to", "event", "body", "status", "outcome", "published")
SHORT = {"board": "improvement board", "parents": "corporate parent working group", "policy": "corporate policy committee"}  # fmt: skip

REPORT = """
    date       | from       | to         | event                                  | body      | status  | outcome
               | 2019-01-01 | 2019-12-31 | Judgement: overall                     | ofsted    | done    | Requires improvement to be good
               | 2024-02-19 | 2024-03-08 | Inspection of children's services      | ofsted    | done    |
    2024-05-16 |            |            | Inspection report published            | ofsted    | done    |
    2024-05-16 |            |            | Judgement: leaders                     | ofsted    | done    | Requires improvement
    2024-05-16 |            |            | Judgement: help and protection         | ofsted    | done    | Requires improvement to be good
    2024-05-16 |            |            | Judgement: children in care            | ofsted    | done    | requires improvement
    2024-05-16 |            |            | Judgement: care leavers                | ofsted    | done    | Inadequate
    2024-05-16 |            |            | Judgement: overall                     | ofsted    | done    | inadequate
    2024-05-30 |            |            | Improvement Board meeting              | board     | done    |
    2024-06-03 |            |            | Children and Families Committee        | committee | planned |
    2024-06-19 |            |            | Action planning meeting                | ofsted    | planned |
    2024-07-02 |            |            | Workshop on the draft improvement plan | committee | planned |
    2024-07-04 |            |            | Workshop on the draft improvement plan | committee | planned |
    2024-07-17 |            |            | Approval of the improvement plan       | council   | planned |
"""
MAY = date(2024, 5, 31)


def drawn(text: str) -> pd.DataFrame:
    """Read a Milestones table from text with bars; columns not given are absent, as in an
    extract."""
    lines = [
        [cell.strip() for cell in line.strip().split("|")]
        for line in text.strip().splitlines()
        if line.strip()
    ]
    table = pd.DataFrame(lines[1:], columns=lines[0], dtype="str").replace("", pd.NA)
    for key in {"date", "from", "to"} & set(table.columns):
        table[key] = pd.to_datetime(table[key], format="%Y-%m-%d").astype(DATE_DTYPE)
    if "body" in table:
        table["body"] = table["body"].replace(SHORT)
    return table


def month(milestones: pd.DataFrame | None, as_at: date = MAY) -> Month:
    """Return a month with these milestones and no people."""
    others = {} if milestones is None else {"milestones": milestones}
    return Month(
        snapshot=7, as_at=as_at, people=pd.DataFrame({"child_unique_id": []}), others=others
    )
