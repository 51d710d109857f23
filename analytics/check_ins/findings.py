"""Findings for the Check-ins page: do we call everyone every quarter, and what do they say?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.measures.data_quality import quality_note, quality_note_over
from analytics.month.check_in_clock import (
    NEEDS_ATTENTION,
    NO_FURTHER_CONTACT,
    STATES,
    CheckIns,
    check_ins,
    clock,
    coming_months,
    load_ahead,
    quarter,
)
from analytics.month.cohort import not_available
from analytics.month.contacts import ANSWERS, attempts
from analytics.month.month import Month, cached_per_month
from analytics.publish.phrases import (
    NO_ADVISER,
    day,
    is_are,
    month_named,
    named,
    people,
    sentence,
    share,
    was_were,
)
from analytics.publish.types import Fact, Finding
from data.codelists import codelist
from data.dates import quarter_of

PEOPLE, CALLS = "Young people", "Calls due"
EVERYONE = "Every adviser"
ANSWERED, UNANSWERED = "Answered", "Not answered"
SAID_BY = {"method": "Method", "weekday": "Day of the week", "adviser": "Personal adviser"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CLOCK = ("check_ins_in_date", "quarter_completed")  # the measures calculated from the clock
_FROM_THE_FOOT = (
    "in_date",
    "due",
    "first_call_not_yet_due",
    "never_reached",
    "overdue_tried",
    "overdue_not_tried",
)


def now(month: Month) -> Finding:
    """Return the six states of the clock; overdue and never reached are marked."""
    counted = check_ins(month)
    table = pd.DataFrame(
        {"Check-in": list(STATES.values()), PEOPLE: [counted.states[key] for key in STATES]}
    )
    apart = (
        (
            f" {people(counted.no_further_contact)} asked for no further contact and "
            f"{is_are(counted.no_further_contact)} counted separately."
        )
        if counted.no_further_contact
        else ""
    )
    note = (
        f"Everyone aged 21 to 24 at {day(month.as_at)} and not outside the offer: "
        f"{counted.in_scope:,} in scope. Only an answer makes someone in date.{apart}"
    )
    marked = frozenset(key for key in NEEDS_ATTENTION if counted.states[key])
    keys, mark = tuple(STATES), quality_note(month, *CLOCK)
    return Finding(
        headline(counted),
        note,
        table,
        "Check-in",
        (PEOPLE,),
        keys,
        marked,
        month.as_at,
        month.snapshot,
        mark,
    )


def headline(counted: CheckIns) -> str:
    if not counted.in_scope:
        return "Nobody in this extract is in scope of the check-in."
    never = counted.states["never_reached"]
    late = f"{people(counted.overdue)} {is_are(counted.overdue)} overdue a call"
    reached = f" and {never:,} {was_were(never)} never reached" if never else ""
    return (
        f"Check-ins in date: {share(counted.in_date, counted.in_scope)}. {sentence(late)}{reached}."
    )


def over_time(months: Sequence[Month]) -> Finding:
    """Return the six states month by month; the note names months left out for lack of contacts."""
    held = [month for month in months if month.has("contacts")]
    rows = [
        {
            "Month": month.key,
            **{STATES[key]: check_ins(month).states[key] for key in _FROM_THE_FOOT},
        }
        for month in held
    ]
    first, last = check_ins(held[0]), check_ins(held[-1])
    title = (
        f"In date: {share(first.in_date, first.in_scope)} in {held[0].as_at:%B %Y}, "
        f"{share(last.in_date, last.in_scope)} in {held[-1].as_at:%B %Y}."
    )
    return Finding(
        title,
        f"Everyone in scope at each month's as-at date. {people(len(held), 'months', 'month')}.",
        pd.DataFrame(rows),
        "Month",
        tuple(STATES[key] for key in _FROM_THE_FOOT),
        marked=frozenset({STATES["overdue_not_tried"]}),
        as_at=held[-1].as_at,
        snapshot=held[-1].snapshot,
        quality_note=quality_note_over(held, *CLOCK),
    )


def ahead(month: Month, adviser: str = EVERYONE) -> Finding:
    """Return the calls due in each of the next 12 months, with those already overdue shown
    first."""
    calls = load_ahead(month)
    calls = calls if adviser == EVERYONE else calls[calls["adviser"] == adviser]
    due = calls.groupby("month")["calls"].sum()
    keys = ["overdue", *coming_months(month)]
    numbers = [int(due.get(key, 0)) for key in keys]
    busiest = max(keys[1:], key=lambda key: (int(due.get(key, 0)), key))
    late = (
        f"{numbers[0]:,} {'call is' if numbers[0] == 1 else 'calls are'} already late, "
        "including first calls that were never answered"
    )
    most = int(due.get(busiest, 0))
    ahead_words = (
        f"most fall due in {pd.Period(busiest, 'M'):%B %Y}: {most:,}"
        if most
        else "none are due in the next 12 months"
    )
    title = f"{late}; {ahead_words}."
    note = (
        f"{adviser}. Every call due in the 12 months from {day(month.as_at)}, repeating every "
        f"{month.settings.check_in_months} months until the 25th birthday."
    )
    table = pd.DataFrame({"Month": ["Already late", *keys[1:]], CALLS: numbers})
    marked, mark = frozenset({"overdue"} if numbers[0] else ()), quality_note(month, *CLOCK)
    return Finding(
        title,
        note,
        table,
        "Month",
        (CALLS,),
        tuple(keys),
        marked,
        month.as_at,
        month.snapshot,
        mark,
    )


def advisers(month: Month) -> list[str]:
    """Return the advisers to choose from, 'Every adviser' first; only that if the extract has
    none."""
    if not_available(month, "adviser"):
        return [EVERYONE]
    return [EVERYONE, *sorted(load_ahead(month)["adviser"].unique())]


@cached_per_month
def said(month: Month) -> Finding:
    """Return how the attempts of this quarter ended, with people of any age."""
    first, _ = quarter_of(month.as_at)
    tried = attempts(month)
    tried = tried[tried["contact_date"] >= pd.Timestamp(first)]
    counted = tried["outcome"].value_counts()
    codes = codelist("contact_outcome")
    answers = int(tried["answered"].sum())
    rate = (
        f"one answer in every {len(tried) / answers:.1f} attempts" if answers else "no answer yet"
    )
    table = pd.DataFrame(
        {
            "Outcome": [codes.label(code) for code in codes.labels],
            "Attempts": [int(counted.get(code, 0)) for code in codes.labels],
        }
    )
    title = f"{len(tried):,} attempts since {day(first)}: {rate}."
    marked = frozenset(
        code for code in codes.labels if code not in ANSWERS and counted.get(code, 0)
    )
    return Finding(
        title,
        f"Every attempt from {day(first)} to {day(month.as_at)}, by how it ended. Attempts "
        "without an answer are marked.",
        table,
        "Outcome",
        ("Attempts",),
        tuple(codes.labels),
        marked,
        month.as_at,
        month.snapshot,
        quality_note(month, columns=("contacts",)),
    )


@cached_per_month
def answered_by(by: str, month: Month) -> Finding:
    """Return how many attempts of this quarter were answered, by one of SAID_BY."""
    first, _ = quarter_of(month.as_at)
    tried = attempts(month)
    tried = tried[(tried["contact_date"] >= pd.Timestamp(first)) & (not _lacks(month, by))]
    named_by = _GROUPS[by](month, tried)
    counted = tried.groupby(named_by.to_numpy(), sort=False)["answered"].agg(["sum", "size"])
    order = (
        [day for day in WEEKDAYS if day in counted.index]
        if by == "weekday"
        else list(counted.sort_values(["size"], ascending=False, kind="stable").index)
    )
    counted = counted.reindex(order)
    table = pd.DataFrame(
        {
            SAID_BY[by]: order,
            ANSWERED: counted["sum"].to_numpy(),
            UNANSWERED: (counted["size"] - counted["sum"]).to_numpy(),
        }
    )
    title = _lacks(month, by) or (
        f"Answered: {share(int(tried['answered'].sum()), len(tried))} of the attempts "
        f"since {day(first)}."
    )
    note = f"Every attempt from {day(first)} to {day(month.as_at)}, by {SAID_BY[by].lower()}."
    mark = quality_note(month, columns=("contacts",))
    return Finding(
        title,
        note,
        table,
        SAID_BY[by],
        (ANSWERED, UNANSWERED),
        tuple(map(str, order)),
        as_at=month.as_at,
        snapshot=month.snapshot,
        quality_note=mark,
    )


def _lacks(month: Month, by: str) -> str:
    """Return a sentence naming the column that the extract lacks for this breakdown, or ""."""
    if by == "method" and not month.has("contacts.method"):
        return f"Method is not available for {month.as_at:%B %Y}: needs column Method of Contacts."
    return not_available(month, by) if by == "adviser" else ""


def _by_method(_: Month, tried: pd.DataFrame) -> pd.Series:
    methods = (
        tried["method"] if "method" in tried else pd.Series(None, index=tried.index, dtype="str")
    )
    return methods.map(codelist("contact_method").labels).fillna("Not recorded")


def _by_adviser(month: Month, tried: pd.DataFrame) -> pd.Series:
    return (
        tried["child_unique_id"].map(month.column("allocated_personal_adviser")).fillna(NO_ADVISER)
    )


_GROUPS = {
    "method": _by_method,
    "weekday": lambda _, tried: tried["contact_date"].dt.day_name(),
    "adviser": _by_adviser,
}


def peaks(month: Month) -> Finding:
    """Return each adviser's busiest month of the next 12 and the calls due in it, most calls
    first."""
    lacks = not_available(month, "adviser")
    calls = load_ahead(month)
    calls = calls[(calls["month"] != "overdue") & (not lacks)].sort_values(
        ["calls", "month"], ascending=[False, True], kind="stable"
    )
    busiest = calls.drop_duplicates("adviser")
    names = [
        f"{who}, {month_named(key)}"
        for who, key in zip(busiest["adviser"], busiest["month"], strict=True)
    ]
    table = pd.DataFrame({"Adviser and busiest month": names, CALLS: busiest["calls"].to_numpy()})
    top = busiest.iloc[0] if len(busiest) else None
    title = lacks or (
        "No calls are due in the next 12 months."
        if top is None
        else (
            f"The most calls for one adviser in one month: {top['calls']:,}, "
            f"{_whose(top['adviser'])} in {month_named(top['month'])}."
        )
    )
    note = (
        f"Each adviser's busiest month of the 12 from {day(month.as_at)}, and the calls due in "
        "it. Calls that are already late are not included."
    )
    mark = quality_note(month, *CLOCK)
    return Finding(
        title,
        note,
        table,
        "Adviser and busiest month",
        (CALLS,),
        tuple(busiest["adviser"]),
        as_at=month.as_at,
        snapshot=month.snapshot,
        quality_note=mark,
    )


def _whose(adviser: str) -> str:
    return "for those who have no adviser" if adviser == NO_ADVISER else adviser


def facts(month: Month, before: Month | None) -> list[Fact]:
    """Return the tiles: in date, overdue, never reached, answered this quarter, no further
    contact."""
    counted, done = check_ins(month), quarter(month)
    then = check_ins(before) if before and before.has("contacts") else None
    since = named(before.as_at, month.as_at) if before and then else ""
    mark = quality_note(month, *CLOCK)

    def fact(
        label: str,
        number: int,
        was: int | None,
        of: int | None = None,
        target: float | None = None,
        alarming: bool = False,
        one: str = "",
    ) -> Fact:
        return Fact(
            label,
            number,
            of,
            None if was is None else number - was,
            since,
            target,
            alarming,
            mark,
            one,
        )

    return [
        fact(
            "Check-ins in date",
            counted.in_date,
            then and then.in_date,
            counted.in_scope,
            month.settings.target("check_ins_in_date"),
            one="check_ins_in_date",
        ),
        fact("Overdue a call", counted.overdue, then and then.overdue, alarming=True),
        fact(
            "Never reached",
            counted.states["never_reached"],
            then and then.states["never_reached"],
            alarming=True,
        ),
        fact(
            "Answered this quarter" + ("" if done.complete else ", to date"),
            done.answered,
            None,
            done.in_scope,
            month.settings.target("quarter_completed") if done.complete else None,
        ),
        fact(
            "Asked for no further contact",
            counted.no_further_contact,
            then and then.no_further_contact,
        ),
    ]


def ids_in(month: Month, state: str) -> list[str]:
    """Return the ids of the people in one state, or of those who asked for no further contact."""
    if state not in STATES and state != NO_FURTHER_CONTACT:
        raise KeyError(state)
    found = clock(month)["state"]
    return sorted(found.index[found == state])
