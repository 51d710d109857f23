"""Delivery beside impact: the twenty places that an action can have, what each means and what to ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analytics.plan.impact import PLACES, RIGHT, UNCLEAR, UNKNOWN, WRONG
from analytics.publish.ratings import AT_RISK, COMPLETE, NOT_STARTED, OFF_TRACK, ON_TRACK, RATINGS

Pair = tuple[str, str]  # rating of delivery, place of impact


@dataclass(frozen=True, slots=True)
class Cell:
    """What a pair means, what to ask, and the state by which it is coloured."""

    state: str
    means: str
    ask: str

    @property
    def sentence(self) -> str:
        return f"{self.means} {self.ask}"


CELLS: dict[Pair, Cell] = {
    (COMPLETE, RIGHT): Cell("on", "Done, and its measure moved the right way.", "Ask what will hold it there."),
    (COMPLETE, UNCLEAR): Cell("risk", "Done, and its measure has not clearly moved.", "Ask whether it was the right action, or what else it needs."),
    (COMPLETE, WRONG): Cell("off", "Done, and its measure moved the wrong way.", "Ask what else is at work, and whether the action should be opened again."),
    (COMPLETE, UNKNOWN): Cell("none", "Done, and nothing shows yet whether it helped.", "Ask which measure will show it, and from when."),
    (ON_TRACK, RIGHT): Cell("on", "Going to plan, and its measure moves the right way already.", "Ask what is left to do, and keep on."),
    (ON_TRACK, UNCLEAR): Cell("none", "Going to plan, with no clear change so far.", "Ask when a change should show."),
    (ON_TRACK, WRONG): Cell("off", "Going to plan while its measure moved the wrong way.", "Ask whether the plan is the right one."),
    (ON_TRACK, UNKNOWN): Cell("none", "Going to plan, and too early to tell what it changes.", "Ask how its effect will be seen."),
    (AT_RISK, RIGHT): Cell("none", "At risk, while its measure moves the right way.", "Ask whether what is left of it is still needed."),
    (AT_RISK, UNCLEAR): Cell("risk", "At risk, with no clear change.", "Ask what would bring it back to its dates."),
    (AT_RISK, WRONG): Cell("off", "At risk, and its measure moved the wrong way.", "Ask for a recovery plan with dates."),
    (AT_RISK, UNKNOWN): Cell("risk", "At risk, and nothing shows what is lost by it.", "Ask what stands in the way, and for a measure."),
    (OFF_TRACK, RIGHT): Cell("none", "Off track, while its measure moves the right way.", "Ask what moves it, and whether the action is needed at all."),
    (OFF_TRACK, UNCLEAR): Cell("off", "Off track, with no clear change.", "Ask what decision it waits for, and whose."),
    (OFF_TRACK, WRONG): Cell("off", "Off track, and its measure moved the wrong way.", "Ask for a decision at this meeting."),
    (OFF_TRACK, UNKNOWN): Cell("off", "Off track, and nothing shows what is lost by it.", "Ask what decision it waits for, and for a measure."),
    (NOT_STARTED, RIGHT): Cell("none", "Not started, and its measure moves the right way without it.", "Ask whether it is still needed."),
    (NOT_STARTED, UNCLEAR): Cell("none", "Not started, and its measure stands where it stood.", "Ask whether its start date still holds."),
    (NOT_STARTED, WRONG): Cell("risk", "Not started, while its measure moved the wrong way.", "Ask whether it should start sooner."),
    (NOT_STARTED, UNKNOWN): Cell("none", "Not started, and nothing to judge it by yet.", "Ask for its start date and its measure."),
}  # fmt: skip


def pairs() -> Iterator[Pair]:
    """Every place, by delivery and within it by impact."""
    return ((rating, place) for rating in RATINGS for place in PLACES)


def key_of(pair: Pair) -> str:
    """'blue:unclear'."""
    return ":".join(pair)


def name_of(pair: Pair) -> str:
    """'Complete, no clear change'."""
    return f"{RATINGS[pair[0]].title}, {PLACES[pair[1]].lower()}"
