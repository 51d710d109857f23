"""The command line: for analysts, schedulers and IT. Exit 0 good, 1 at least one error in the data, 2 wrong use or something it must be told."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import click
import pandas as pd

from analytics.changes.import_checks import doubts_about, doubts_alone
from analytics.changes.new_month import month_before
from analytics.cohort.forecast import forecast
from analytics.comparison.compare import benchmark_rows, last_year, ours_from
from analytics.exports.calendar import calendar_file
from analytics.measures.birthdays import birthday_month, returned_month, years_shown
from analytics.measures.calculate import PARTS, count, people_behind
from analytics.measures.declared import MEASURES, Measure, touched_by
from analytics.measures.equity import equity
from analytics.measures.measure import NOW, ON_BIRTHDAYS
from analytics.measures.months import trend
from analytics.measures.series import series_of
from analytics.month import check_in_clock as clock
from analytics.month import ledger as ledgers
from analytics.month.baselines import LISTS
from analytics.month.changes_between_months import changes as changes_between
from analytics.month.cohort import BREAKDOWNS, not_available
from analytics.month.month import Month, month_of, month_of_extract
from analytics.month.settings import SETTINGS, settings_from
from analytics.plan import document as plan_document
from analytics.plan import findings as plan_words
from analytics.plan import plan, plan_text
from analytics.plan.entries_and_sheets import at_import
from analytics.publish.publish import publish_control, publish_dates
from analytics.publish.types import Audience
from analytics.statistics import RULE_SETS
from analytics.timetable import document as timetable_document
from analytics.timetable import findings as dates
from data.check.check_month import Extract, Known, check_month, nobody_known
from data.check.link_ids import known_people
from data.paths import local_user, own_url
from data.problems import NO_ANSWERS, Answers, Doubt, Problem, Refused
from data.recognise.as_at import UNCLEAR, in_words
from data.recognise.files import Opened, Source, by_month, open_files
from data.recognise.mapping import Mapping, read_mapping
from data.recognise.written_dates import month_end
from data.reference.dfe_statistics import all_benchmarks, keep, read_dfe_csv
from data.store import Snapshot, Store, see_that_there_is_one, start_empty

CONTRADICTED = "as_at_contradicted"  # answered by --reason, not by --confirm
WHICH = "which_"  # how the code of a choice between sheets begins
TOLD = {
    "confirm",
    "as_at_unknown",
    "as_at_unclear",
    "kind_mixed",
    "store",
    "store_newer",
    "no_such_month",
    "as_at_contradicted",
    "no_people",
    "benchmarks_release",
    "mapping",
    "password_needed",
    "password_wrong",
    "people_missing",
    "people_only",
    "return_mixed",
    "return_year",
    "which_table",
    "suitability_nought",
    "store_busy",
    "store_damaged",
    "store_missing",
    "store_not_ours",
    "store_older",
    "store_other",
    "store_read_only",
    "store_replaced",
    "store_there",
    "disk_full",
}

BROKEN = {"store_damaged", "store_missing", "store_not_ours"}  # what `verify` finds before it can look at the seals


class Key(click.ParamType):
    """A month written YYYY-MM."""

    name = "YYYY-MM"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            month_end(value)
        except ValueError as wrong:
            self.fail(f"{wrong}.", param, ctx)
        return value


STORE = click.option("--store", "url", default=own_url, show_default="DATABASE_URL, else var/own.db", help="Database URL of the store.")
MONTH = click.option("--month", "key", type=Key(), required=True, help="The month, YYYY-MM.")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
FILES = click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
FOR_MONTH = click.option("--month", "key", type=Key(), help="The month the files are for, where they do not say it, or say it wrongly.")
AS_AT = click.option(
    "--as-at",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The date the files are for: the answer if they give more than one, or one that may be another day's.",
)

MAPPING = click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that says what the council's own headings and spellings mean.",
)


class Answer(click.ParamType):
    """An answer to a question of an import: 'same_tables=31' is ('same_tables', 31)."""

    name = "QUESTION=N"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        code, equals, number = value.partition("=")
        if not (code and equals and number.isascii() and number.isdigit()):
            self.fail(f"'{value}' is not written QUESTION=N, such as same_tables=31.", param, ctx)
        return code, int(number)


CONFIRM = click.option(
    "--confirm",
    "answers",
    type=Answer(),
    multiple=True,
    help="Answer a question that the command has asked, with the number in it. Repeat it for each question.",
)
PASSWORD = click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file whose first line is the password of the protected files. It is stored nowhere.",
)


@click.group()
def cli() -> None:
    """The care leavers dashboard on the command line."""


def stop(refusal: Refused) -> NoReturn:
    """Says why not, and leaves with 2 where something must be told, else with 1."""
    click.echo(with_options(refusal), err=True)
    sys.exit(2 if refusal.reason in TOLD else 1)


def with_options(refusal: Refused) -> str:
    """The words of a refusal, with the numbered options and how to answer if there is a choice."""
    if not refusal.choice or refusal.reason == UNCLEAR:  # a date is answered by --as-at, which its words say
        return refusal.message
    options = [f"  {number}. {option}" for number, option in enumerate(refusal.choice.options, 1)]
    return "\n".join([refusal.message, *options, f"Answer with the number of one: --confirm {refusal.choice.code}=N."])


def show(document: Any, as_json: bool, text: Callable[[], str]) -> None:
    """Writes a document as JSON, or in words."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2) if as_json else text())


