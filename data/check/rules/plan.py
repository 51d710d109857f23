"""The checks across columns of the improvement plan, its impact measures, risks and milestones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from data.check.ids import id_keys
from data.check.rules.rule import ERROR, WARNING, Rule
from data.codelists import fold
from data.problems import Severity
from data.schema import PLAN, Column, Table

Finds = Callable[[pd.DataFrame, date], pd.Series]
_PARTS = {
    "",
    "%",
    "per cent",
    "percent",
    "percentage",
    "pct",
}  # units of a measure whose numerator is a part of its denominator


def action_repeated(actions: pd.DataFrame, as_at: date) -> pd.Series:
    return _again(actions["action_id"])


def measure_repeated(measures: pd.DataFrame, as_at: date) -> pd.Series:
    return _again(measures["measure_id"])


def risk_repeated(risks: pd.DataFrame, as_at: date) -> pd.Series:
    return _again(risks["risk_id"])


def _again(ids: pd.Series) -> pd.Series:
    """Return the later rows of an ID that is in several rows."""
    return ids.notna() & id_keys(ids).duplicated()


def past_due_but_green(actions: pd.DataFrame, as_at: date) -> pd.Series:
    still_open = actions["completed"].isna() if "completed" in actions else True
    return actions["delivery_rag"].eq("green") & (actions["due"] < pd.Timestamp(as_at)) & still_open


def completed_but_not_blue(actions: pd.DataFrame, as_at: date) -> pd.Series:
    return (
        actions["completed"].notna()
        & actions["delivery_rag"].notna()
        & actions["delivery_rag"].ne("blue")
    )


def blue_without_a_date(actions: pd.DataFrame, as_at: date) -> pd.Series:
    return actions["delivery_rag"].eq("blue") & _blank(actions, "completed")


def due_before_start(actions: pd.DataFrame, as_at: date) -> pd.Series:
    return actions["due"] < actions["start"]


def numerator_above_denominator(measures: pd.DataFrame, as_at: date) -> pd.Series:
    part = measures["unit"].fillna("").map(fold).isin(_PARTS) if "unit" in measures else True
    return (measures["numerator"] > measures["denominator"]) & part


def milestone_undated(milestones: pd.DataFrame, as_at: date) -> pd.Series:
    dated = [milestones[key].notna() for key in ("date", "from") if key in milestones]
    return (
        ~pd.concat(dated, axis=1).any(axis=1) if dated else pd.Series(True, index=milestones.index)
    )


def milestone_ends_before_it_begins(milestones: pd.DataFrame, as_at: date) -> pd.Series:
    return milestones["to"] < milestones["from"]


def _blank(frame: pd.DataFrame, key: str) -> pd.Series:
    """Return which cells are empty; a cell that could not be read has already been reported."""
    unread = pd.Series(
        [key in str(keys).split() for keys in frame["unusable"]], index=frame.index, dtype=bool
    )
    return frame[key].isna() & ~unread


def _rule(
    severity: Severity,
    table: str,
    column: str,
    needs: str,
    message: str,
    advice: str,
    function: Finds,
    invalidates: str = "",
) -> Rule:
    def finds(tables: dict[str, pd.DataFrame], as_at: date) -> pd.Series:
        return function(tables[table], as_at)

    return Rule(
        function.__name__,
        severity,
        table,
        column,
        tuple(needs.split()),
        message,
        advice,
        finds,
        invalidates=tuple(invalidates.split()),
    )


def _missing(table: Table, column: Column) -> Rule:
    """Return the check that reports blanks in a required column whose rows are used anyway."""
    what = f"is blank, so the {column.heading} of this {table.row_noun} is unknown"
    advice = "Fill it in. Until then the row is used without it."
    code = f"{column.key}_missing"
    return Rule(
        code,
        WARNING,
        table.key,
        column.key,
        (),
        what,
        advice,
        lambda tables, as_at: _blank(tables[table.key], column.key),
    )


_ONE_ROW = "Give each its own ID, or remove the older row."
PLAN_RULES: tuple[Rule, ...] = (
    _rule(
        ERROR,
        "plan_actions",
        "action_id",
        "",
        "is also in an earlier row; this row is not used",
        _ONE_ROW,
        action_repeated,
    ),
    _rule(
        ERROR,
        "impact_measures",
        "measure_id",
        "",
        "is also in an earlier row; this row is not used",
        _ONE_ROW,
        measure_repeated,
    ),
    _rule(
        ERROR,
        "risks",
        "risk_id",
        "",
        "is also in an earlier row; this row is not used",
        _ONE_ROW,
        risk_repeated,
    ),
    _rule(
        WARNING,
        "plan_actions",
        "delivery_rag",
        "",
        "is on track, but the action is past its due date and not completed",
        "Change the rating, or give a new due date and the reason.",
        past_due_but_green,
    ),
    _rule(
        WARNING,
        "plan_actions",
        "delivery_rag",
        "completed",
        "is not blue, but the action has a completed date",
        "Rate it blue, or remove the date.",
        completed_but_not_blue,
    ),
    _rule(
        WARNING,
        "plan_actions",
        "delivery_rag",
        "completed",
        "is complete, but there is no completed date; it counts as complete",
        "Give the date it was completed.",
        blue_without_a_date,
    ),
    _rule(
        WARNING,
        "plan_actions",
        "due",
        "start",
        "is before the start",
        "Correct the date that is wrong.",
        due_before_start,
    ),
    _rule(
        WARNING,
        "impact_measures",
        "numerator",
        "numerator denominator",
        "is more than the denominator; neither is used",
        "Correct the one that is wrong, or give the unit if it is not a part of a whole.",
        numerator_above_denominator,
        "numerator denominator value",
    ),
    _rule(
        ERROR,
        "milestones",
        "event",
        "",
        "has neither a date nor a From",
        "Give the day, or the first and last day of the window.",
        milestone_undated,
    ),
    _rule(
        WARNING,
        "milestones",
        "to",
        "from to",
        "is before the From",
        "Correct the date that is wrong.",
        milestone_ends_before_it_begins,
    ),
    *(
        _missing(table, column)
        for table in PLAN
        for column in table.required
        if not column.decides_row
    ),
)
