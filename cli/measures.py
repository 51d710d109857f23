"""Commands about measures: counts, trends, groups, control charts, and the people behind them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click
import pandas as pd

from analytics.measures.birthdays import returned_month
from analytics.measures.calculate import PARTS, calculate, people_behind
from analytics.measures.declared import MEASURES, Measure
from analytics.measures.equity import equity
from analytics.measures.measure import NOW, ON_BIRTHDAYS
from analytics.measures.months import trend
from analytics.measures.series import series_of
from analytics.month.cohort import BREAKDOWNS, not_available
from analytics.month.month import Month
from analytics.month.settings import settings_from
from analytics.publish.publish import publish_control
from analytics.publish.types import Audience
from analytics.statistics import RULE_SETS
from cli.months import birthday_months, months_up_to, open_store, opened_month
from cli.options import JSON, MONTH, STORE
from cli.output import json_value, show, stop, table
from data.problems import UserError
from data.recognise.written_dates import month_end
from data.store import Store


def _at_most_two(
    _context: click.Context, _option: click.Parameter, by: tuple[str, ...]
) -> tuple[str, ...]:
    if len(by) > 2:
        raise click.BadParameter("Two breakdowns at most.")
    return by


BY = click.option(
    "--by",
    multiple=True,
    type=click.Choice(list(BREAKDOWNS)),
    callback=_at_most_two,
    help="A breakdown; give it twice to cross two.",
)


@click.command()
@MONTH
@BY
@click.option(
    "--basis", type=click.Choice([NOW, ON_BIRTHDAYS]), help="Only one basis. The default is both."
)
@STORE
@JSON
def measures(key: str, by: tuple[str, ...], basis: str | None, url: str, as_json: bool) -> None:
    """Every measure: numerator + remainder + unknown = denominator."""
    store = open_store(url)
    returns = (
        [taken for taken in store.returns() if taken.as_at <= month_end(key)][-1:]
        if basis != NOW
        else []
    )
    only_returned = (
        bool(returns)
        and not any(taken.month == key for taken in store.months())
        and returns[0].as_at == month_end(key)
    )
    tables = (
        []
        if only_returned
        else _counted_months(store, _broken_down(opened_month(url, key), by), basis, by)
    )
    for taken in returns:
        people = returned_month(
            store.returned(taken),
            taken.as_at,
            taken.id,
            settings_from(store.settings_on(taken.as_at)),
        )
        counted = calculate(_of_basis(ON_BIRTHDAYS), people, by)
        tables.append(counted.assign(title=counted["title"] + f", as returned for {taken.month}"))
    rows = [_measure_row(row) for found in tables for row in found.to_dict("records")]
    brief = ("id", "value_of_group", *PARTS, "denominator", "value")
    show(rows, as_json, lambda: table([{name: row[name] for name in brief} for row in rows]))


def _broken_down(month: Month, by: Iterable[str]) -> Month:
    """Return the month if its extract has the columns of these breakdowns.

    Otherwise name the missing columns and exit with 1.
    """
    if words := " ".join(filter(None, (not_available(month, name) for name in by))):
        stop(UserError("not_available", words))
    return month


def _measure_row(row: dict[Any, Any]) -> dict[str, Any]:
    """Return a row of a count as JSON; `needs` also names optional columns that the extract
    lacks."""
    row["needs"] = [*row["needs"], *row.pop("without")]
    return {name: json_value(value) for name, value in row.items()}


def _counted_months(
    store: Store, month: Month, basis: str | None, by: tuple[str, ...]
) -> list[pd.DataFrame]:
    """Count the measures now, and on birthdays in the year to date and the last full year."""
    tables = [] if basis == ON_BIRTHDAYS else [calculate(_of_basis(NOW), month, by)]
    if basis != NOW:
        for on_birthdays in birthday_months(store, month).values():
            counted = calculate(_of_basis(ON_BIRTHDAYS), on_birthdays, by)
            tables.append(
                counted.assign(title=counted["title"] + f", year to {on_birthdays.as_at:%d/%m/%Y}")
            )
    return tables


def _of_basis(basis: str) -> list[Measure]:
    return [one for one in MEASURES.values() if one.basis == basis]


@click.command(name="trend")
@click.argument(
    "name",
    metavar="MEASURE",
    type=click.Choice([one for one, found in MEASURES.items() if found.basis == NOW]),
)
@MONTH
@BY
@STORE
@JSON
def trend_(name: str, key: str, by: tuple[str, ...], url: str, as_json: bool) -> None:
    """A measure in every month up to this one. Names missing months and months counted on a
    different basis.
    """
    found = trend(
        [MEASURES[name]],
        months_up_to(open_store(url), _broken_down(opened_month(url, key), by)),
        by,
    )
    rows = [
        {field: json_value(value) for field, value in row.items()}
        for row in found.rows.to_dict("records")
    ]
    document = {
        "measure": name,
        "gaps": list(found.gaps),
        "breaks": list(found.breaks.get(name, ())),
        "to_date": list(found.to_date.get(name, ())),
        "months": rows,
    }
    brief = ("month", "value_of_group", *PARTS, "denominator", "value")
    show(document, as_json, lambda: table([{field: row[field] for field in brief} for row in rows]))


@click.command(name="equity")
@click.argument(
    "name",
    metavar="MEASURE",
    type=click.Choice([one for one, found in MEASURES.items() if found.basis == NOW]),
)
@MONTH
@click.option("--by", required=True, type=click.Choice(list(BREAKDOWNS)))
@STORE
@JSON
def equity_(name: str, key: str, by: str, url: str, as_json: bool) -> None:
    """Each group of a breakdown against all other people: a gap only if the 95% interval of the
    difference excludes 0.
    """
    month = _broken_down(opened_month(url, key), [by])
    if lacking := MEASURES[name].lacking(month):
        stop(
            UserError(
                "not_available",
                f"{MEASURES[name].title} is not available for {key}: needs {', '.join(lacking)}.",
            )
        )
    try:
        rows = [
            {field: json_value(value) for field, value in row.items()}
            for row in equity(MEASURES[name], month, by).to_dict("records")
        ]
    except ValueError as wrong:
        raise click.UsageError(f"{wrong}.") from wrong
    brief = (
        "value_of_group",
        "numerator",
        "denominator",
        "value",
        "rest_value",
        "difference",
        "low",
        "high",
        "gap",
    )
    show(rows, as_json, lambda: table([{field: row[field] for field in brief} for row in rows]))


@click.command()
@click.argument("name", metavar="MEASURE", type=click.Choice(list(MEASURES)))
@MONTH
@click.option("--part", type=click.Choice(PARTS), default="numerator", show_default=True)
@STORE
@JSON
def people(name: str, key: str, part: str, url: str, as_json: bool) -> None:
    """The ids of the people in one part of a measure."""
    month = opened_month(url, key)
    if MEASURES[name].basis == ON_BIRTHDAYS:
        month = next(iter(birthday_months(open_store(url), month).values()))
    if lacking := MEASURES[name].lacking(month):
        stop(
            UserError(
                "not_available",
                f"{MEASURES[name].title} is not available for {key}: needs {', '.join(lacking)}.",
            )
        )
    ids = people_behind(MEASURES[name], month, part)
    show(
        {"measure": name, "month": key, "part": part, "people": ids},
        as_json,
        lambda: "\n".join(ids),
    )


@click.command(name="spc")
@click.argument(
    "name",
    metavar="MEASURE",
    type=click.Choice([one for one, found in MEASURES.items() if found.basis == NOW]),
)
@MONTH
@click.option(
    "--rules",
    type=click.Choice(list(RULE_SETS)),
    default="plotthedots",
    show_default=True,
    help="The published set of rules.",
)
@click.option(
    "--rebase",
    type=(str, str),
    multiple=True,
    metavar="YYYY-MM REASON",
    help="Start new limits from this month, in addition to those set by the council.",
)
@click.option(
    "--freeze",
    type=click.IntRange(min=12),
    help="Calculate limits from only the first N points of each baseline (at least 12).",
)
@STORE
@JSON
def spc_(
    name: str,
    key: str,
    rules: str,
    rebase: tuple[tuple[str, str], ...],
    freeze: int | None,
    url: str,
    as_json: bool,
) -> None:
    """A measure's control chart up to a month: its limits, what moved by more than chance, and its
    claim.
    """
    history = months_up_to(open_store(url), opened_month(url, key))
    if unknown := [month for month, _ in rebase if month not in {one.key for one in history}]:
        raise click.UsageError(f"--rebase: there is no month {unknown[0]} up to {key}.")
    drawn = publish_control(
        series_of(MEASURES[name], history, rebase),
        Audience.MANAGER,
        RULE_SETS[rules],
        freeze=freeze,
    )
    document = drawn.control.as_json(name) | {"claim": drawn.headline}
    brief = [
        "Month",
        *(
            column
            for column in drawn.table.columns
            if column in ("Number", "Value", "Value, %", "State", "Signals")
        ),
    ]
    show(
        document,
        as_json,
        lambda: "\n".join(
            (drawn.headline, drawn.note, "", table(drawn.table[brief].to_dict("records")))
        ),
    )