def table(rows: list[dict[str, Any]]) -> str:
    """Rows as aligned text."""
    return pd.DataFrame(rows).to_string(index=False, na_rep="") if rows else "Nothing."


# --- the store -------------------------------------------------------------------------------------------------------


def checked(
    files: tuple[Path, ...],
    given: date | None,
    mapping_file: Path | None,
    password_file: Path | None,
    known_before: Known = nobody_known,
    *,
    answers: Answers = NO_ANSWERS,
) -> list[Extract]:
    """The files, read and checked, by month: that of the date given, or their own."""
    opened = open_files([Source(path.name, path) for path in files], _mapping(mapping_file), _password(password_file))
    months: list[list[Opened]] = [opened] if given else list(by_month(opened).values())
    return [check_month(of_month, given, known_before=known_before, answers=answers) for of_month in months]


def _one_each(answers: tuple[tuple[str, int], ...]) -> Answers:
    """The answers by question. Raises UsageError if a question which of several sheets to read has two: they cannot both be followed."""
    given: dict[str, int] = {}
    for code, number in answers:
        if code.startswith(WHICH) and given.get(code, number) != number:
            raise click.UsageError(f"--confirm {code} is given twice with different numbers. Give one, or import the months one by one.")
        given[code] = number
    return given


def _given(key: str | None, day: datetime | None) -> date | None:
    """The date of --as-at, or the last day of --month. Raises UsageError if they disagree."""
    if key and day and f"{day:%Y-%m}" != key:
        raise click.UsageError(f"--as-at {day:%Y-%m-%d} is not in --month {key}. Give one of them.")
    return day.date() if day else month_end(key) if key else None


def _password(file: Path | None) -> str:
    """The first line of the file, nothing where none is given."""
    if file is None:
        return ""
    try:
        return next(iter(file.read_text(encoding="utf-8-sig").splitlines()), "")
    except ValueError as wrong:
        raise Refused("password_wrong", f"The password file '{file.name}' is not plain text (UTF-8).") from wrong


def _mapping(file: Path | None) -> Mapping | None:
    if file is None:
        return None
    try:
        return read_mapping(json.loads(file.read_text(encoding="utf-8")))
    except ValueError as wrong:
        raise Refused("mapping", f"The mapping '{file.name}' cannot be read: it is not JSON.") from wrong


@cli.command()
@FILES
@FOR_MONTH
@AS_AT
@MAPPING
@PASSWORD
@CONFIRM
@click.option("--show-values", is_flag=True, help="Show the values typed. They may be personal data.")
@JSON
def check(
    files: tuple[Path, ...],
    key: str | None,
    day: datetime | None,
    mapping_file: Path | None,
    password_file: Path | None,
    answers: tuple[tuple[str, int], ...],
    show_values: bool,
    as_json: bool,
) -> None:
    """Say what is in the files and what is wrong. Stores nothing."""
    extracts, refusal = [], None
    try:
        extracts = checked(files, _given(key, day), mapping_file, password_file, answers=_one_each(answers))
    except Refused as no:
        refusal = no
    document = {
        "files": [_file(file, extract) for extract in extracts for file in extract.files],
        "problems": [_problem(problem, show_values) for extract in extracts for problem in extract.problems],
        "refusal": _refusal(refusal) if refusal else None,
    }
    show(
        document,
        as_json,
        lambda: with_options(refusal) if refusal else "\n".join(_checked_alone(extract, show_values) for extract in extracts),
    )
    if refusal:
        sys.exit(2 if refusal.reason in TOLD else 1)
    sys.exit(1 if any(extract.errors for extract in extracts) else 0)


def _refusal(refusal: Refused) -> dict[str, Any]:
    """The reason, the words, and only if there is a choice its code and options."""
    choice = refusal.choice
    document = {"reason": refusal.reason, "message": refusal.message}
    return document | ({"choice": {"code": choice.code, "options": list(choice.options)}} if choice else {})


def _file(file: Any, extract: Extract) -> dict[str, Any]:
    dated = {"as_at": extract.as_at.isoformat(), "as_at_from": extract.as_at_from}
    counts = {"rows_read": file.rows_read, "rows_used": file.rows_used, "rows_left_out": file.rows_left_out}
    return {"file": file.name, "format": file.format, "sheets": file.sheets, **counts, "ignored": file.ignored, **dated}


