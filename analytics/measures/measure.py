"""What a measure is: who is counted, what is counted, and what readers may ask about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from analytics.month.cohort import Condition
from analytics.month.month import Month
from analytics.month.settings import Settings
from analytics.statistics.polarity import NEITHER, Polarity

NOW, ON_BIRTHDAYS = "now", "903"  # the two bases


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of the rows of a table, by default of people.

    With `numerator` it is a percentage of `denominator`; without, it counts the denominator. With
    `number` it is that number (a mean, a median), and the denominator gives the rows it covers.
    """

    id: str
    title: str
    theme: str
    definition: str
    why_it_matters: str
    denominator: Condition
    needs: tuple[
        str, ...
    ]  # columns of Care leavers, 'table.column' of another, or tables; "a|b" if either will do
    numerator: Condition | None = None  # within the denominator; missing if unknown
    number: Callable[[Month], float | None] | None = None
    unit_of_number: str = ""
    of: str = "care_leavers"  # the table whose rows are counted
    reads: tuple[str, ...] = ()  # what it also reads if the extract has it
    polarity: Polarity = NEITHER
    whole_at: Callable[[Month], bool] | None = (
        None  # a period's figure: whether the period ends with this month; if not, it is to date
    )
    target_key: str = ""  # in the settings; "" if the measure has no target
    basis: str = NOW
    source: str = "monthly extract"
    owner: str = "Leaving care service manager"
    review_by: date = date(2027, 4, 1)

    @property
    def unit(self) -> str:
        return self.unit_of_number or (
            "%"
            if self.numerator
            else {"workforce": "posts", "audits": "audits"}.get(self.of, "people")
        )

    def target(self, settings: Settings) -> float | None:
        """Return the target that the council has set, as a proportion or in the measure's unit."""
        return settings.target(self.target_key) if self.target_key else None

    def lacking(self, month: Month) -> tuple[str, ...]:
        """Return what this measure needs and the extract lacks."""
        on_birthdays = (
            ("the birthdays of a financial year",)
            if self.basis == ON_BIRTHDAYS and "birthday_age" not in month.people
            else ()
        )
        return on_birthdays + tuple(
            needed for needed in self.needs if not any(map(month.has, needed.split("|")))
        )

    def without(self, month: Month) -> tuple[str, ...]:
        """Return the optional columns that the extract lacks.

        The figure then has a different basis, which must be shown with it.
        """
        first_choices = [needed.split("|")[0] for needed in self.needs if "|" in needed]
        return tuple(
            also
            for also in (*first_choices, *self.reads)
            if not any(map(month.has, also.split("|")))
        )
