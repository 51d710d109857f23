"""Findings next to the plan: its risks, its costs, and what young people, partners and staff
say."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.month.month import Month, cached_per_month
from analytics.publish.phrases import (
    day,
    is_are,
    listed,
    month_named,
    month_short,
    people,
    sentence,
    share,
)
from analytics.publish.types import Finding
from data.codelists import codelist
from data.dates import DATE_DTYPE
from data.schema import TABLES

RISK, SCORE, HIGH = "Risk", "Score", 15  # a score of 15 or more is high
LACKING = {
    "risks": "This month's extract has no Risks. Add a Risks sheet with a row for each: Risk ID, "
    "Risk, Owner, Likelihood and Impact from 1 to 5.",
    "pressures": "This month's extract has no Pressures. Add a Pressures sheet with a row for "
    "each: "
    "Item, Kind, Amount and Year.",
    "voice": "This month's extract has no Voice. Add a Voice sheet with a row for each question or "
    "group: Date, Source, Theme, Respondents and Positive.",
}


def held(month: Month, key: str) -> bool:
    """Return whether a table has any rows; without them a page shows LACKING."""
    table = month.table(key)
    return table is not None and not table.empty


def risks(months: Sequence[Month]) -> Finding:
    """Return each risk with its likelihood, impact, score, previous score and movement, highest
    score first.
    """
    month = months[-1]
    table = _scored(month)
    before = _before(months)
    was = [_was(row, before) for row in table.to_dict("records")]
    moves = [
        None if then is None or pd.isna(now) else int(now) - then
        for now, then in zip(table[SCORE], was, strict=True)
    ]
    shown = pd.DataFrame(
        {
            RISK: [f"{row['risk_id']} {row['risk']}" for row in table.to_dict("records")],
            "Owner": table["owner"].fillna(""),
            "Likelihood": table["likelihood"],
            "Impact": table["impact"],
            SCORE: table[SCORE],
            "Score before": pd.array(was, dtype="Int64"),
            "Movement": [_moved(step) for step in moves],
            "What is done": table["mitigation"].fillna(""),
            "Review": table["review_date"],
        }
    )
    high = int((shown[SCORE] >= HIGH).sum())
    up, down = (sum(step is not None and way * step > 0 for step in moves) for way in (1, -1))
    title = (
        f"{high or 'None'} of {people(len(shown), 'risks', 'risk')} {is_are(high)} scored "
        f"{HIGH} or more; {up or 'none'} scored higher than before, {down or 'none'} lower."
    )
    marked = frozenset(
        str(name)
        for name, score in zip(table["risk_id"], shown[SCORE], strict=True)
        if pd.notna(score) and score >= HIGH
    )
    rule = (
        "Likelihood times impact, each from 1 to 5, from the risk register. The arrow shows "
        "the change since the month before, or since the register's own previous score."
    )
    return Finding(
        title,
        rule,
        shown,
        RISK,
        (),
        tuple(map(str, table["risk_id"])),
        marked,
        month.as_at,
        month.snapshot,
    )


def risk_months(months: Sequence[Month]) -> Finding:
    """Return the score of each risk in every month that has a register."""
    known = [month for month in months if held(month, "risks")]
    scores = {
        month.key: dict(zip(_scored(month)["risk_id"], _scored(month)[SCORE], strict=True))
        for month in known
    }
    now = _scored(known[-1])
    rows = [
        {
            RISK: f"{name} {words}",
            **{month_short(key): _plain(found.get(name)) for key, found in scores.items()},
        }
        for name, words in zip(now["risk_id"], now["risk"], strict=True)
    ]
    first = known[0].key
    title = f"Scores of the risks from {month_named(first)} to {month_named(known[-1].key)}."
    return Finding(
        title,
        "Likelihood times impact. It is blank if a risk was not on the register.",
        pd.DataFrame(rows),
        RISK,
        (),
        tuple(map(str, now["risk_id"])),
        as_at=known[-1].as_at,
        snapshot=known[-1].snapshot,
    )


@cached_per_month
def _scored(month: Month) -> pd.DataFrame:
    """Return the month's risks with every column and their score, the highest first."""
    table = _whole(month, "risks")
    table = table.assign(likelihood=_counts(table["likelihood"]), impact=_counts(table["impact"]))
    return (
        table.assign(**{SCORE: table["likelihood"] * table["impact"]})
        .sort_values([SCORE, "risk_id"], ascending=[False, True], kind="stable")
        .reset_index(drop=True)
    )


