"""Findings for the Improvement plan page: is each action delivered, and has its measure moved?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from analytics.plan import action_lists
from analytics.plan.contradictions import KINDS, contradictions
from analytics.plan.delivery_impact import CELLS, key_of, name_of
from analytics.plan.impact import PLACES
from analytics.plan.sheet import AREAS, area_name
from analytics.plan.whole_plan import Plan, Planned
from analytics.publish.phrases import day, is_are, listed, month_named, month_short, people
from analytics.publish.ratings import NOT_RATED, OFF_TRACK, RATINGS, titled
from analytics.publish.types import Fact, Finding

LACKING = (
    "This month's extract has no Plan actions, so the improvement plan cannot be shown. Add a "
    "Plan actions sheet with a row for each action: Action ID, Area for Improvement, Action, "
    "Lead, Due and Delivery RAG."
)
NOT_NARROWED = "The filters do not apply to this page: it counts actions, not people."
ACTION, AREA, PLACE = "Action", "Area", "Place"
_MOST_MONTHS = 18  # of the heat map, so that its cells can be read


def headline(of: Plan) -> str:
    """Return how many actions are complete, late and not moving."""
    complete, late = sum(one.record.now.complete for one in of.actions), len(of.late)
    still = sum(one.unmoved for one in of.actions)
    first = (
        f"{complete} of {people(len(of.actions), 'actions', 'action')} {is_are(complete)} "
        f"complete, {late or 'none'} {is_are(late)} late."
    )
    if not complete:
        return first
    return (
        f"{first} Of those complete, {still or 'none'} {'has' if still == 1 else 'have'} a "
        "measure that has not clearly moved, or moved the wrong way."
    )


def note(of: Plan) -> str:
    """Return which plan this is, its date, and the sheet that "new" compares with."""
    since = (
        f"New means since {month_named(of.before)}."
        if of.before
        else "This is the first recorded month of the plan."
    )
    return f"Improvement plan of {of.year} at {day(of.as_at)}. {since} {NOT_NARROWED}"


def facts(of: Plan) -> list[Fact]:
    """Return the tiles: complete, off track or late, complete but not moved, slipped and changed
    this month.

    None of them counts people.
    """
    records = [one.record for one in of.actions]
    behind = sum(one.now.rating == OFF_TRACK or one.now.late for one in records)
    return [
        Fact("Complete", sum(one.now.complete for one in records), len(records), of_people=False),
        Fact("Off track or late", behind, alarming=True, of_people=False),
        Fact(
            "Complete, but not moved the right way",
            sum(one.unmoved for one in of.actions),
            alarming=True,
            of_people=False,
        ),
        Fact(
            "Due date moved later this month",
            sum(one.slipped_now is not None for one in records),
            alarming=True,
            of_people=False,
        ),
        Fact("Rating changed this month", sum(one.changed for one in records), of_people=False),
    ]


def grid(of: Plan) -> Finding:
    """Return how many actions are in each of the twenty cells, what each cell means and what to
    ask.
    """
    cells = of.cells
    table = pd.DataFrame(
        {
            PLACE: [name_of(pair) for pair in CELLS],
            "Delivery": [RATINGS[pair[0]].title for pair in CELLS],
            "Impact": [PLACES[pair[1]] for pair in CELLS],
            "Actions": [len(cells[pair]) for pair in CELLS],
            "Which": [", ".join(one.id for one in cells[pair]) for pair in CELLS],
            "What it means": [cell.means for cell in CELLS.values()],
            "What to ask": [cell.ask for cell in CELLS.values()],
        }
    )
    moved = sum(one.impact.place == "right" for one in of.actions)
    title = (
        f"Delivery and impact: the measures of {moved} of "
        f"{people(len(of.actions), 'actions', 'action')} moved the right way."
    )
    said = (
        "Delivery is the lead's rating. Impact is worked out from the linked measures: one has "
        "moved only if its control chart has a signal in the latest month. Signals both ways "
        "count as no clear change. ▲ needs an answer first, ◆ next. ● is as it should be. – "
        "has nothing to decide yet."
    )
    keys = tuple(map(key_of, CELLS))
    marked = frozenset(
        key_of(pair) for pair, cell in CELLS.items() if cell.state == "off" and cells[pair]
    )
    return Finding(title, said, table, PLACE, (), keys, marked, of.as_at, of.snapshot)


STATES = {key_of(pair): cell.state for pair, cell in CELLS.items()}


def in_place(of: Plan, key: str) -> Finding:
    """Return the actions of one cell of the grid with what their measures show; the note explains
    the cell.
    """
    pair = next(pair for pair in CELLS if key_of(pair) == key)
    some = of.cells[pair]
    title = f"{name_of(pair)}: {people(len(some), 'actions', 'action')}."
    return action_lists.with_impact(of, title, CELLS[pair].sentence, some)


def heat_map(of: Plan) -> Finding:
    """Return the rating of every action in every month, by area; empty if it was not on the
    sheet."""
    months = of.sheets[-_MOST_MONTHS:]
    shown = [
        one for one in of.everyone if any(entry.month in months for entry in one.record.entries)
    ]
    rows = [
        {AREA: area_name(one.record.now.area), ACTION: _called(one), **_ratings(one, months)}
        for one in shown
    ]
    table = pd.DataFrame(rows, columns=[AREA, ACTION, *map(month_short, months)])
    now = counted(of.actions)
    said = listed([f"{number} {title.lower()}" for title, number in now.items() if number])
    rule = (
        "The lead's rating, month by month. It is blank if the action was not on the sheet. An "
        "action keeps its months in the next year's plan."
    )
    keys = tuple(one.id for one in shown)
    return Finding(
        f"Month by month: in {month_named(of.month)} {said}.",
        rule,
        table,
        ACTION,
        (),
        keys,
        as_at=of.as_at,
        snapshot=of.snapshot,
    )


def _called(one: Planned) -> str:
    return f"{one.id} {one.record.now.action}"


def _ratings(one: Planned, months: Iterable[str]) -> dict[str, str]:
    found = {entry.month: titled(entry.rating) for entry in one.record.entries}
    return {month_short(month): found.get(month, "") for month in months}


def counted(actions: Iterable[Planned]) -> dict[str, int]:
    """Count the actions with each rating, in the order of the ratings; not rated only if there are
    any.
    """
    found = Counter(titled(one.record.now.rating) for one in actions)
    titles = [*(one.title for one in RATINGS.values()), *([NOT_RATED] if found[NOT_RATED] else [])]
    return {title: found[title] for title in titles}


def by_area(of: Plan) -> Finding:
    """Return the seven areas this month: actions by rating, late actions, and what their measures
    show.
    """
    rows = []
    for area in areas(of.actions):
        some = [one for one in of.actions if one.record.now.area == area]
        rows.append(
            {
                AREA: area_name(area),
                "Actions": len(some),
                **counted(some),
                "Late": sum(one.record.now.late for one in some),
                **{
                    f"Impact: {words.lower()}": sum(one.impact.place == place for one in some)
                    for place, words in PLACES.items()
                },
            }
        )
    late = sum(row["Late"] > 0 for row in rows)
    title = (
        f"{late or 'None'} of {people(len(rows), 'areas', 'area')} "
        f"{'has' if late == 1 else 'have'} a late action."
    )
    table = (
        pd.DataFrame(rows)
        .fillna(0)
        .astype({name: "int64" for row in rows for name in row if name != AREA})
    )
    keys = tuple(str(row[AREA]) for row in rows)
    marked = frozenset(str(row[AREA]) for row in rows if row["Late"])
    return Finding(
        title,
        "Actions in each area by the lead's rating and by what their measures show.",
        table,
        AREA,
        (),
        keys,
        marked,
        of.as_at,
        of.snapshot,
    )


def areas(actions: Iterable[Planned]) -> list[int | None]:
    """Return the seven areas, and None if an action has no area."""
    return [*AREAS, *([None] if any(one.record.now.area is None for one in actions) else [])]


def area_by_month(of: Plan) -> Finding:
    """Return how many actions had each rating, for every area and month of the plan."""
    found = Counter(
        (entry.month, entry.area or 0, titled(entry.rating))
        for one in of.everyone
        for entry in one.record.entries
    )
    titles = [one.title for one in RATINGS.values()] + (
        [NOT_RATED] if any(title == NOT_RATED for *_, title in found) else []
    )
    places = sorted({(month, area) for month, area, _ in found})
    rows = [
        {
            "Month": month,
            AREA: area_name(area or None),
            **{title: found[month, area, title] for title in titles},
        }
        for month, area in places
    ]
    table = pd.DataFrame(rows, columns=["Month", AREA, *titles])
    return Finding(
        "Ratings by area and month",
        "How many actions in each area had each rating.",
        table,
        "Month",
        (),
        as_at=of.as_at,
        snapshot=of.snapshot,
    )


def disagreeing(of: Plan) -> Finding:
    """Return every contradiction, one sentence per row."""
    found = contradictions(of)
    table = pd.DataFrame(
        {
            "What does not agree": [KINDS[one.kind] for one in found],
            "Actions": [", ".join(one.actions) for one in found],
            "In numbers": [one.sentence for one in found],
        },
        dtype="str",
    )
    title = (
        f"{people(len(found), 'contradictions', 'contradiction')} in the plan."
        if found
        else "Nothing in the plan contradicts itself."
    )
    rule = (
        "Ratings are compared with their dates, last month, the measures and the lead's view "
        "of impact."
    )
    return Finding(
        title[:1].upper() + title[1:],
        rule,
        table,
        "What does not agree",
        (),
        as_at=of.as_at,
        snapshot=of.snapshot,
    )
