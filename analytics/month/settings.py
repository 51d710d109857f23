"""The settings that a council can change: each with its default, its kind, and what may be
entered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

# Proportions (0 to 1) by measure, unless the comment says otherwise. The council can change them;
# a month keeps those of its date.
TARGETS: Mapping[str, float] = MappingProxyType(
    {
        "coverage_21_plus": 0.95,
        "reach_21_plus": 0.98,
        "check_ins_in_date": 0.95,
        "quarter_completed": 0.90,
        "in_touch": 0.98,
        "suitable": 0.95,
        "eet": 0.65,
        "neet": 0.30,
        "address_confirmed": 0.95,
        "adviser_allocated": 1.0,
        "plan_reviewed": 0.95,
        "visited": 0.90,
        "health_history": 1.0,
        "local_offer": 1.0,
        "needs_assessed": 1.0,
        "supervised": 0.95,
        "qualified_supervisor": 1.0,
        "training_complete": 0.95,
        "audits_good": 0.80,
        "learning_on_time": 0.90,
        "caseload_mean": 20.0,  # people for each adviser, at most
    }
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that apply to a month."""

    check_in_months: int = 3  # an answer is good for this long
    notice_days: int = 14  # a call may be made this early
    offer_began: date = date(2024, 4, 1)  # the day the 21+ offer became opt-out
    small_number: int = 5  # counts from 1 to this are hidden if a screen is shared
    smallest_group: int = 10  # a filter that leaves fewer people gives no breakdown
    council: str = ""  # as the DfE writes it, for comparisons
    region: str = ""
    neighbours: tuple[str, ...] = ()
    baselines: tuple[
        tuple[str, str, str], ...
    ] = ()  # (measure, month, reason): where its control chart starts new limits
    targets: Mapping[str, float] = field(default_factory=lambda: TARGETS)

    def rebases(self, measure: str) -> tuple[tuple[str, str], ...]:
        """Return the months from which a measure's control chart starts new limits, each with its
        reason.
        """
        return tuple((month, reason) for name, month, reason in self.baselines if name == measure)

    def target(self, name: str) -> float | None:
        """Return the target of a measure or family of measures, or None."""
        return self.targets.get(name)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its command-line name, its label, how its text is read, and how it is
    written."""

    key: str
    title: str
    read: Callable[[str], Any]  # raises ValueError with a sentence for the person
    default: Any
    note: str = ""

    def written(self, value: Any) -> str:
        """Return the value as text, as it is entered and stored."""
        if isinstance(value, tuple):
            return "; ".join(one if isinstance(one, str) else " ".join(one) for one in value)
        return (
            value.isoformat()
            if isinstance(value, date)
            else f"{value:g}"
            if isinstance(value, float)
            else str(value)
        )


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.strip().isdecimal() or not low <= int(text) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(text)

    return read


def _share(highest: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        cleaned = text.strip().removesuffix("%").strip()
        try:
            value = round(float(cleaned), 2)
        except ValueError:
            raise ValueError(f"must be a number from 0 to {highest:g}") from None
        if not 0 <= value <= highest:
            raise ValueError(f"must be a number from 0 to {highest:g}")
        return value

    return read


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError("must be a date written YYYY-MM-DD") from None


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in text.split(";") if name.strip()))


_BASELINE = re.compile(r"([a-z0-9_]+) (\d{4}-(?:0[1-9]|1[0-2])) (\S.*)")


def _baselines(text: str) -> tuple[tuple[str, str, str], ...]:
    found = [_BASELINE.fullmatch(part) for part in _names(text)]
    if not all(found):
        raise ValueError(
            "must be a measure's ID, a month as YYYY-MM and a reason, with ; between entries"
        )
    return tuple(sorted((match[1], match[2], match[3]) for match in found if match))


_PLAIN = Settings()
SETTINGS: dict[str, Setting] = {
    setting.key: setting
    for setting in (
        Setting(
            "check_in_months", "Months between check-ins", _whole(1, 24), _PLAIN.check_in_months
        ),
        Setting(
            "notice_days",
            "Days before the due date that a call may be made",
            _whole(0, 60),
            _PLAIN.notice_days,
        ),
        Setting(
            "offer_began",
            "Day the 21+ offer became opt-out",
            _day,
            _PLAIN.offer_began,
            "YYYY-MM-DD",
        ),
        Setting(
            "small_number",
            "Largest count to hide if a screen is shared",
            _whole(0, 50),
            _PLAIN.small_number,
        ),
        Setting(
            "smallest_group",
            "Fewest people for a breakdown if a screen is shared",
            _whole(1, 100),
            _PLAIN.smallest_group,
        ),
        Setting("council", "The council's name as the DfE writes it", str.strip, _PLAIN.council),
        Setting("region", "The council's region as the DfE writes it", str.strip, _PLAIN.region),
        Setting(
            "neighbours",
            "Statistical neighbours as the DfE writes them",
            _names,
            _PLAIN.neighbours,
            "separated by ;",
        ),
        Setting(
            "baselines",
            "New baselines of control charts",
            _baselines,
            _PLAIN.baselines,
            "separated by ;",
        ),
        *(
            Setting(
                f"target.{name}",
                f"Target: {name.replace('_', ' ')}",
                _share(100),
                100 * value if name != "caseload_mean" else value,
                "people" if name == "caseload_mean" else "per cent",
            )
            for name, value in TARGETS.items()
        ),
    )
}


def settings_from(rows: Iterable[tuple[str, str]]) -> Settings:
    """Return settings from stored (key, text) rows, with defaults for the rest.

    Raises KeyError for an unknown key.
    """
    plain: dict[str, Any] = {}
    targets = dict(TARGETS)
    for key, text in rows:
        value = SETTINGS[key].read(text)
        if key.startswith("target."):
            name = key.removeprefix("target.")
            targets[name] = value if name == "caseload_mean" else value / 100
        else:
            plain[key] = value
    return Settings(**plain, targets=MappingProxyType(targets))