def _before(months: Sequence[Month]) -> dict[str, int]:
    """Return the scores of the last earlier month with a register."""
    earlier = [month for month in months[:-1] if held(month, "risks")]
    if not earlier:
        return {}
    table = _scored(earlier[-1])
    return {
        str(name): int(score)
        for name, score in zip(table["risk_id"], table[SCORE], strict=True)
        if pd.notna(score)
    }


def _was(row: dict, before: dict[str, int]) -> int | None:
    """Return the previous score from an earlier month's sheet, otherwise the register's own."""
    if row["risk_id"] in before:
        return before[row["risk_id"]]
    return None if pd.isna(row["previous_score"]) else round(row["previous_score"])


def _moved(step: int | None) -> str:
    if step is None:
        return "No score to compare"
    return f"↑ {step} higher" if step > 0 else f"↓ {-step} lower" if step < 0 else "= as before"


def pressures(month: Month) -> Finding:
    """Return sums by year and kind: how many, pounds, and how much is approved. A saving is below
    zero.
    """
    table = _whole(month, "pressures")
    kinds = codelist("pressure_kind").labels
    keyed = table.assign(
        Year=table["year"].fillna("No year given"),
        Kind=table["kind"].map(kinds).fillna("No kind given"),
        Approved=table["amount"].where(table["approved"].eq("Y"), 0.0),
    )
    sums = (
        keyed.groupby(["Year", "Kind"], sort=True)
        .agg(Items=("item", "size"), Pounds=("amount", "sum"), Approved=("Approved", "sum"))
        .reset_index()
    )
    shown = sums.rename(columns={"Pounds": "Amount, £", "Approved": "Approved, £"})
    shown["Not approved, £"] = shown["Amount, £"] - shown["Approved, £"]
    pounds = ["Amount, £", "Approved, £", "Not approved, £"]
    shown[pounds] = shown[pounds].round().astype("int64")
    whole, agreed = int(shown["Amount, £"].sum()), int(shown["Approved, £"].sum())
    unpriced = int(table["amount"].isna().sum())
    blank = f" {people(unpriced, 'have', 'has').capitalize()} no amount." if unpriced else ""
    title = f"Pressures on the budget: £{agreed:,} of the £{whole:,} asked for is approved."
    rule = (
        f"{people(len(table), 'items', 'item').capitalize()}: pressures, invest to save and "
        f"business cases.{blank}"
    )
    return Finding(title, rule, shown, "Year", (), as_at=month.as_at, snapshot=month.snapshot)


def pressure_items(month: Month) -> Finding:
    """Return every item, the largest first."""
    table = _whole(month, "pressures").sort_values("amount", ascending=False, kind="stable")
    shown = pd.DataFrame(
        {
            "Item": table["item"],
            "Kind": table["kind"].map(codelist("pressure_kind").labels).fillna(""),
            "Year": table["year"].fillna(""),
            "Amount, £": table["amount"].round().astype("Int64"),
            "Approved": table["approved"].map({"Y": "Yes", "N": "No"}).fillna("Not known"),
            "Note": table["note"].fillna(""),
        }
    )
    return Finding(
        "Every item",
        "The largest first.",
        shown,
        "Item",
        (),
        as_at=month.as_at,
        snapshot=month.snapshot,
    )


@cached_per_month
def _heard(month: Month) -> pd.DataFrame:
    """Return what was asked, by month and source; only rows with both numbers and a possible
    share."""
    table = _whole(month, "voice")
    table = table.assign(
        respondents=_counts(table["respondents"]), positive=_counts(table["positive"])
    )
    sure = table[
        table["respondents"].notna()
        & table["positive"].notna()
        & (table["positive"] <= table["respondents"])
        & table["respondents"].gt(0)
    ]
    return sure.assign(
        Month=sure["date"].dt.strftime("%Y-%m"),
        Source=sure["source"].map(codelist("voice_source").labels).fillna("No source given"),
    )


