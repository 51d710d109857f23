"""Conditions for the practice tables: workers in post, supervision, training, audits, learning,
caseloads.
"""

from __future__ import annotations

import pandas as pd

from analytics.month.cohort import in_cohort
from analytics.month.month import Month
from data.codelists import codelist
from data.dates import add_months

HIGH_CASELOAD = 25  # people for one adviser


def _table(month: Month, key: str) -> pd.DataFrame:
    table = month.table(key)
    assert table is not None, key  # a measure is only calculated if its table is there
    return table


def _column(table: pd.DataFrame, key: str) -> pd.Series:
    """Return a column of a practice table, or blanks if the extract lacked it."""
    return table[key] if key in table else pd.Series(pd.NaT, index=table.index)


def _unusable(table: pd.DataFrame, key: str) -> pd.Series:
    return pd.Series(
        [key in str(keys or "").split() for keys in table["unusable"]],
        index=table.index,
        dtype=bool,
    )


def vacant(month: Month) -> pd.Series:
    """Return which posts are marked vacant."""
    table = _table(month, "workforce")
    return table["vacant"].eq("Y")


def in_post(month: Month) -> pd.Series:
    """Return which workers have started, have not ended, and are not in a vacant post."""
    table = _table(month, "workforce")
    start, end = (pd.to_datetime(_column(table, key)) for key in ("start", "end"))
    filled = ~table["vacant"].eq("Y") if "vacant" in table else pd.Series(True, index=table.index)
    return filled & ~(start > month.day) & ~(end < month.day)


def holds_cases(month: Month) -> pd.Series:
    """Return which workers are in post in a role that holds cases."""
    groups = codelist("worker_role").groups
    return in_post(month) & _table(month, "workforce")["role"].map(groups).eq("holds cases")


def agency(month: Month) -> pd.Series:
    """Return which rows are agency workers; blank is unknown."""
    values = _table(month, "workforce")["agency"]
    return values.eq("Y").astype("boolean").mask(values.isna() | values.eq("U"))


def left_in_a_year(month: Month) -> pd.Series:
    """Return which workers had their last day in the 12 months to the as-at date."""
    end = _table(month, "workforce")["end"]
    return end.between(pd.Timestamp(add_months(month.as_at, -12)), month.day)


def supervised(month: Month) -> pd.Series:
    """Return which workers were supervised in the last calendar month; a blank is not done."""
    table = _table(month, "workforce")
    latest = table["latest_supervision_date"]
    recent = latest.between(pd.Timestamp(add_months(month.as_at, -1)), month.day)
    return recent.astype("boolean").mask(_unusable(table, "latest_supervision_date"))


def supervisor_qualified(month: Month) -> pd.Series:
    """Return which supervisors are qualified social workers; blank is unknown."""
    values = _table(month, "workforce")["supervisor_is_qualified_social_worker"]
    return values.eq("Y").astype("boolean").mask(values.isna() | values.eq("U"))


def training_due(month: Month) -> pd.Series:
    """Return which mandatory courses are due by the as-at date or completed, for workers in post.

    Without a Workforce table the courses of all workers count.
    """
    table = _table(month, "training")
    mandatory = (
        ~table["mandatory"].eq("N") if "mandatory" in table else pd.Series(True, index=table.index)
    )
    owed = mandatory & ((table["due"] <= month.day) | (table["completed"] <= month.day))
    if month.table("workforce") is None:
        return owed
    workers = _table(month, "workforce").loc[in_post(month), "worker_id"]
    return owed & table["worker_id"].isin(set(workers.dropna()))


def training_completed(month: Month) -> pd.Series:
    """Return which courses were completed by the as-at date; a blank is not done."""
    table = _table(month, "training")
    return (
        (table["completed"] <= month.day)
        .astype("boolean")
        .fillna(False)
        .mask(_unusable(table, "completed"))
    )


def audited_lately(month: Month) -> pd.Series:
    """Return which audits are dated in the last three months."""
    return _table(month, "audits")["date"].between(
        pd.Timestamp(add_months(month.as_at, -3)), month.day
    )


def graded_good(month: Month) -> pd.Series:
    """Return which audits are graded good or outstanding; blank is unknown."""
    grade = _table(month, "audits")["grade"]
    return grade.isin(["good", "outstanding"]).astype("boolean").mask(grade.isna())


def learning_due(month: Month) -> pd.Series:
    """Return which audits have learning that fell due in the last 12 months."""
    return _table(month, "audits")["learning_due_date"].between(
        pd.Timestamp(add_months(month.as_at, -12)), month.day
    )


def learning_on_time(month: Month) -> pd.Series:
    """Return which audits had their learning closed by its due date; a blank is not done."""
    table = _table(month, "audits")
    closed = table["learning_closed_date"]
    return (
        (closed <= table["learning_due_date"])
        .astype("boolean")
        .fillna(False)
        .mask(_unusable(table, "learning_closed_date"))
    )


def caseloads(month: Month) -> pd.Series:
    """Count the people in the cohort for each adviser, from the care leavers table.

    The Workforce figures are used only if that table has no adviser column.
    """
    if not month.has("allocated_personal_adviser"):
        return _table(month, "workforce").loc[holds_cases(month), "caseload"].dropna()
    return month.column("allocated_personal_adviser")[in_cohort(month)].value_counts()


def caseload_mean(month: Month) -> float | None:
    held = caseloads(month)
    return float(held.mean()) if len(held) else None


def caseload_highest(month: Month) -> float | None:
    held = caseloads(month)
    return float(held.max()) if len(held) else None


def caseload_heavy(month: Month) -> float | None:
    """Count the advisers with more than 25 people."""
    return float((caseloads(month) > HIGH_CASELOAD).sum())
