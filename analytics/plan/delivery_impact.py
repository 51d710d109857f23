"""Delivery and impact: the twenty cells of the grid, what each means and what to ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analytics.plan.impact import PLACES, RIGHT, UNCLEAR, UNKNOWN, WRONG
from analytics.publish.ratings import AT_RISK, COMPLETE, NOT_STARTED, OFF_TRACK, ON_TRACK, RATINGS

Pair = tuple[str, str]  # rating of delivery, place of impact


@dataclass(frozen=True, slots=True)
class Cell:
    """What a pair means, what to ask, and the state that gives its colour."""

    state: str
    means: str
    ask: str

    @property
    def sentence(self) -> str:
        return f"{self.means} {self.ask}"


CELLS: dict[Pair, Cell] = {
    (COMPLETE, RIGHT): Cell(
        "on", "Done, and its measure moved the right way.", "Ask what will keep it there."
    ),
    (COMPLETE, UNCLEAR): Cell(
        "risk",
        "Done, and its measure has not clearly moved.",
        "Ask whether it was the right action, or what more is needed.",
    ),
    (COMPLETE, WRONG): Cell(
        "off",
        "Done, and its measure moved the wrong way.",
        "Ask what other causes there are, and whether to reopen the action.",
    ),
    (COMPLETE, UNKNOWN): Cell(
        "none",
        "Done, but nothing shows yet whether it helped.",
        "Ask which measure will show it, and from when.",
    ),
    (ON_TRACK, RIGHT): Cell(
        "on",
        "Going to plan, and its measure already moves the right way.",
        "Ask what is left to do, and carry on.",
    ),
    (ON_TRACK, UNCLEAR): Cell(
        "none", "Going to plan, with no clear change so far.", "Ask when a change should show."
    ),
    (ON_TRACK, WRONG): Cell(
        "off",
        "Going to plan while its measure moved the wrong way.",
        "Ask whether the plan is the right one.",
    ),
    (ON_TRACK, UNKNOWN): Cell(
        "none",
        "Going to plan, but too early to tell what it changes.",
        "Ask how its effect will be seen.",
    ),
    (AT_RISK, RIGHT): Cell(
        "none",
        "At risk, but its measure moves the right way.",
        "Ask whether the rest of it is still needed.",
    ),
    (AT_RISK, UNCLEAR): Cell(
        "risk", "At risk, with no clear change.", "Ask what would bring it back on schedule."
    ),
    (AT_RISK, WRONG): Cell(
        "off",
        "At risk, and its measure moved the wrong way.",
        "Ask for a recovery plan with dates.",
    ),
    (AT_RISK, UNKNOWN): Cell(
        "risk",
        "At risk, and nothing shows what the delay costs.",
        "Ask what the obstacle is, and for a measure.",
    ),
    (OFF_TRACK, RIGHT): Cell(
        "none",
        "Off track, but its measure moves the right way.",
        "Ask why the measure moves, and whether the action is needed at all.",
    ),
    (OFF_TRACK, UNCLEAR): Cell(
        "off",
        "Off track, with no clear change.",
        "Ask which decision it is waiting for, and whose.",
    ),
    (OFF_TRACK, WRONG): Cell(
        "off",
        "Off track, and its measure moved the wrong way.",
        "Ask for a decision at this meeting.",
    ),
    (OFF_TRACK, UNKNOWN): Cell(
        "off",
        "Off track, and nothing shows what the delay costs.",
        "Ask which decision it is waiting for, and for a measure.",
    ),
    (NOT_STARTED, RIGHT): Cell(
        "none",
        "Not started, but its measure moves the right way without it.",
        "Ask whether it is still needed.",
    ),
    (NOT_STARTED, UNCLEAR): Cell(
        "none",
        "Not started, and its measure has not clearly moved.",
        "Ask whether its start date is still right.",
    ),
    (NOT_STARTED, WRONG): Cell(
        "risk",
        "Not started, and its measure moved the wrong way.",
        "Ask whether it should start sooner.",
    ),
    (NOT_STARTED, UNKNOWN): Cell(
        "none",
        "Not started, and nothing to assess it by yet.",
        "Ask for its start date and its measure.",
    ),
}


def pairs() -> Iterator[Pair]:
    """Yield every pair, by delivery and then by impact."""
    return ((rating, place) for rating in RATINGS for place in PLACES)


def key_of(pair: Pair) -> str:
    """Return the key of a pair: 'blue:unclear'."""
    return ":".join(pair)


def name_of(pair: Pair) -> str:
    """Return the name of a pair: 'Complete, no clear change'."""
    return f"{RATINGS[pair[0]].title}, {PLACES[pair[1]].lower()}"