def _summed(table: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return the positive and other respondents of each group."""
    sums = table.groupby(by, sort=True)[["positive", "respondents"]].sum().reset_index()
    return pd.DataFrame(
        {
            by: sums[by],
            "Positive": sums["positive"].astype("int64"),
            "Not positive": (sums["respondents"] - sums["positive"]).astype("int64"),
            "Respondents": sums["respondents"].astype("int64"),
        }
    )


def voice_by_month(month: Month) -> Finding:
    """Return positive answers out of all respondents, month by month, as far back as the sheet
    goes.
    """
    table = _summed(_heard(month), "Month")
    title = "Nobody was asked."
    if len(table):
        good, of = int(table["Positive"].sum()), int(table["Respondents"].sum())
        title = (
            f"What was said: {share(good, of)} positive, {month_named(table['Month'].iloc[0])} "
            f"to {month_named(table['Month'].iloc[-1])}."
        )
    rule = (
        "Positive answers out of all respondents: young people, partners, staff and surveys "
        "together. Each month asks different people different things, so it does not show "
        "change."
    )
    return Finding(
        title,
        rule,
        table,
        "Month",
        ("Positive", "Respondents"),
        as_at=month.as_at,
        snapshot=month.snapshot,
    )


def voice_by_source(month: Month) -> Finding:
    """Return positive answers by who was asked."""
    table = _summed(_heard(month), "Source")
    said = [
        f"{row['Source'].lower()} {share(row['Positive'], row['Respondents'])}"
        for row in table.to_dict("records")
    ]
    title = f"Positive by who was asked: {listed(said)}." if said else "Nobody was asked."
    return Finding(
        title,
        "The same answers, by who gave them.",
        table[["Source", "Positive", "Not positive"]],
        "Source",
        ("Positive", "Not positive"),
        as_at=month.as_at,
        snapshot=month.snapshot,
    )


def heard_lately(month: Month) -> Finding:
    """Return what was heard in the month, in words."""
    table = _whole(month, "voice")
    since = month.day.replace(day=1)
    recent = table[table["date"].between(since, month.day)]
    shown = pd.DataFrame(
        {
            "Theme": recent["theme"],
            "Date": recent["date"].astype(DATE_DTYPE),
            "Source": recent["source"].map(codelist("voice_source").labels).fillna(""),
            "Respondents": _counts(recent["respondents"]),
            "Positive": _counts(recent["positive"]),
            "What was said or done": recent["response"].fillna(""),
        }
    )
    title = sentence(f"{people(len(shown), 'times', 'time')} heard in {month.as_at:%B %Y}.")
    return Finding(
        title,
        f"From {day(since.date())} to {day(month.as_at)}.",
        shown,
        "Theme",
        ("Respondents", "Positive"),
        as_at=month.as_at,
        snapshot=month.snapshot,
    )


def _whole(month: Month, key: str) -> pd.DataFrame:
    """Return a table with every column of the schema, typed, and blank if the extract lacked it."""
    table = month.table(key)
    frame = pd.DataFrame(columns=TABLES[key].keys) if table is None else table
    blank = {"date": "datetime64[us]", "number": "float64"}
    for column in TABLES[key].columns:
        if column.key not in frame:
            frame = frame.assign(
                **{
                    column.key: pd.Series(
                        pd.NA if column.kind.value not in blank else None,
                        index=frame.index,
                        dtype=blank.get(column.kind.value, "object"),
                    )
                }
            )
    return frame


def _counts(column: pd.Series) -> pd.Series:
    """Return whole numbers; a value that is not one becomes unknown."""
    return column.where(column % 1 == 0).astype("Int64")


def _plain(value: object) -> object:
    return pd.NA if value is None or pd.isna(value) else int(value)  # type: ignore[arg-type]
