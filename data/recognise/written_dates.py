"""Find the dates in a title or name: full dates and months, without numbers that only look like
dates.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from data.codelists import without_invisible
from data.recognise.not_dates import BLANK, COUNTED, MONTHS, without_noise

_NUMBERS = {calendar.month_abbr[number].lower(): number for number in range(1, 13)}
_NAME = rf"(?<![a-z])(?P<name>{MONTHS})(?![a-z])\.?"
_DAY = r"(?<!\d)(?P<d>\d{1,2})(?P<th>st|nd|rd|th)?"
_GAP = r"[\s._/,-]{0,3}"
_BEFORE_YEAR = r"[\s._/,'-]{0,3}"
_YEAR = r"(?P<y>20\d\d)(?!\d|[-/]\d\d(?!\d))"
_SHORT = r"(?P<y>\d\d)(?!\d|[./:-]\d|st|nd|rd|th)"
_DOT, _SAME_DOT = r"(?P<dot>\s?[-_./]\s?|\s)", "(?P=dot)"
_BETWEEN = r"\s*(?:to|-|/|&|and|until|till|through|,|_)\s*(?:the )?(?:end )?(?:of )?"
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date and its place in the prepared text. `whole`: it has a day; otherwise the last day of a
    month.
    """

    start: int
    end: int
    day: date
    whole: bool


