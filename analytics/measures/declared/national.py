"""The DfE's measures on two bases, always labelled.

*now* is the whole band at the as-at date; *903* is each person as at a birthday.
"""

from __future__ import annotations

from dataclasses import replace

from analytics.measures.conditions import is_one_of
from analytics.measures.dfe import (
    EET,
    NEET,
    activity_in,
    counted,
    counted_for_suitability,
    in_touch,
    living,
    suitable,
)
from analytics.measures.measure import ON_BIRTHDAYS, Measure
from analytics.month.cohort import Condition
from analytics.statistics.polarity import HIGHER, LOWER

AGES = ((17, 18), (19, 21), (22, 24))
PUBLISHED_AGES = ((17, 18), (19, 21))  # 22-24 are shown separately and never mixed in
_LEFT_OUT = "except those still looked after, those who died and those who returned home"
_READS = ("eligibility_category", "la_in_touch")
_SOURCE = (
    "monthly extract, by the DfE's definitions (Children looked after in England including "
    "adoptions)"
)


def _one(
    name: str,
    title: str,
    theme: str,
    said: str,
    why: str,
    whole: Condition,
    part: Condition,
    needs: tuple[str, ...],
    ages: tuple[int, int],
    **more,
) -> Measure:
    low, high = ages
    return Measure(
        id=f"{name}_{low}_{high}",
        title=f"{title}, aged {low} to {high}",
        theme=theme,
        definition=f"Of those aged {low} to {high}, {said}.",
        why_it_matters=why,
        denominator=whole,
        numerator=part,
        needs=("date_of_birth", *needs),
        reads=_READS,
        target_key=more.pop("target_key", name),
        source=_SOURCE,
        **more,
    )


def _family(ages: tuple[int, int]) -> list[Measure]:
    whole, home = counted(*ages), counted_for_suitability(*ages)
    activity, work = ("activity_status",), "learning and work"
    found = [
        _one(
            "suitable",
            "In suitable accommodation",
            "home",
            f"those in accommodation the authority judges suitable, {_LEFT_OUT}, went "
            "abroad, were deported, or whose residence is not known. No fixed abode and "
            "custody are never suitable. A blank counts as not suitable",
            "Everything starts with a home. The average can look fine while some have none.",
            home,
            suitable,
            ("type_of_accommodation", "suitability_of_accommodation"),
            ages,
            polarity=HIGHER,
        ),
        _one(
            "eet",
            "In education, employment or training",
            work,
            f"those in education, employment or training, {_LEFT_OUT}. A blank is unknown "
            "and counts as no",
            "What a young person does each week shapes the years that follow.",
            whole,
            activity_in(EET),
            activity,
            ages,
            polarity=HIGHER,
        ),
        _one(
            "neet",
            "Not in education, employment or training",
            work,
            f"those not in education, employment or training, {_LEFT_OUT}",
            "Each person has a reason, and each reason needs a different answer.",
            whole,
            activity_in(NEET),
            activity,
            ages,
            polarity=LOWER,
        ),
        _one(
            "in_touch",
            "In touch",
            "keeping in touch",
            f"those the authority is in touch with, {_LEFT_OUT}. Refused and no longer "
            "required count as not in touch. A blank is unknown",
            "We cannot offer anything to someone we cannot reach.",
            whole,
            in_touch,
            ("la_in_touch",),
            ages,
            polarity=HIGHER,
        ),
    ]
    reasons = {"G4": "illness or disability", "G5": "other reasons", "G6": "pregnancy or parenting"}
    found += [
        _one(
            f"neet_{code.lower()}",
            f"Not in education, employment or training: {words}",
            work,
            f"those whose reason is {words}, {_LEFT_OUT}",
            "Each reason needs a different answer.",
            whole,
            activity_in((code,)),
            activity,
            ages,
            target_key="",
        )
        for code, words in reasons.items()
    ]
    return found


def _on_birthdays(measure: Measure) -> Measure:
    """Return the same measure for people with a birthday in the financial year, each as at that
    birthday.
    """
    return replace(
        measure,
        id=f"{measure.id}_903",
        title=f"{measure.title} (903 basis)",
        basis=ON_BIRTHDAYS,
        definition=f"{measure.definition} Each person is counted as at their birthday in the "
        "financial year.",
    )


_NOW = [measure for ages in AGES for measure in _family(ages)]
MEASURES = (
    *_NOW,
    _one(
        "staying_put",
        "Staying put",
        "home",
        "those who still live with their former foster carers, except those still looked "
        "after. A blank is unknown",
        "A young person who stays with their carers does not have to manage alone at 18.",
        living(18, 20),
        is_one_of("staying_put", "Y"),
        ("staying_put",),
        (18, 20),
        polarity=HIGHER,
        target_key="",
    ),
    *(_on_birthdays(measure) for ages in PUBLISHED_AGES for measure in _family(ages)),
)
