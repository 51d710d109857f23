"""Decide the as-at date of an extract from the dates in its titles and names, or ask a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from data.problems import Choice, Doubt, InputNeeded, UserError
from data.recognise.words_before_dates import Word
from data.recognise.written_dates import is_last_day

QUESTION = "as_at"
UNCLEAR = "as_at_unclear"
CHOSEN = "your choice"
NAMED_AT_MOST = 8


@dataclass(frozen=True, slots=True)
class Written:
    """A date in a title or name of an extract. `whole`: it has a day; otherwise the last day of its
    month.
    """

    day: date
    whole: bool
    word: Word
    place: str  # "cell A1 of sheet 'Care leavers'", or "the file name"
    file: str
    in_name: bool  # of a sheet or a file


@dataclass(frozen=True, slots=True)
class AsAt:
    """The as-at date, its source ('read from cell A1 of ...'), and the doubts to confirm."""

    day: date
    source: str
    doubts: list[Doubt]


def in_words(day: date) -> str:
    """Return the date as '3 June 2024'."""
    return f"{day.day} {day:%B %Y}"


def decide(written: Sequence[Written], given: date | None = None) -> AsAt | None:
    """Return the date given, otherwise the date written; None if there is neither.

    The first of the dates has priority. Raises UserError, with the dates to choose from, if more
    than one counts, or if the only date may not be the date of the extract.
    """
    counted, certain = _counted(written)
    if given:
        return AsAt(given, CHOSEN, _contradictions(counted, certain, given))
    if not counted:
        return None
    if not certain:
        raise _unclear(counted)
    first = counted[0]
    return AsAt(
        first.day, f"from {first.place}" if first.in_name else f"read from {first.place}", []
    )


def choices(written: Sequence[Written]) -> dict[date, list[str]]:
    """Return the dates that a person can choose from, each with the places where it was found."""
    places: dict[date, list[str]] = {}
    for one in _distinct(_counted(written)[0]):
        places.setdefault(one.day, []).append(one.place)
    return places


def _counted(written: Sequence[Written]) -> tuple[list[Written], bool]:
    """Return the dates that count, and whether the first of them is certain.

    An as-at date has priority over all dates except its rivals. Without an as-at date all count,
    except the day on which the list was printed, which counts only if there is no other date.
    """
    if first := next((one for one in written if one.word is Word.AS_AT), None):
        rivals = [one for one in written if _rivals(first, one)]
        return [first, *rivals], not rivals
    plain = [one for one in written if one.word is not Word.MADE] or list(written)
    return plain, len({one.day for one in plain}) == 1 and is_last_day(plain[0].day)


def _rivals(first: Written, other: Written) -> bool:
    """Return whether a date contradicts the first as-at date: a second one in the same text, or
    another month.

    Another month must come from another as-at date, a name or another file, because titles have
    many dates about other things.
    """
    if (other.file, other.place) == (first.file, first.place):
        return other.word is Word.AS_AT and other.day != first.day
    says_a_month = (
        other.word is Word.NONE
        and is_last_day(other.day)
        and (other.in_name or other.file != first.file)
    )
    return (other.word is Word.AS_AT or says_a_month) and not _same_month(other.day, first.day)


def _contradictions(counted: Sequence[Written], certain: bool, given: date) -> list[Doubt]:
    """Return a doubt for each date of another month; none if the date given is one of the possible
    dates.
    """
    answers = (
        not certain and given in {one.day for one in counted} and counted[0].word is not Word.AS_AT
    )
    others = [
        one for one in counted if one.word is not Word.MADE and not _same_month(one.day, given)
    ]
    return [] if answers else [_contradicted(one, given) for one in _distinct(others)]


def _contradicted(one: Written, given: date) -> Doubt:
    words = f"{one.place[0].upper()}{one.place[1:]} says {one.day:%d/%m/%Y}, not {given:%B %Y}."
    return Doubt("as_at_contradicted", words, "Check the month of these files.", must_confirm=True)


def _same_month(day: date, other: date) -> bool:
    return (day.year, day.month) == (other.year, other.month)


def _distinct(written: Iterable[Written]) -> list[Written]:
    return list({(one.place, one.day): one for one in written}.values())


def _unclear(counted: Sequence[Written]) -> UserError:
    """Return the error that asks for the date, with every date and its place."""
    options = tuple(f"{day}" for day in choices(counted))
    named = _distinct(counted)
    sentences = [f"{one.place} says {in_words(one.day)}" for one in named[:NAMED_AT_MOST]]
    if more := len(named) - len(sentences):
        sentences.append(f"{more} more")
    what = (
        "The files give more than one date"
        if len(options) > 1
        else "This may not be the date of the extract"
    )
    answers = " or ".join(f"--as-at {option}" for option in options[:NAMED_AT_MOST])
    advice = (
        f"Choose the date of the extract (on the command line: {answers}, or --month YYYY-MM "
        "for a month's last day)."
    )
    return InputNeeded(
        UNCLEAR, f"{what}: {'; '.join(sentences)}. {advice}", Choice(QUESTION, options)
    )