def prepared(text: str) -> str:
    """Return a text in lower case, with CareLeavers as two words and all false dates blanked
    out."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", without_invisible(text))).replace(
        "’", "'"
    )
    return without_noise(" ".join(_CAMEL.sub(" ", plain).split()).lower())


def find_dates(text: str) -> list[WrittenDate]:
    """Return every date in a prepared text, in the order of the text.

    If a number may or may not be the day, both readings are returned. An impossible day (31 June)
    is not a date, and not a June either. Dates are read day first; month first only if they must
    be.
    """
    found: list[WrittenDate] = []
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(text):
            dates = list(read(text, match))
            found += dates
            if dates or (read in _DAYS and int(match["d"]) <= 31):
                text = _taken(
                    text, min((one.start for one in dates), default=match.start()), match.end()
                )
    return sorted(found, key=lambda one: (one.start, one.day))


def _taken(text: str, start: int, end: int) -> str:
    """Return the text with the figures blanked out that have been read."""
    return f"{text[:start]}{BLANK * (end - start)}{text[end:]}"


def month_end(key: str) -> date:
    """Return the last day of a month, 31 May 2024 for '2024-05'. Raises ValueError for anything
    else.
    """
    match = re.fullmatch(r"(\d{4})-(\d{2})", key)
    if not match or not 1 <= int(match[2]) <= 12:
        raise ValueError(f"'{key}' is not a month written YYYY-MM")
    return last_day(int(match[1]), int(match[2]))


def last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def is_last_day(day: date) -> bool:
    """Return whether a date is the last day of its month."""
    return day == last_day(day.year, day.month)


def _year(match: re.Match[str]) -> int:
    """Return the year of a match; 0 if its two digits are a future year, so more likely a day or an
    age.
    """
    year = int(match["y"])
    if year > 99:
        return year
    return 2000 + year if 2010 <= 2000 + year <= datetime.now().astimezone().year else 0


def _month(match: re.Match[str]) -> int:
    named = match.groupdict().get("name")
    return _NUMBERS[named[:3]] if named else int(match["m"])


def _made(match: re.Match[str], year: int, month: int, day: int) -> Iterator[WrittenDate]:
    """Yield the date of a match, if it exists in the calendar."""
    if year and 1 <= month <= 12 and 1 <= day <= last_day(year, month).day:
        yield WrittenDate(match.start(), match.end(), date(year, month, day), whole=True)


def _in_figures(text: str, match: re.Match[str]) -> Iterator[WrittenDate]:
    first, second = int(match["d"]), int(match["m"])
    yield from list(_made(match, _year(match), second, first)) or _made(
        match, _year(match), first, second
    )


def _year_first(text: str, match: re.Match[str]) -> Iterator[WrittenDate]:
    yield from _made(match, _year(match), _month(match), int(match["d"]))


def _named(text: str, match: re.Match[str]) -> Iterator[WrittenDate]:
    """Read '31 March 2025': the number is the day if it is a separate word before the month,
    otherwise it is March.
    """
    year, month, day = _year(match), _month(match), int(match["d"])
    before = text[: match.start()]
    if not year:
        return
    if (pair := _PAIR.search(before)) and not COUNTED.search(before[: pair.start()]):
        yield from _days_of_a_pair(match, int(pair["d"]), pair["sep"])
        return
    touches_a_word = before[-1:].isalpha() and not _BEFORE_A_DAY.search(before)
    of_a_word = touches_a_word and match["gap"] and not match["th"]  # 'Q4 March', but not '31Mar'
    if day not in range(1, 32) or of_a_word or COUNTED.search(before) or _ATTACHED.search(before):
        yield from _bare(text, match)
        return
    yield from _made(match, year, month, day)
    if touches_a_word or (_HYPHEN.search(before) and not match["gap"].startswith("-")):
        yield from _bare(text, match)


def _days_of_a_pair(match: re.Match[str], first: int, sep: str) -> Iterator[WrittenDate]:
    """Read a pair of numbers: '18-25 March 2025' are ages, '2/3 March' are parts, '24-30 March' are
    days.
    """
    second, year, month = int(match["d"]), _year(match), _month(match)
    ages = 15 <= first < second <= 26
    if not (sep == "/" or (ages and sep == "-")) and first < second:
        yield from _made(match, year, month, first)
        yield from _made(match, year, month, second)
    yield WrittenDate(match.start(), match.end(), last_day(year, month), whole=False)


def _bare(text: str, match: re.Match[str]) -> Iterator[WrittenDate]:
    if (year := _year(match)) and 1 <= _month(match) <= 12:
        start = match.start(
            "name" if "d" in match.groupdict() else 0
        )  # a number that is not a day does not belong to the date
        yield WrittenDate(start, match.end(), last_day(year, _month(match)), whole=False)


def _month_in_figures(text: str, match: re.Match[str]) -> Iterator[WrittenDate]:
    """Read '01-2015', unless the number before it may be its day, as in '2_01-2015' but not 'Team
    2_01-2015'.
    """
    before = text[: match.start()]
    number = _NUMBER.search(before)
    if not number or COUNTED.search(before[: number.start()]):
        yield from _bare(text, match)


def _month_of_a_financial_year(text: str, match: re.Match[str]) -> Iterator[WrittenDate]:
    """Read 'March 2024/25' as March 2025 or 2024; 'May 2024/25' can only be May 2024."""
    first, second, month = int(match["y"]), int(match["next"]), _month(match)
    if second == first + 1:
        for year in [first] if month > 3 else [first, second]:
            yield WrittenDate(match.start(), match.end(), last_day(2000 + year, month), whole=False)


def _ends_of_a_range(text: str, match: re.Match[str]) -> Iterator[WrittenDate]:
    """Yield both ends of 'April to June 2025' or '1 April - 30 June 2025', though the first has no
    year.
    """
    year, first, second = _year(match), _NUMBERS[match["first"][:3]], _NUMBERS[match["name"][:3]]
    if year:
        between = match.start("name")
        yield from _part(match.start(), between, match["from"], year - (first > second), first)
        yield from _part(between, match.end(), match["d"], year, second)


def _part(start: int, end: int, day: str | None, year: int, month: int) -> Iterator[WrittenDate]:
    last = last_day(year, month)
    if not day:
        yield WrittenDate(start, end, last, whole=False)
    elif 1 <= int(day) <= last.day:
        yield WrittenDate(start, end, last.replace(day=int(day)), whole=True)


_PAIR = re.compile(r"(?<![\d/.])(?P<d>\d{1,2})(?:st|nd|rd|th)?\s*(?P<sep>-|/|&|to|and)\s*$")
_ATTACHED = re.compile(rf"\d[.,/-]$|\d{{4}}_$|[#@£$%&+]$|(?<![a-z])(?:{MONTHS})[\s._'-]{{0,2}}$")
_BEFORE_A_DAY = re.compile(r"(?<![a-z])(?:as)?(?:at|on|to|of|date|run|printed|created|produced)$")
_NUMBER = re.compile(r"(?<!\d)\d+_$")
_HYPHEN = re.compile(r"[a-z]-$")
_RANGE = rf"(?:{_DAY.replace('<d>', '<from>').replace('<th>', '<st>')}{_GAP})?{_NAME.replace('<name>', '<first>')}{_BETWEEN}(?:{_DAY}{_GAP})?{_NAME}{_BEFORE_YEAR}"  # noqa: E501
Reader = Callable[[str, "re.Match[str]"], Iterable[WrittenDate]]
_WRITTEN: tuple[tuple[str, Reader], ...] = (
    (
        rf"(?<!20\d\d[\s_.-]){_NAME}{_BEFORE_YEAR}(?:20)?(?P<y>\d\d)[-/](?:20)?(?P<next>\d\d)(?!\d|[-/.]\d|,? 20\d\d)",  # noqa: E501
        _month_of_a_financial_year,
    ),
    (
        r"(?<!\d)(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?:[0-2]\d[0-5]\d(?:[0-5]\d)?)?(?!\d)",
        _year_first,
    ),
    (rf"(?<!\d)(?P<y>20\d\d){_DOT}(?P<m>\d{{1,2}}){_SAME_DOT}(?P<d>\d{{1,2}})(?!\d)", _year_first),
    (r"(?<!\d)(?P<d>[0-3]\d)(?P<m>[01]\d)(?P<y>20\d\d)(?!\d)", _in_figures),
    (rf"(?<!\d)(?P<d>\d{{1,2}}){_DOT}(?P<m>\d{{1,2}}){_SAME_DOT}(?P<y>20\d\d)(?!\d)", _in_figures),
    (
        r"(?<!\d)(?<!\d[./])(?P<d>\d{1,2})(?P<dot>[-/._])(?P<m>\d{1,2})(?P=dot)(?P<y>\d\d)(?!\d|[-./:]\d)",
        _in_figures,
    ),
    (_RANGE + _YEAR, _ends_of_a_range),
    (_RANGE + _SHORT, _ends_of_a_range),
    (rf"{_DAY}(?P<gap>(?: of )?{_GAP}){_NAME}{_BEFORE_YEAR}{_YEAR}", _named),
    (
        rf"{_NAME}[\s._-]{{0,2}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s,._-]{{1,3}}(?P<y>20\d\d)(?!\d|[-_./]\d)",
        _year_first,
    ),
    (rf"{_NAME}{_BEFORE_YEAR}{_YEAR}", _bare),
    (
        rf"(?<!\d)(?P<y>20\d\d){_GAP}{_NAME}[\s._-]{{1,2}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[-./:]\d)",
        _year_first,
    ),
    (rf"(?<!\d)(?P<y>20\d\d){_GAP}{_NAME}", _bare),
    (rf"{_DAY}(?P<gap>{_GAP}){_NAME}{_BEFORE_YEAR}{_SHORT}", _named),
    (rf"{_NAME}[\s._/'-]{{0,3}}{_SHORT}", _bare),
    (r"(?<!\d)(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?!\d)", _bare),
    (r"(?<!\d)(?P<y>20\d\d)[-_./](?P<m>0?[1-9]|1[0-2])(?!\d|[-./]\d)", _bare),
    (r"(?<!\d)(?P<y>20\d\d) (?P<m>0[1-9]|1[0-2])(?=\s*(?:$|[-_()]))", _bare),
    (r"(?<![a-z\d./-])(?P<m>0?[1-9]|1[0-2])[-/._](?P<y>20\d\d)(?!\d|[-_./]\d)", _month_in_figures),
    (r"(?<!\d)(?P<m>0[1-9]|1[0-2])(?P<y>20\d\d)(?!\d)", _bare),
)
_PATTERNS = tuple((re.compile(pattern), read) for pattern, read in _WRITTEN)
_DAYS = {_in_figures, _year_first, _named}  # no month is read from an impossible day
