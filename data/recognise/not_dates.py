"""Numbers in titles and names that are not dates: times, ages, versions, pages, telephone numbers
and so on.
"""

from __future__ import annotations

import re

BLANK = "¦"  # replaces what was not a date in a prepared text, so that nothing is read across it
MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    "|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_OF_A_MONTH = re.compile(
    rf"(?<!20\d\d[\s_.-])(?<![a-z])(?:{MONTHS})[\s._/,'-]{{0,3}}$"
)  # 'March 2024/25' is a month of that year
_AGES = r"(?:1[4-9]|2\d)(?:\s*(?:-|to|and|&)\s*(?:1[4-9]|2\d))?"
_OLD = (
    r"(?:\+|plus|(?:and|or) (?:over|above|under|older|younger)|(?:years?|yrs?)[ -]olds?|y/?os?|s)"
)
_TIMES = re.compile(
    r"(?<![\d.])\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:\s?[ap]\.?m(?![a-z]))?(?:\s?(?:hrs|hours|bst|gmt|utc|z)(?![a-z]))?"
    r"|(?<![\d.])\d{1,2}(?:\.\d{2})?\s?[ap]m(?![a-z])|(?<![\d.])\d{3,4}\s?(?:hrs|hours)(?![a-z])"
)
_NO_DATES = (
    rf"(?<![a-z])(?:aged?|ages|over|under|post|pre)[\s:_-]*{_AGES}(?!\d|[-/.]\d)",
    rf"(?<![\d./-]){_AGES}[\s_-]?{_OLD}(?![a-z])",
    r"(?<!\d)(?<!(?<!\d)\d\d[-/._])(?<!(?<!\d)\d[-/._])20(?P<first>\d\d)\s?[-/_]\s?(?:20)?(?P<next>\d\d)(?!\d|[-/.]\d)",
    r"(?<![a-z])(?:fy|f/y|year)\s?(?P<first>\d\d)\s?[-/_]\s?(?P<next>\d\d)(?!\d|[-/.]\d)",
    r"(?<![a-z])(?:v|ver|vers|version|rev|revision|draft|build|release)[\s._-]*\d{1,2}(?:\.\d{1,2}){0,2}(?!\d|[./-]\d)",
    r"(?<![a-z])(?:page|pg|sheet|part|file)[\s.]*\d{1,3}\s?(?:of|/)\s?\d{1,3}(?!\d)",
    r"(?<![\d./-])\d{1,3} of \d{1,3}(?!\d|st|nd|rd|th|[./-]\d)",
    r"(?<![\d./-])(?:\+44\s?|0)\d{2,4}[\s-]?\d{3,4}[\s-]?\d{3,4}(?![\d./-])",
)
_PATTERNS = tuple(map(re.compile, _NO_DATES))

COUNTED = re.compile(
    r"(?<![a-z])(?:team|list|copy|no|nr|num|number|page|part|sheet|tab|table|annex|appendix|section|item|q|qtr|quarter|m|month|p|period"
    r"|w|wk|week|y|yr|year|group|area|locality|district|zone|ward|cohort|tier|level|stage|phase|step|band|block|wave|batch|file|form"
    r"|return|post|pre|aged?|ages|over|under|v|ver|version|rev|revision|draft|issue|service|hub|office|unit|pod|cluster|region|room"
    r"|house|floor|grade|type|class|line|row|column|key|iteration|attempt|top|first|last|all|total|oc|ad)[\s._:#-]*$"
)  # a number after one of these counts something and is not a day


def without_noise(text: str) -> str:
    """Return a text in lower case with times as spaces and every other number that is not a date
    blanked out.
    """
    text = _TIMES.sub(lambda match: " " * len(match[0]), text)
    for pattern in _PATTERNS:
        text = pattern.sub(_blanked, text)
    return text


def _blanked(match: re.Match[str]) -> str:
    """Return blanks for a match; two numbers are a financial year only if the second follows the
    first.
    """
    years = match.groupdict()
    if years.get("first"):
        follow = int(years["next"]) == int(years["first"]) + 1 and int(years["next"]) > 12
        if not follow or _OF_A_MONTH.search(match.string[: match.start()]):
            return match[0]
    return BLANK * len(match[0])
