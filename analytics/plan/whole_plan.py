"""The whole plan of a month: actions with history and impact, and measures or actions without a
link.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analytics.measures.declared import MEASURES
from analytics.measures.measure import NOW
from analytics.month.month import Month
from analytics.plan.action_history import Record, records
from analytics.plan.delivery_impact import Pair, pairs
from analytics.plan.impact import UNCLEAR, WRONG, Impact, Moved, measures_of, together
from analytics.plan.own_measures import is_computed, own_rows, title_of
from analytics.plan.years import plan_year, shared_out
from analytics.publish.phrases import listed
from analytics.publish.types import Audience
from analytics.statistics.series import Series

AUDITS = "audits_good"


@dataclass(frozen=True, eq=False)
class Planned:
    """An action of the plan: its history, and what its measures show."""

    record: Record
    impact: Impact
    unknown_ids: tuple[str, ...] = ()  # measures that it names and that do not exist

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def pair(self) -> Pair | None:
        """Return its cell in the grid; None if it is not rated."""
        return (self.record.now.rating, self.impact.place) if self.record.now.rating else None

    @property
    def unmoved(self) -> bool:
        """Return whether it is complete but its measures show no clear change or moved the wrong
        way.
        """
        return self.record.now.complete and self.impact.place in (UNCLEAR, WRONG)


@dataclass(frozen=True, eq=False)
class Plan:
    """The plan at one month. `gone` left the sheet while it ran; `earlier` were completed in the
    plan before.
    """

    as_at: date
    snapshot: int
    sheets: tuple[str, ...]
    actions: tuple[Planned, ...]
    gone: tuple[Planned, ...]
    earlier: tuple[Planned, ...]
    audits: Moved | None  # audits good or better, which are compared with the ratings
    notes: tuple[str, ...] = ()

    @property
    def month(self) -> str:
        return self.sheets[-1]

    @property
    def before(self) -> str | None:
        """Return the month of the previous sheet, 'YYYY-MM'."""
        return self.sheets[-2] if len(self.sheets) > 1 else None

    @property
    def year(self) -> str:
        return plan_year(self.month)

    @property
    def everyone(self) -> tuple[Planned, ...]:
        """Return the actions on the sheet and those that left it."""
        return tuple(
            sorted((*self.actions, *self.gone), key=lambda one: (one.record.now.area or 99, one.id))
        )

    def action(self, name: str) -> Planned:
        """Return the action with an id, including those of an earlier plan. Raises StopIteration if
        none.
        """
        return next(one for one in (*self.actions, *self.gone, *self.earlier) if one.id == name)

    @property
    def late(self) -> list[Planned]:
        return [one for one in self.actions if one.record.now.late]

    @property
    def cells(self) -> dict[Pair, list[Planned]]:
        """Return the actions in each of the twenty cells."""
        found: dict[Pair, list[Planned]] = {pair: [] for pair in pairs()}
        for one in self.actions:
            if one.pair:
                found[one.pair].append(one)
        return found


def plan(
    months: Sequence[Month],
    audience: Audience = Audience.MANAGER,
    counted: Mapping[str, Series] | None = None,
) -> Plan | None:
    """Return the plan of the newest of these months; None if it has no actions.

    `months` are all months up to it, oldest first, and unfiltered, because the plan counts actions.
    `counted` are series of computed measures that are already known.
    """
    month, found = months[-1], records(months)
    if not any(one.on_sheet and one.month == month.key for one in found):
        return None
    shares = shared_out(found)
    names = [name for one in found for name in one.now.measures]
    moved = measures_of(months, [*names, AUDITS], audience, counted)
    here, gone, earlier = (
        tuple(_planned(one, moved) for one in some)
        for some in (shares.here, shares.gone, shares.earlier)
    )
    audits = moved.get(AUDITS)
    return Plan(
        month.as_at,
        month.snapshot,
        found[0].sheets,
        here,
        gone,
        earlier,
        audits,
        tuple(_notes(month, here)),
    )


def _planned(record: Record, moved: Mapping[str, Moved]) -> Planned:
    names = record.now.measures
    measures = list({moved[name].id: moved[name] for name in names if name in moved}.values())
    unknown = tuple(name for name in names if name not in moved)
    return Planned(record, together(measures), unknown)


def without_measure(of: Plan) -> list[Planned]:
    """Return the actions without a measure: none is linked, or none of the linked ones exists."""
    return [one for one in of.actions if not one.impact.measures]


def without_action(of: Plan, month: Month) -> dict[str, str]:
    """Return the title by id of the measures that no action of the plan is linked to.

    These are the council's own, and the computed ones that have a target.
    """
    used = {measure.id.casefold() for one in of.actions for measure in one.impact.measures}
    own = {name: title_of(row) for name, row in own_rows(month).items() if not is_computed(name)}
    aimed = {
        one.id: one.title
        for one in MEASURES.values()
        if one.basis == NOW and one.target(month.settings) is not None
    }
    return {name: title for name, title in (own | aimed).items() if name.casefold() not in used}


def _notes(month: Month, here: Iterable[Planned]) -> list[str]:
    """Return notes on what had to be decided to place the actions."""
    notes = [
        (
            f"{name} is also the ID of a measure calculated from the extract. The calculated "
            "one is used."
        )
        for name in own_rows(month)
        if is_computed(name)
    ]
    notes += [
        f"{one.id} has no rating, so it is not in the grid." for one in here if one.pair is None
    ]
    notes += [
        f"{one.id} names {listed(one.unknown_ids)}, but there is no such measure."
        for one in here
        if one.unknown_ids
    ]
    return notes