def _problem(problem: Problem, show_values: bool) -> dict[str, Any]:
    where = {"file": problem.file, "sheet": problem.sheet, "cell": problem.cell, "column": problem.heading}
    found = {"severity": str(problem.severity), "rule": problem.rule, **where, "message": problem.message}
    found |= {"measures": list(touched_by(problem.table, problem.column)), "count": 1}
    return found | ({"value": problem.value} if show_values else {})


def _checked_alone(extract: Extract, show_values: bool) -> str:
    """The text of a check, with what is doubtful without knowing any other month."""
    asked = [
        f"  {'please confirm' if doubt.must_confirm else 'warning'}: {doubt.sentence} {doubt.advice}" for doubt in doubts_alone(extract)
    ]
    return "\n".join([_checked_text(extract, show_values), *asked])


def _checked_text(extract: Extract, show_values: bool) -> str:
    lines = [f"{in_words(extract.as_at)} ({extract.as_at_from})"]
    for file in extract.files:
        lines.append(
            f"  {file.name} ({file.format}): {file.rows_read} rows read, {file.rows_used} used, {file.rows_left_out} cannot be used"
        )
        lines += [f"    not kept: {ignored}" for ignored in file.ignored]
    lines += [f"  please confirm: {doubt.sentence} {doubt.advice}" for doubt in extract.doubts]
    asked = {doubt.code for doubt in extract.doubts}
    problems = [problem for problem in extract.problems if problem.rule not in asked]
    lines += [f"  {problem.severity}: {problem.sentence(show_values)}. {problem.advice}".rstrip() for problem in problems]
    return "\n".join(lines)


@cli.command(name="import")
@FILES
@FOR_MONTH
@AS_AT
@MAPPING
@PASSWORD
@click.option("--yes", is_flag=True, help="Agree to the summary without being asked. It answers no question: see --confirm.")
@CONFIRM
@click.option("--allow-left-out", default=0, metavar="N", help="Agree that exactly N rows that cannot be used are left out.")
@click.option("--reason", default="", help="Why: kept with the month, and needed where the files contradict --month.")
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
    """Import one or more months: whole or not at all, oldest first."""
    try:
        store = Store(url)
        extracts = checked(
            files,
            _given(key, day),
            mapping_file,
            password_file,
            partial(known_before, store),
            answers=_one_each(answers),
        )
        unusable = sum(len(extract.left_out) for extract in extracts)
        for extract in extracts:
            click.echo(_summary(store, extract))
            if unusable != allow_left_out:
                words = f"Rows that cannot be used and would be left out: {unusable}."
                raise Refused("left_out", f"{words} Mend them, or agree to exactly that number with --allow-left-out {unusable}.")
            doubts = doubts_about(extract, store.months(), store.people_before(extract.as_at), partial(load, store))
            for doubt in doubts:
                click.echo(f"  warning: {doubt.sentence} {doubt.advice}")
            entered, days = store.plan_entry_table(extract.as_at), [taken.as_at for taken in store.months()]
            for said in at_import(extract.tables.get("plan_actions"), entered, extract.as_at, days):
                click.echo(f"  plan: {said}")
            contradicted = [doubt.sentence for doubt in extract.doubts if doubt.code == CONTRADICTED]
            if contradicted and not reason:
                words = f"Give a --reason to import it for {extract.as_at:%B %Y} anyway."
                raise Refused(CONTRADICTED, f"{' '.join(contradicted)} {words}")
            asked = [doubt for doubt in extract.doubts if doubt.code != CONTRADICTED] + doubts
            _see_that_each_is_answered(asked, answers)
            if any(problem.rule == "suitability_nought" for problem in extract.problems):
                words = "Suitability of Accommodation holds 0, which is unsuitable in some councils and not recorded in others."
                raise Refused("suitability_nought", f"{words} Say which in a file for --mapping.")
            if not yes and not _agreed():
                sys.exit(2)
            _save(store, extract, reason)
    except Refused as no:
        stop(no)


def _see_that_each_is_answered(doubts: Iterable[Doubt], answers: tuple[tuple[str, int], ...]) -> None:
    """Raises Refused, with the answers to give, if a doubt that must be confirmed has none."""
    asked = [doubt for doubt in doubts if doubt.must_confirm]
    if open_ := [doubt for doubt in asked if (doubt.code, doubt.number) not in answers]:
        sentences = " ".join(doubt.sentence for doubt in open_)
        options = " ".join(f"--confirm {doubt.code}={doubt.number}" for doubt in open_)
        raise Refused("confirm", f"{sentences} If this is right, say so with {options}.")


def _save(store: Store, extract: Extract, reason: str) -> None:
    """Stores a month and says so. A month that stands already is said, and is no fault."""
    try:
        taken = store.save(extract, local_user(), reason, allow_left_out=len(extract.left_out))
        what = f"the return for {taken.month}" if taken.yearly else f"{taken.as_at:%B %Y}"
        click.echo(f"Imported {what} as snapshot {taken.id}.")
    except Refused as no:
        if no.reason != "same_file":
            raise
        click.echo(no.message)


