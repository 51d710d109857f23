"""Every command of `manage.py`, in the order in which its help lists them."""

from __future__ import annotations

import click

from cli import check, documents, import_month, measures, store, subjects


@click.group()
def cli() -> None:
    """The care leavers dashboard on the command line."""


for command in (
    check.check,
    import_month.import_,
    store.months,
    store.settings,
    store.verify,
    store.start_empty_,
    measures.measures,
    measures.trend_,
    measures.equity_,
    measures.people,
    measures.spc_,
    subjects.ledger,
    subjects.check_ins,
    subjects.changes,
    subjects.forecast_,
    subjects.benchmarks_,
    subjects.timetable_,
    subjects.plan_,
    documents.sample,
    documents.template,
):
    cli.add_command(command)
