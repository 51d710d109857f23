"""The ratings of an action: the lead's five ratings of delivery, and the lead's view of impact."""

from __future__ import annotations

from dataclasses import dataclass

from data.codelists import codelist

COMPLETE, ON_TRACK, AT_RISK, OFF_TRACK, NOT_STARTED = "blue", "green", "amber", "red", "not started"
NOT_RATED = "Not rated"
SEEN = ("blue", "green")  # ratings of impact with which a lead says that there is an impact


@dataclass(frozen=True, slots=True)
class Rating:
    """A letter and a word that need no colour, and the key of its colour and symbol in
    analytics/charts/style.py.
    """

    key: str
    title: str
    letter: str
    state: str
    words: str


RATINGS: dict[str, Rating] = {
    one.key: one
    for one in (
        Rating(
            COMPLETE,
            "Complete",
            "B",
            "done",
            "Blue: the lead says that it is done, with or without a date.",
        ),
        Rating(ON_TRACK, "On track", "G", "on", "Green: it will be done by its due date."),
        Rating(AT_RISK, "At risk", "A", "risk", "Amber: it may miss its due date."),
        Rating(
            OFF_TRACK,
            "Off track",
            "R",
            "off",
            "Red: it will miss its due date unless a decision is made.",
        ),
        Rating(NOT_STARTED, "Not started", "N", "none", "Grey: it has not begun yet."),
    )
}
STATE_OF = {one.title: one.state for one in RATINGS.values()}
LETTER_OF = {one.title: one.letter for one in RATINGS.values()}


def titled(rating: str | None) -> str:
    """Return 'On track', or 'Not rated' for a blank."""
    return RATINGS[rating].title if rating else NOT_RATED


def impact_titled(rating: str | None) -> str:
    """Return the lead's own view of impact, such as 'Some impact'; "" for a blank."""
    return codelist("impact_rag").labels[rating] if rating else ""