def _agreed() -> bool:
    """Whether the person says yes; no where there is nobody to ask."""
    try:
        return click.confirm("Import this month?")
    except click.Abort:
        click.echo("Nobody is there to agree: give --yes.", err=True)
        return False


def _summary(store: Store, extract: Extract) -> str:
    lines = [_checked_text(extract, show_values=False)]
    before = month_before(store.months(), extract.as_at, partial(load, store))
    if before and "care_leavers" in extract.tables and not extract.yearly:
        found = {
            change.key: change.people for change in changes_between(before, month_of_extract(extract, store.people_before(extract.as_at)))
        }
        lines.append(
            f"  since {before.as_at:%B %Y}: {found['joined'] + found['returned']} joined, {found['left']} no longer in the extract"
        )
    return "\n".join(lines)


def known_before(store: Store, as_at: date) -> pd.DataFrame | None:
    """Every id in the store, with the dates of birth of the month before."""
    earlier = month_before(store.months(), as_at, partial(load, store))
    return known_people(store.ids(), earlier.identities if earlier else None)


@cli.command()
@STORE
@JSON
def months(url: str, as_json: bool) -> None:
    """Every import, and which stands for its month."""
    rows = [_snapshot(taken) for taken in _store(url).snapshots()]
    show(
        rows,
        as_json,
        lambda: table(
            [
                {key: row[key] for key in ("month", "snapshot", "as_at", "who", "at", "care_leavers", "left_out", "replaced_by")}
                for row in rows
            ]
        ),
    )


def _snapshot(taken: Snapshot) -> dict[str, Any]:
    return {
        "month": taken.month,
        "snapshot": taken.id,
        "as_at": taken.as_at.isoformat(),
        "who": taken.who,
        "at": taken.at.isoformat(),
        "reason": taken.reason,
        "care_leavers": taken.counts["rows"].get("care_leavers", 0),
        "rows": taken.counts["rows"],
        "left_out": taken.counts["left_out"],
        "problems": taken.counts["problems"],
        "files": [{"name": name, "sha256": sha256} for name, sha256 in taken.files],
        "replaces": taken.replaces,
        "replaced_by": taken.replaced_by,
    }


@cli.command()
@click.argument("key", required=False, type=click.Choice(list(SETTINGS)), metavar="[KEY]")
@click.argument("value", required=False)
@click.option(
    "--from", "start", type=click.DateTime(["%Y-%m-%d"]), help="The day the value is valid from; else the start of the newest month."
)
@STORE
@JSON
def settings(key: str | None, value: str | None, start: datetime | None, url: str, as_json: bool) -> None:
    """What the council has decided for itself. With a key and a value: set it. Each month keeps the settings of its own date."""
    if start and value is None:
        raise click.UsageError("--from goes with a key and a value.")
    store = _store(url)
    if key is None or value is None:
        in_force = store.settings_in_force(datetime.now().astimezone().date())
        rows = [_setting(name, in_force.get(name)) for name in ([key] if key else SETTINGS)]
        show(rows, as_json, lambda: table([{name: row[name] for name in ("key", "value", "default", "since", "title")} for row in rows]))
        return
    document = _set(store, key, value, start.date() if start else store.start_of_newest())
    until = f", until {document['until']}" if document["until"] else ""
    by = f", set by {document['was_by']} on {document['was_at']}" if document["was_by"] else ""
    show(
        document,
        as_json,
        lambda: f"{document['title']}: {document['value']} from {document['valid_from']}{until} (was: {document['was']}{by})",
    )


def _setting(key: str, row: dict[str, Any] | None) -> dict[str, Any]:
    """A setting as its row says, or by default."""
    found = SETTINGS[key]
    plain = found.written(found.default)
    since, who = (row["valid_from"].isoformat(), row["who"]) if row else (None, None)
    named = {"key": key, "title": found.title, "note": found.note}
    return named | {"value": row["value"] if row else plain, "default": plain, "since": since, "who": who}


def _set(store: Store, key: str, value: str, start: date) -> dict[str, Any]:
    """Store a setting from a day on; return what it was that day, who had set it, and until when the new value holds."""
    found = SETTINGS[key]
    try:
        written = found.written(found.read(value))
        before = store.set_settings({key: written}, local_user(), start, lists=LISTS)[key]
    except ValueError as wrong:
        raise click.UsageError(f"{found.title} ({key}) {wrong}. Nothing was stored.") from wrong
    except Refused as no:
        stop(no)
    until = min((row["valid_from"] for row in store.settings_rows() if row["key"] == key and row["valid_from"] > start), default=None)
    named = {"key": key, "title": found.title, "value": written, "valid_from": start.isoformat()}
    was = before["value"] if before else found.written(found.default)
    by = {"was_by": before["who"], "was_at": before["at"].isoformat()} if before else {"was_by": None, "was_at": None}
    return named | {"was": was} | by | {"until": until.isoformat() if until else None}


