"""Commands that give the pages as data: ledger, check-ins, changes, forecast, benchmarks,
timetable, plan.
"""

from __future__ import annotations

from pathlib import Path

import click

from analytics.cohort.forecast import forecast
from analytics.comparison.compare import benchmark_rows, last_year, ours_from
from analytics.exports.calendar import calendar_file
from analytics.measures.calculate import calculate
from analytics.measures.declared import MEASURES
from analytics.measures.measure import NOW, ON_BIRTHDAYS
from analytics.month import check_in_clock as clock
from analytics.month import ledger as ledgers
from analytics.month.changes_between_months import changes as changes_between
from analytics.month.month import Month
from analytics.plan import document as plan_document
from analytics.plan import findings as plan_words
from analytics.plan import plan, plan_text
from analytics.publish.publish import publish_dates
from analytics.publish.types import Audience
from analytics.timetable import document as timetable_document
from analytics.timetable import findings as dates
from cli.measures import _of_basis
from cli.months import birthday_months, earlier_month, months_up_to, open_store, opened_month
from cli.options import JSON, MONTH, STORE, Key
from cli.output import json_value, rate, show, stop, table
from data.problems import InputNeeded, UserError
from data.reference.dfe_statistics import all_benchmarks, keep, read_dfe_csv


@click.command()
@MONTH
@STORE
@JSON
def ledger(key: str, url: str, as_json: bool) -> None:
    """Everyone aged 21 to 24 in one bucket each, and who moved since the month before."""
    store = open_store(url)
    month = opened_month(url, key)
    counted = ledgers.ledger(month)
    moved = []
    if (before := earlier_month(store, month)) and ledgers.basis(before) == ledgers.basis(month):
        moved = ledgers.movement(before, month).to_dict("records")
    rates = {"coverage": rate(*counted.coverage), "reach": rate(*counted.reach)}
    document = {
        "month": key,
        "snapshot": month.snapshot,
        "basis": counted.basis,
        "buckets": counted.counts,
        "total": counted.total,
        **rates,
        "movement": moved,
    }
    show(
        document,
        as_json,
        lambda: table(
            [
                {"bucket": ledgers.BUCKETS[name], "people": people}
                for name, people in counted.counts.items()
            ]
        ),
    )


@click.command(name="check-ins")
@MONTH
@STORE
@JSON
def check_ins(key: str, url: str, as_json: bool) -> None:
    """The check-in clock: who is in date, due, overdue or was never reached."""
    month = opened_month(url, key)
    if not month.has("contacts"):
        stop(
            UserError(
                "not_available",
                f"The check-in clock is not available for {key}: needs the table Contacts.",
            )
        )
    counted, done = clock.check_ins(month), clock.quarter(month)
    quarter = {
        "first": f"{done.first}",
        "last": f"{done.last}",
        "complete": done.complete,
        "answered": done.answered,
        "in_scope": done.in_scope,
    }
    head = {
        "month": key,
        "snapshot": month.snapshot,
        "states": counted.states,
        "in_scope": counted.in_scope,
    }
    document = head | {
        "no_further_contact": counted.no_further_contact,
        "in_date_rate": rate(counted.in_date, counted.in_scope),
        "quarter": quarter,
    }
    show(
        document,
        as_json,
        lambda: table(
            [
                {"state": clock.STATES[name], "people": people}
                for name, people in counted.states.items()
            ]
        ),
    )


@click.command()
@MONTH
@click.option(
    "--since", type=Key(), help="Compare with this month. The default is the month before."
)
@STORE
@JSON
def changes(key: str, since: str | None, url: str, as_json: bool) -> None:
    """What changed since an earlier month: who joined, aged, moved or is gone, and what was
    edited."""
    store = open_store(url)
    month = opened_month(url, key)
    before = opened_month(url, since) if since else earlier_month(store, month)
    if before is None:
        stop(InputNeeded("no_such_month", f"There is no month before {key} in this store."))
    found = changes_between(before, month)
    rows = [
        {
            "change": change.key,
            "title": change.title,
            "step": change.step,
            "people": change.people,
            "ids": list(change.ids),
        }
        for change in found
    ]
    document = {
        "month": key,
        "since": before.key,
        "snapshot": month.snapshot,
        "cohort": {before.key: _cohort(before), key: _cohort(month)},
        "changes": rows,
    }
    show(
        document,
        as_json,
        lambda: table([{"change": row["title"], "people": row["people"]} for row in rows]),
    )


