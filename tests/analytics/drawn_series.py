"""Series to test charts and claims with: a share of a hundred people in each month."""

from __future__ import annotations

from datetime import date

from analytics.statistics.control_chart_series import key_of, number_of
from analytics.statistics.polarity import HIGHER, Polarity
from analytics.statistics.series import Reading, Series

FIRST = "2024-01"
FLAT = (80, 84, 81, 83, 82, 84, 80, 83, 81, 82, 84, 81, 83, 80, 82)
RISING = (*FLAT[:9], 80, 81, 82, 83, 84, 85, 86)
FALLING = tuple(164 - value for value in RISING)
MIXED = (
    *([50, 54] * 8),
    30,
    32,
    34,
    36,
    38,
    40,
    42,
)  # it climbs, and is still below the lower limit
WITH_GAPS = (*FLAT[:6], None, None, *FLAT[6:])


def dated(values, start: str = "2020-01", step: int = 1) -> list[tuple[str, float | None]]:
    """Return the values as a plain series for the chart functions."""
    first = number_of(start)
    return [(key_of(first + step * place), value) for place, value in enumerate(values)]


def series(
    hundreds,
    polarity: Polarity = HIGHER,
    target: float | None = None,
    unit: str = "%",
    title: str = "Check-ins in date",
    **more,
) -> Series:
    """Return a series of values out of a hundred ('%') or of people; None is a missing month."""
    first = number_of(FIRST)
    months = [key_of(first + place) for place in range(len(hundreds))]
    readings = tuple(
        _reading(month, value, target, unit) for month, value in zip(months, hundreds, strict=True)
    )
    year, month = divmod(first + len(hundreds) - 1, 12)
    return Series(
        "check_ins_in_date",
        title,
        unit,
        polarity,
        readings,
        as_at=date(year, month + 1, 28),
        snapshot=7,
        counts=unit == "people",
        **more,
    )


def _reading(month: str, value: int | None, target: float | None, unit: str) -> Reading:
    if value is None:
        return Reading(month, None, target=target)
    if unit == "%":
        return Reading(month, value / 100, value, 100 - value, 0, 100, target=target)
    return Reading(month, float(value), target=target)