@cli.command()
@click.option("--accept-copy", is_flag=True, help="Go on with an older copy of the store that was put in its place. Only if it is whole.")
@STORE
@JSON
def verify(accept_copy: bool, url: str, as_json: bool) -> None:
    """Say whether the store is as it was written: its file, every import, every setting, and who did what. Exit 1 if not."""
    try:
        document = _verified(url, accept_copy)
    except Refused as no:
        if no.reason not in BROKEN:
            stop(no)
        document = {"good": False, "imports": None, "acts": None, "seals": None, "accepted": False, "faults": [no.message]}
    held = f"imports: {document['imports']}, acts: {document['acts']}, seals: {document['seals']}"
    good = f"The store is as it was written ({held})."
    accepted = ["This copy counts from now on."] if document["accepted"] else []
    show(document, as_json, lambda: "\n".join([*accepted, *(document["faults"] or [good])]))
    sys.exit(0 if document["good"] else 1)


def _verified(url: str, accept_copy: bool) -> dict[str, Any]:
    """Check a store; accept it as the one that counts if that is asked, it is whole, and it is not the one that was known."""
    see_that_there_is_one(url)
    store = Store(url, any_copy=True)
    faults, unknown = store.faults(), store.not_as_known()
    accepted = bool(accept_copy and unknown and not faults)
    if accepted:
        store.accept_copy(local_user())
    elif unknown:
        faults.append(unknown)
    document = {"good": not faults, **store.counts(), "accepted": accepted, "faults": faults}
    store.close()
    return document


@cli.command(name="start-empty")
@click.option("--yes", is_flag=True, help="Do not ask.")
@STORE
def start_empty_(yes: bool, url: str) -> None:
    """Start with an empty store where one is gone for good. A store that is there is never touched."""
    try:
        if not yes and not click.confirm("The store that was here is gone. Start with an empty one?"):
            sys.exit(2)
        start_empty(url, local_user())
    except click.Abort:
        click.echo("Nobody is there to agree: give --yes.", err=True)
        sys.exit(2)
    except Refused as no:
        stop(no)
    click.echo("The store is empty. Import a month, or put a backup in its place.")


# --- figures ---------------------------------------------------------------------------------------------------------


def _store(url: str) -> Store:
    try:
        return Store(url)
    except Refused as no:
        stop(no)


def load(store: Store, taken: Snapshot) -> Month:
    settings = settings_from(store.settings_on(taken.as_at))
    return month_of(**store.everything(taken), settings=settings, plan_entries=store.plan_entry_table(taken.as_at))


def opened_month(url: str, key: str) -> Month:
    """The month that stands for a key, or a sentence and exit 2."""
    store = _store(url)
    try:
        return load(store, store.month(key))
    except Refused as no:
        stop(no)


@cli.command()
@MONTH
@click.option("--by", multiple=True, type=click.Choice(list(BREAKDOWNS)), help="A breakdown; give it twice to cross two.")
@click.option("--basis", type=click.Choice([NOW, ON_BIRTHDAYS]), help="One basis only; else both.")
@STORE
@JSON
def measures(key: str, by: tuple[str, ...], basis: str | None, url: str, as_json: bool) -> None:
    """Every measure: numerator + remainder + unknown = denominator."""
    if len(by) > 2:
        raise click.UsageError("Two breakdowns at most.")
    store = _store(url)
    returns = [taken for taken in store.returns() if taken.as_at <= month_end(key)][-1:] if basis != NOW else []
    only_returned = bool(returns) and not any(taken.month == key for taken in store.months()) and returns[0].as_at == month_end(key)
    tables = [] if only_returned else _counted_months(store, _broken_down(opened_month(url, key), by), basis, by)
    for taken in returns:
        people = returned_month(store.returned(taken), taken.as_at, taken.id, settings_from(store.settings_on(taken.as_at)))
        counted = count(_of_basis(ON_BIRTHDAYS), people, by)
        tables.append(counted.assign(title=counted["title"] + f", as returned for {taken.month}"))
    rows = [_measure_row(row) for found in tables for row in found.to_dict("records")]
    brief = ("id", "value_of_group", *PARTS, "denominator", "value")
    show(rows, as_json, lambda: table([{name: row[name] for name in brief} for row in rows]))


def _broken_down(month: Month, by: Iterable[str]) -> Month:
    """The month, if its extract has the columns of these breakdowns; otherwise a sentence that names what it lacks, and exit 1."""
    if words := " ".join(filter(None, (not_available(month, name) for name in by))):
        stop(Refused("not_available", words))
    return month


