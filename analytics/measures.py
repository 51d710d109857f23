"""THE measures: pages, tiles, definitions and the command line all follow from these entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from analytics import check_ins, ledger
from analytics.cohort import Word, in_cohort
from analytics.month import Month


class Polarity(StrEnum):
    HIGHER_IS_BETTER = "higher is better"
    LOWER_IS_BETTER = "lower is better"
    NEITHER = "neither is better"


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. With a numerator it is a percentage of the denominator; without, it counts the denominator."""

    id: str
    title: str
    theme: str
    definition: str
    why_it_matters: str
    denominator: Word
    needs: tuple[str, ...]  # columns of Care leavers, or tables; "a|b" where either will do
    reads: tuple[str, ...] = ()  # what it also reads where the extract has it
    numerator: Word | None = None  # inside the denominator; missing where unknown
    polarity: Polarity = Polarity.NEITHER
    target: float | None = None  # a proportion
    basis: str = "now"
    source: str = "monthly extract"
    owner: str = "Leaving care service manager"
    review_by: date = date(2027, 4, 1)

    @property
    def unit(self) -> str:
        return "%" if self.numerator else "people"

    def lacking(self, month: Month) -> tuple[str, ...]:
        """What this measure needs and the extract did not bring."""
        return tuple(needed for needed in self.needs if not any(map(month.has, needed.split("|"))))


def _offered(month: Month):
    return ledger.buckets(month).reindex(month.people.index).isin([key for key in ledger.BUCKETS if key != "outside"])


def _in_bucket(*keys: str) -> Word:
    return lambda month: ledger.buckets(month).reindex(month.people.index).isin(keys)


HIGHER = Polarity.HIGHER_IS_BETTER
_STATUS = "support_status|allocated_personal_adviser|allocated_worker"
_LEDGER_READS = ("la_in_touch", "contacts")

MEASURES: dict[str, Measure] = {
    measure.id: measure
    for measure in (
        Measure(
            id="cohort",
            title="Care leavers aged 16-24",
            theme="cohort",
            definition="Young people aged 16 to 24 in the extract at the as-at date, without those who have died. Whoever is 25 has left the cohort that day.",
            why_it_matters="Every other figure is a share of these people. Whoever is missing here is missing everywhere.",
            denominator=in_cohort,
            needs=("date_of_birth",),
            reads=("la_in_touch",),
        ),
        Measure(
            id="coverage_21_plus",
            title="21+ coverage: supported by the service",
            theme="keeping in touch",
            definition="Of everyone aged 21 to 24 except those outside the offer (returned home, or closed), those whom the service supports.",
            why_it_matters="Young people keep their entitlement to 25. An average that leaves out the unserved hides them.",
            denominator=_offered,
            numerator=_in_bucket("supported"),
            needs=("date_of_birth", _STATUS),
            reads=_LEDGER_READS,
            polarity=HIGHER,
            target=0.95,
        ),
        Measure(
            id="reach_21_plus",
            title="21+ reach: made the offer and answered",
            theme="keeping in touch",
            definition="Of everyone aged 21 to 24 except those outside the offer, those supported, those who declined, and those in contact who have not taken it up.",
            why_it_matters="A young person can only say no to an offer that has reached them.",
            denominator=_offered,
            numerator=_in_bucket("supported", "declined", "in_contact"),
            needs=("date_of_birth", _STATUS),
            reads=_LEDGER_READS,
            polarity=HIGHER,
            target=0.98,
        ),
        Measure(
            id="check_ins_in_date",
            title="Check-ins in date",
            theme="keeping in touch",
            definition="Of those aged 21 to 24 in scope of the check-in, those whose last answer is less than the interval (3 months) old.",
            why_it_matters="The offer is opt-out: we call every quarter. Only an answer counts, not an attempt.",
            denominator=check_ins.in_scope,
            numerator=check_ins.in_date,
            needs=("date_of_birth", "contacts"),
            reads=("la_in_touch", "support_status"),
            polarity=HIGHER,
            target=0.95,
        ),
        Measure(
            id="quarter_completed",
            title="Answered this quarter",
            theme="keeping in touch",
            definition="Of those in scope of the check-in at the as-at date, those who answered since the calendar quarter began. Before the quarter ends it is to date.",
            why_it_matters="The promise is a call every quarter, to everyone.",
            denominator=check_ins.in_scope,
            numerator=check_ins.answered_this_quarter,
            needs=("date_of_birth", "contacts"),
            reads=("la_in_touch", "support_status"),
            polarity=HIGHER,
            target=0.90,
        ),
    )
}


def measure(name: str) -> Measure:
    """The measure of that id; KeyError if there is none."""
    return MEASURES[name]


def touched_by(table: str, column: str) -> tuple[str, ...]:
    """The ids of the measures that a fault in a column can move."""
    if table == "care_leavers" and column in ("child_unique_id", "date_of_birth"):
        return tuple(MEASURES)
    wanted = column if table == "care_leavers" else table
    return tuple(one.id for one in MEASURES.values() if any(wanted in needed.split("|") for needed in (*one.needs, *one.reads)))
