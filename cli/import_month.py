"""`import`: store one or more months once every question is answered."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from pathlib import Path

import click
import pandas as pd

from analytics.changes.import_checks import doubts_about
from analytics.changes.new_month import month_before
from analytics.month.changes_between_months import changes as changes_between
from analytics.month.month import month_of_extract
from analytics.plan.entries_and_sheets import at_import
from cli.files import checked, checked_text, date_given, one_answer_each
from cli.months import load
from cli.options import AS_AT, CONFIRM, FILES, FOR_MONTH, MAPPING, PASSWORD, STORE
from cli.output import stop
from data.check.check_month import CheckedExtract
from data.check.link_ids import known_people
from data.paths import local_user
from data.problems import Doubt, InputNeeded, UserError
from data.store import Store

CONTRADICTED = "as_at_contradicted"  # answered by --reason, not by --confirm


@click.command(name="import")
@FILES
@FOR_MONTH
@AS_AT
@MAPPING
@PASSWORD
@click.option(
    "--yes",
    is_flag=True,
    help="Agree to the summary without being asked. Questions still need --confirm.",
)
@CONFIRM
@click.option(
    "--allow-left-out",
    default=0,
    metavar="N",
    help="Agree to leave out exactly N rows that cannot be used.",
)
@click.option(
    "--reason",
    default="",
    help="The reason, kept with the month. Needed if the files contradict --month.",
)
@STORE
def import_(
    files: tuple[Path, ...],
    key: str | None,
    day: datetime | None,
    mapping_file: Path | None,
    password_file: Path | None,
    yes: bool,
    answers: tuple[tuple[str, int], ...],
    allow_left_out: int,
    reason: str,
    url: str,
) -> None:
    """Import one or more months, oldest first. Each month is imported whole or not at all."""
    try:
        store = Store(url)
        extracts = checked(
            files,
            date_given(key, day),
            mapping_file,
            password_file,
            partial(known_before, store),
            answers=one_answer_each(answers),
        )
        unusable = sum(len(extract.left_out) for extract in extracts)
        for extract in extracts:
            click.echo(_summary(store, extract))
            if unusable != allow_left_out:
                words = f"Rows that cannot be used and would be left out: {unusable}."
                raise UserError(
                    "left_out",
                    f"{words} Fix them, or agree to exactly that number with "
                    f"--allow-left-out {unusable}.",
                )
            doubts = doubts_about(
                extract, store.months(), store.people_before(extract.as_at), partial(load, store)
            )
            for doubt in doubts:
                click.echo(f"  warning: {doubt.sentence} {doubt.advice}")
            entered, days = (
                store.plan_entry_table(extract.as_at),
                [taken.as_at for taken in store.months()],
            )
            for said in at_import(extract.tables.get("plan_actions"), entered, extract.as_at, days):
                click.echo(f"  plan: {said}")
            contradicted = [
                doubt.sentence for doubt in extract.doubts if doubt.code == CONTRADICTED
            ]
            if contradicted and not reason:
                words = f"Give a --reason to import it for {extract.as_at:%B %Y} anyway."
                raise InputNeeded(CONTRADICTED, f"{' '.join(contradicted)} {words}")
            asked = [doubt for doubt in extract.doubts if doubt.code != CONTRADICTED] + doubts
            _see_that_each_is_answered(asked, answers)
            if any(problem.rule == "suitability_nought" for problem in extract.problems):
                words = (
                    "Suitability of Accommodation holds 0, which is unsuitable in some "
                    "councils and not recorded in others."
                )
                raise InputNeeded(
                    "suitability_nought", f"{words} State which in a file for --mapping."
                )
            if not yes and not _agreed():
                sys.exit(2)
            _save(store, extract, reason)
    except UserError as no:
        stop(no)


def _see_that_each_is_answered(
    doubts: Iterable[Doubt], answers: tuple[tuple[str, int], ...]
) -> None:
    """Check that every doubt to be confirmed has an answer.

    Raises InputNeeded, with the options to give, if one has none.
    """
    asked = [doubt for doubt in doubts if doubt.must_confirm]
    if open_ := [doubt for doubt in asked if (doubt.code, doubt.number) not in answers]:
        sentences = " ".join(doubt.sentence for doubt in open_)
        options = " ".join(f"--confirm {doubt.code}={doubt.number}" for doubt in open_)
        raise InputNeeded("confirm", f"{sentences} If this is right, confirm it with {options}.")


def _save(store: Store, extract: CheckedExtract, reason: str) -> None:
    """Store a month and report it. A file that was imported before is reported, and is not an
    error.
    """
    try:
        taken = store.save(extract, local_user(), reason, allow_left_out=len(extract.left_out))
        what = f"the return for {taken.month}" if taken.yearly else f"{taken.as_at:%B %Y}"
        click.echo(f"Imported {what} as snapshot {taken.id}.")
    except UserError as no:
        if no.reason != "same_file":
            raise
        click.echo(no.message)


def _agreed() -> bool:
    """Ask for agreement and return the answer; False if nobody can be asked."""
    try:
        return click.confirm("Import this month?")
    except click.Abort:
        click.echo("Nobody can be asked to agree. Add --yes.", err=True)
        return False


def _summary(store: Store, extract: CheckedExtract) -> str:
    lines = [checked_text(extract, show_values=False)]
    before = month_before(store.months(), extract.as_at, partial(load, store))
    if before and "care_leavers" in extract.tables and not extract.yearly:
        found = {
            change.key: change.people
            for change in changes_between(
                before, month_of_extract(extract, store.people_before(extract.as_at))
            )
        }
        lines.append(
            f"  since {before.as_at:%B %Y}: {found['joined'] + found['returned']} joined, "
            f"{found['left']} no longer in the extract"
        )
    return "\n".join(lines)


def known_before(store: Store, as_at: date) -> pd.DataFrame | None:
    """Return every id in the store, with the dates of birth from the month before."""
    earlier = month_before(store.months(), as_at, partial(load, store))
    return known_people(store.ids(), earlier.identities if earlier else None)