def _measure_row(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a count as JSON; `needs` also names what an available measure could only be counted without."""
    row["needs"] = [*row["needs"], *row.pop("without")]
    return {name: _plain(value) for name, value in row.items()}


def _counted_months(store: Store, month: Month, basis: str | None, by: tuple[str, ...]) -> list[pd.DataFrame]:
    """The measures now, and on birthdays in the year to date and the last full year."""
    tables = [] if basis == ON_BIRTHDAYS else [count(_of_basis(NOW), month, by)]
    if basis != NOW:
        for on_birthdays in _birthday_months(store, month).values():
            counted = count(_of_basis(ON_BIRTHDAYS), on_birthdays, by)
            tables.append(counted.assign(title=counted["title"] + f", year to {on_birthdays.as_at:%d/%m/%Y}"))
    return tables


@cli.command(name="trend")
@click.argument("name", metavar="MEASURE", type=click.Choice([one for one, found in MEASURES.items() if found.basis == NOW]))
@MONTH
@click.option("--by", multiple=True, type=click.Choice(list(BREAKDOWNS)), help="A breakdown; give it twice to cross two.")
@STORE
@JSON
def trend_(name: str, key: str, by: tuple[str, ...], url: str, as_json: bool) -> None:
    """A measure in every month up to this one; months that are missing, and months counted on another basis, are named."""
    found = trend([MEASURES[name]], _history(_store(url), _broken_down(opened_month(url, key), by[:2])), by[:2])
    rows = [{field: _plain(value) for field, value in row.items()} for row in found.rows.to_dict("records")]
    document = {
        "measure": name,
        "gaps": list(found.gaps),
        "breaks": list(found.breaks.get(name, ())),
        "to_date": list(found.to_date.get(name, ())),
        "months": rows,
    }
    brief = ("month", "value_of_group", *PARTS, "denominator", "value")
    show(document, as_json, lambda: table([{field: row[field] for field in brief} for row in rows]))


@cli.command(name="equity")
@click.argument("name", metavar="MEASURE", type=click.Choice([one for one, found in MEASURES.items() if found.basis == NOW]))
@MONTH
@click.option("--by", required=True, type=click.Choice(list(BREAKDOWNS)))
@STORE
@JSON
def equity_(name: str, key: str, by: str, url: str, as_json: bool) -> None:
    """Each group of a breakdown against everyone else: a gap only where the 95 % interval of the difference leaves out 0."""
    month = _broken_down(opened_month(url, key), [by])
    if lacking := MEASURES[name].lacking(month):
        stop(Refused("not_available", f"{MEASURES[name].title} is not available for {key}: needs {', '.join(lacking)}."))
    try:
        rows = [{field: _plain(value) for field, value in row.items()} for row in equity(MEASURES[name], month, by).to_dict("records")]
    except ValueError as wrong:
        raise click.UsageError(f"{wrong}.") from wrong
    brief = ("value_of_group", "numerator", "denominator", "value", "rest_value", "difference", "low", "high", "gap")
    show(rows, as_json, lambda: table([{field: row[field] for field in brief} for row in rows]))


def _of_basis(basis: str) -> list[Measure]:
    return [one for one in MEASURES.values() if one.basis == basis]


def _history(store: Store, month: Month) -> list[Month]:
    """Every month up to this one, oldest first."""
    return [load(store, taken) for taken in store.months() if taken.as_at < month.as_at] + [month]


def _birthday_months(store: Store, month: Month) -> dict[int, Month]:
    """The people of the basis 903 by financial year: the year to date, and the last full one where it is another."""
    history = _history(store, month)
    return {year: birthday_month(history, month, year) for year in dict.fromkeys(years_shown(month))}


def _plain(value: Any) -> Any:
    """A cell of a result as JSON has it: what is not there is null."""
    return None if not isinstance(value, list) and pd.isna(value) else value


@cli.command()
@click.argument("name", metavar="MEASURE", type=click.Choice(list(MEASURES)))
@MONTH
@click.option("--part", type=click.Choice(PARTS), default="numerator", show_default=True)
@STORE
@JSON
def people(name: str, key: str, part: str, url: str, as_json: bool) -> None:
    """The ids of the people in one part of a measure."""
    month = opened_month(url, key)
    if MEASURES[name].basis == ON_BIRTHDAYS:
        month = next(iter(_birthday_months(_store(url), month).values()))
    if lacking := MEASURES[name].lacking(month):
        stop(Refused("not_available", f"{MEASURES[name].title} is not available for {key}: needs {', '.join(lacking)}."))
    ids = people_behind(MEASURES[name], month, part)
    show({"measure": name, "month": key, "part": part, "people": ids}, as_json, lambda: "\n".join(ids))


@cli.command()
@MONTH
@STORE
@JSON
def ledger(key: str, url: str, as_json: bool) -> None:
    """Everyone aged 21 to 24 in one bucket each, and who moved since the month before."""
    store = _store(url)
    month = opened_month(url, key)
    counted = ledgers.ledger(month)
    moved = []
    if (before := _before(store, month)) and ledgers.basis(before) == ledgers.basis(month):
        moved = ledgers.movement(before, month).to_dict("records")
    rates = {"coverage": _rate(*counted.coverage), "reach": _rate(*counted.reach)}
    document = {
        "month": key,
        "snapshot": month.snapshot,
        "basis": counted.basis,
        "buckets": counted.counts,
        "total": counted.total,
        **rates,
        "movement": moved,
    }
    show(document, as_json, lambda: table([{"bucket": ledgers.BUCKETS[name], "people": people} for name, people in counted.counts.items()]))


def _rate(numerator: int, denominator: int) -> float | None:
    return numerator / denominator if denominator else None


def _before(store: Store, month: Month) -> Month | None:
    """The month that stands before this one, whatever its distance."""
    earlier = [taken for taken in store.months() if taken.as_at < month.as_at]
    return load(store, earlier[-1]) if earlier else None


@cli.command(name="check-ins")
@MONTH
@STORE
@JSON
def check_ins(key: str, url: str, as_json: bool) -> None:
    """The check-in clock: who is in date, due, overdue or was never reached."""
    month = opened_month(url, key)
    if not month.has("contacts"):
        stop(Refused("not_available", f"The check-in clock is not available for {key}: needs the table Contacts."))
    counted, done = clock.check_ins(month), clock.quarter(month)
    quarter = {
        "first": f"{done.first}",
        "last": f"{done.last}",
        "complete": done.complete,
        "answered": done.answered,
        "in_scope": done.in_scope,
    }
    head = {"month": key, "snapshot": month.snapshot, "states": counted.states, "in_scope": counted.in_scope}
    document = head | {
        "no_further_contact": counted.no_further_contact,
        "in_date_rate": _rate(counted.in_date, counted.in_scope),
        "quarter": quarter,
    }
    show(document, as_json, lambda: table([{"state": clock.STATES[name], "people": people} for name, people in counted.states.items()]))


@cli.command()
@MONTH
@click.option("--since", type=Key(), help="Compare with this month; else with the one before.")
@STORE
@JSON
def changes(key: str, since: str | None, url: str, as_json: bool) -> None:
    """What changed since an earlier month: joined, aged, moved, vanished, edited."""
    store = _store(url)
    month = opened_month(url, key)
    before = opened_month(url, since) if since else _before(store, month)
    if before is None:
        stop(Refused("no_such_month", f"There is no month before {key} in this store."))
    found = changes_between(before, month)
    rows = [
        {"change": change.key, "title": change.title, "step": change.step, "people": change.people, "ids": list(change.ids)}
        for change in found
    ]
    document = {
        "month": key,
        "since": before.key,
        "snapshot": month.snapshot,
        "cohort": {before.key: _cohort(before), key: _cohort(month)},
        "changes": rows,
    }
    show(document, as_json, lambda: table([{"change": row["title"], "people": row["people"]} for row in rows]))


@cli.command(name="forecast")
@MONTH
@click.option("--joiners", type=click.FloatRange(min=0), help="Who joins each month; else the mean of the last 12 months.")
@click.option("--advisers", type=click.IntRange(min=1), help="Advisers who share the caseload; else those there are.")
@STORE
@JSON
def forecast_(key: str, joiners: float | None, advisers: int | None, url: str, as_json: bool) -> None:
    """The cohort ahead, month by month for 18 months, and what it does to the caseload."""
    ahead = forecast(_history(_store(url), opened_month(url, key)), joiners, advisers)
    months = [
        {name: _plain(value) for name, value in row.items()}
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
    show(document, as_json, lambda: table([{name: value for name, value in row.items() if name != "day"} for row in months]))


@cli.command(name="benchmarks")
@MONTH
@click.option(
    "--load",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="First keep the figures of a CSV file published by the DfE.",
)
@click.option("--release", help="The year of the release that file belongs to, YYYY.")
@STORE
@JSON
def benchmarks_(key: str, file: Path | None, release: str | None, url: str, as_json: bool) -> None:
    """Published figures beside ours: England, the region, the authority, its neighbours. Each row says its basis."""
    if (file is None) != (release is None):
        raise click.UsageError("--load and --release go together.")
    try:
        if file and release:
            keep(read_dfe_csv(file, release))
        published = all_benchmarks()
    except Refused as no:
        stop(no)
    store, month = _store(url), opened_month(url, key)
    ours = ours_from(count(_of_basis(NOW), month), last_year(month.as_at))
    for year, on_birthdays in _birthday_months(store, month).items():
        note = "" if on_birthdays.as_at.month == 3 and on_birthdays.as_at.day == 31 else "year to date"
        ours += ours_from(count(_of_basis(ON_BIRTHDAYS), on_birthdays), year + 1, note)
    rows = benchmark_rows(published, month.settings, ours, up_to=month.as_at.year)
    brief = ("measure", "age_group", "year", "area", "percent", "symbol", "basis", "caution")
    show(rows, as_json, lambda: table([{name: row[name] for name in brief} for row in rows]))


def _cohort(month: Month) -> int:
    return int(MEASURES["cohort"].denominator(month).sum())


@cli.command(name="spc")
@click.argument("name", metavar="MEASURE", type=click.Choice([one for one, found in MEASURES.items() if found.basis == NOW]))
@MONTH
@click.option("--rules", type=click.Choice(list(RULE_SETS)), default="plotthedots", show_default=True, help="The published set of rules.")
@click.option(
    "--rebase", type=(str, str), multiple=True, metavar="YYYY-MM REASON", help="Limits anew from this month, beside the council's own."
)
@click.option("--freeze", type=click.IntRange(min=12), help="Limits from the first so many points of each baseline, 12 or more.")
@STORE
@JSON
def spc_(name: str, key: str, rules: str, rebase: tuple[tuple[str, str], ...], freeze: int | None, url: str, as_json: bool) -> None:
    """A measure's control chart up to a month: its limits, what moved by more than chance, and what may be said of it."""
    history = _history(_store(url), opened_month(url, key))
    if unknown := [month for month, _ in rebase if month not in {one.key for one in history}]:
        raise click.UsageError(f"--rebase: there is no month {unknown[0]} up to {key}.")
    drawn = publish_control(series_of(MEASURES[name], history, rebase), Audience.MANAGER, RULE_SETS[rules], freeze=freeze)
    document = drawn.control.as_json(name) | {"claim": drawn.headline}
    brief = ["Month", *(column for column in drawn.table.columns if column in ("Number", "Value", "Value, %", "State", "Signals"))]
    show(document, as_json, lambda: "\n".join((drawn.headline, drawn.note, "", table(drawn.table[brief].to_dict("records")))))


@cli.command(name="timetable")
@MONTH
@click.option(
    "--ics",
    "calendar",
    is_flag=False,
    flag_value="-",
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="[FILE]",
    help="A calendar (iCalendar) instead: to FILE, or without FILE, or as '-', to standard output.",
)
@STORE
@JSON
def timetable_(key: str, calendar: str | None, url: str, as_json: bool) -> None:
    """What is due, to whom, when: dates on record, dates by rule, windows, what does not agree and what is missing."""
    if calendar == "-" and as_json:
        raise click.UsageError("--json and --ics both write to standard output: give --ics a FILE.")
    month = opened_month(url, key)
    if not dates.held(month):
        stop(Refused("not_available", f"The timetable is not available for {key}. {dates.LACKING}"))
    found = dates.found(month)
    if calendar:
        _write_calendar(calendar, calendar_file(publish_dates(found.entries, Audience.MANAGER, month.as_at, month.snapshot)))
    if as_json or not calendar:
        document = {"month": key, "snapshot": month.snapshot} | timetable_document(found)
        show(document, as_json, lambda: _timetable_text(month))


def _write_calendar(file: str, content: bytes) -> None:
    try:
        with click.open_file(file, "wb") as out:
            out.write(content)
    except OSError as wrong:
        raise click.UsageError(f"The calendar cannot be written to '{file}': {wrong.strerror}.") from wrong


def _timetable_text(month: Month) -> str:
    """The headline, what is ahead and behind, what to settle, and what is missing."""
    whole = dates.found(month)
    ahead = table([{"when": dates.when(one, month), "what": one.what, "body": one.body_name} for one in whole.ahead])
    behind = table([{"when": one.when, "what": one.what, "body": one.body_name, "state": one.state(month.as_at)} for one in whole.behind])
    settle = [f"  to settle: {one.what}, {one.when}. {one.conflict}" for one in whole.conflicts]
    return "\n".join([dates.headline(month), "", ahead, "", "Behind:", behind, *settle, *(f"  missing: {note}" for note in whole.notes)])


@cli.command(name="plan")
@MONTH
@STORE
@JSON
def plan_(key: str, url: str, as_json: bool) -> None:
    """The improvement plan: delivery beside impact, what is late, moved, new and gone, and what does not agree."""
    month = opened_month(url, key)
    of = plan(_history(_store(url), month))
    if of is None:
        stop(Refused("not_available", f"The improvement plan is not available for {key}. {plan_words.LACKING}"))
    show(plan_document(of, month), as_json, lambda: f"{plan_words.headline(of)}\n\n{plan_text(of, table)}")


# --- documents -------------------------------------------------------------------------------------------------------


@cli.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def sample(folder: Path) -> None:
    """Write the made-up council's 18 monthly workbooks."""
    from data.sample.council import write_sample

    for path in write_sample(folder):
        click.echo(path)


@cli.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def template(file: Path) -> None:
    """Write an empty workbook to fill."""
    from data.writing.month_and_template import write_template

    write_template(file)
    click.echo(file)


if __name__ == "__main__":
    cli()
