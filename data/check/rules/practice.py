"""The checks across columns of the practice tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from data.check.ids import id_keys
from data.check.rules.rule import ERROR, NOTE, WARNING, Rule, Tables
from data.problems import Severity


def _in(
    table: str, function: Callable[[pd.DataFrame, date], pd.Series]
) -> Callable[[Tables, date], pd.Series]:
    return lambda tables, as_at: function(tables[table], as_at)


def audit_repeated(audits: pd.DataFrame, as_at: date) -> pd.Series:
    ids = id_keys(audits["audit_id"])
    return ids.notna() & ids.duplicated(keep=False)


def learning_closed_before_audit(audits: pd.DataFrame, as_at: date) -> pd.Series:
    return audits["learning_closed_date"] < audits["date"]


def worker_missing(posts: pd.DataFrame, as_at: date) -> pd.Series:
    return posts["worker_id"].isna() & ~_vacant(posts)


def vacant_with_worker(posts: pd.DataFrame, as_at: date) -> pd.Series:
    return posts["worker_id"].notna() & _vacant(posts)


def _vacant(posts: pd.DataFrame) -> pd.Series:
    return posts["vacant"].eq("Y") if "vacant" in posts else pd.Series(False, index=posts.index)


def ended_before_starting(posts: pd.DataFrame, as_at: date) -> pd.Series:
    return posts["end"] < posts["start"]


def trained_worker_unknown(tables: Tables, as_at: date) -> pd.Series:
    ids = tables["training"]["worker_id"]
    if "workforce" not in tables:
        return pd.Series(False, index=ids.index)
    return ids.notna() & ~ids.isin(set(tables["workforce"]["worker_id"].dropna()))


def more_positive_than_asked(voice: pd.DataFrame, as_at: date) -> pd.Series:
    return voice["positive"] > voice["respondents"]


def _practice(
    severity: Severity,
    table: str,
    column: str,
    needs: str,
    message: str,
    advice: str,
    function: Callable[[pd.DataFrame, date], pd.Series],
) -> Rule:
    return Rule(
        function.__name__,
        severity,
        table,
        column,
        tuple(needs.split()),
        message,
        advice,
        _in(table, function),
    )


PRACTICE_RULES: tuple[Rule, ...] = (
    _practice(
        WARNING,
        "audits",
        "audit_id",
        "",
        "is in several rows; each is counted",
        "Keep one row per audit.",
        audit_repeated,
    ),
    _practice(
        WARNING,
        "audits",
        "learning_closed_date",
        "learning_closed_date",
        "is before the date of the audit",
        "Correct the date that is wrong.",
        learning_closed_before_audit,
    ),
    _practice(
        ERROR,
        "workforce",
        "worker_id",
        "",
        "is blank, and the post is not marked vacant",
        "Give the worker's ID, or mark the post vacant.",
        worker_missing,
    ),
    _practice(
        NOTE,
        "workforce",
        "vacant",
        "vacant",
        "marks the post as vacant, but a worker is named; it counts as vacant",
        "Remove the worker, or mark the post as filled.",
        vacant_with_worker,
    ),
    _practice(
        WARNING,
        "workforce",
        "end",
        "start end",
        "is before the start",
        "Correct the date that is wrong.",
        ended_before_starting,
    ),
    Rule(
        "trained_worker_unknown",
        NOTE,
        "training",
        "worker_id",
        (),
        "is not in the table Workforce of this extract",
        "The row is kept but not counted: they may have left, or the ID may be mistyped.",
        trained_worker_unknown,
    ),
    _practice(
        WARNING,
        "voice",
        "positive",
        "positive respondents",
        "is more than the number of respondents",
        "Correct the number that is wrong.",
        more_positive_than_asked,
    ),
)