@click.command(name="forecast")
@MONTH
@click.option(
    "--joiners",
    type=click.FloatRange(min=0),
    help="Number of people who join each month. The default is the mean of the last 12 months.",
)
@click.option(
    "--advisers",
    type=click.IntRange(min=1),
    help="Number of advisers who share the caseload. The default is the current number.",
)
@STORE
@JSON
def forecast_(
    key: str, joiners: float | None, advisers: int | None, url: str, as_json: bool
) -> None:
    """The expected cohort for the next 18 months, month by month, and the resulting caseload."""
    ahead = forecast(months_up_to(open_store(url), opened_month(url, key)), joiners, advisers)
    months = [
        {name: json_value(value) for name, value in row.items()}
        for row in ahead.table.assign(day=ahead.table["day"].astype(str)).to_dict("records")
    ]
    assumed = {
        "joiners": ahead.joiners,
        "joiners_given": ahead.joiners_assumed,
        "joined": ahead.joined,
        "joined_over_months": ahead.joined_over,
    }
    document = {
        "month": key,
        "snapshot": ahead.snapshot,
        "assumptions": assumed | {"advisers": ahead.advisers, "advisers_now": ahead.advisers_now},
        "months": months,
    }
    show(
        document,
        as_json,
        lambda: table(
            [{name: value for name, value in row.items() if name != "day"} for row in months]
        ),
    )


@click.command(name="benchmarks")
@MONTH
@click.option(
    "--load",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="First store the figures of a CSV file published by the DfE.",
)
@click.option("--release", help="The year of the release that the file belongs to, YYYY.")
@STORE
@JSON
def benchmarks_(key: str, file: Path | None, release: str | None, url: str, as_json: bool) -> None:
    """Published figures next to ours: England, the region, the authority, its neighbours. Each row
    names its basis.
    """
    if (file is None) != (release is None):
        raise click.UsageError("--load and --release go together.")
    try:
        if file and release:
            keep(read_dfe_csv(file, release))
        published = all_benchmarks()
    except UserError as no:
        stop(no)
    store, month = open_store(url), opened_month(url, key)
    ours = ours_from(calculate(_of_basis(NOW), month), last_year(month.as_at))
    for year, on_birthdays in birthday_months(store, month).items():
        note = (
            "" if on_birthdays.as_at.month == 3 and on_birthdays.as_at.day == 31 else "year to date"
        )
        ours += ours_from(calculate(_of_basis(ON_BIRTHDAYS), on_birthdays), year + 1, note)
    rows = benchmark_rows(published, month.settings, ours, up_to=month.as_at.year)
    brief = ("measure", "age_group", "year", "area", "percent", "symbol", "basis", "caution")
    show(rows, as_json, lambda: table([{name: row[name] for name in brief} for row in rows]))


def _cohort(month: Month) -> int:
    return int(MEASURES["cohort"].denominator(month).sum())


@click.command(name="timetable")
@MONTH
@click.option(
    "--ics",
    "calendar",
    is_flag=False,
    flag_value="-",
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="[FILE]",
    help="Write a calendar (iCalendar) instead, to FILE. Without FILE, or with '-', write to "
    "standard output.",
)
@STORE
@JSON
def timetable_(key: str, calendar: str | None, url: str, as_json: bool) -> None:
    """What is due, to whom and when: recorded dates, dates by rule, windows, conflicts and gaps."""
    if calendar == "-" and as_json:
        raise click.UsageError("--json and --ics both write to standard output: give --ics a FILE.")
    month = opened_month(url, key)
    if not dates.held(month):
        stop(
            UserError("not_available", f"The timetable is not available for {key}. {dates.LACKING}")
        )
    found = dates.found(month)
    if calendar:
        _write_calendar(
            calendar,
            calendar_file(
                publish_dates(found.entries, Audience.MANAGER, month.as_at, month.snapshot)
            ),
        )
    if as_json or not calendar:
        document = {"month": key, "snapshot": month.snapshot} | timetable_document(found)
        show(document, as_json, lambda: _timetable_text(month))


def _write_calendar(file: str, content: bytes) -> None:
    try:
        with click.open_file(file, "wb") as out:
            out.write(content)
    except OSError as wrong:
        raise click.UsageError(
            f"The calendar cannot be written to '{file}': {wrong.strerror}."
        ) from wrong


def _timetable_text(month: Month) -> str:
    """Return the timetable as text: headline, future and past dates, what to settle, what is
    missing.
    """
    whole = dates.found(month)
    ahead = table(
        [
            {"when": dates.when(one, month), "what": one.what, "body": one.body_name}
            for one in whole.ahead
        ]
    )
    behind = table(
        [
            {
                "when": one.when,
                "what": one.what,
                "body": one.body_name,
                "state": one.state(month.as_at),
            }
            for one in whole.behind
        ]
    )
    settle = [f"  to settle: {one.what}, {one.when}. {one.conflict}" for one in whole.conflicts]
    return "\n".join(
        [
            dates.headline(month),
            "",
            ahead,
            "",
            "Behind:",
            behind,
            *settle,
            *(f"  missing: {note}" for note in whole.notes),
        ]
    )


@click.command(name="plan")
@MONTH
@STORE
@JSON
def plan_(key: str, url: str, as_json: bool) -> None:
    """The improvement plan: delivery and impact, what is late, moved, new or gone, and what does
    not agree.
    """
    month = opened_month(url, key)
    of = plan(months_up_to(open_store(url), month))
    if of is None:
        stop(
            UserError(
                "not_available",
                f"The improvement plan is not available for {key}. {plan_words.LACKING}",
            )
        )
    show(
        plan_document(of, month),
        as_json,
        lambda: f"{plan_words.headline(of)}\n\n{plan_text(of, table)}",
    )
