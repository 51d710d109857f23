"""The equity view: how each group compares with the rest, and whether the difference exceeds
chance.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.measures.calculate import classify
from analytics.measures.declared import Measure
from analytics.month.cohort import groups
from analytics.month.month import Month
from analytics.statistics.intervals import newcombe

COLUMNS = [
    "id",
    "title",
    "group",
    "value_of_group",
    "numerator",
    "denominator",
    "value",
    "rest_numerator",
    "rest_denominator",
    "rest_value",
    "difference",
    "low",
    "high",
    "gap",
]


def equity(measure: Measure, month: Month, by: str) -> pd.DataFrame:
    """Return one row (COLUMNS) for each group of a breakdown.

    `difference` = value - rest_value, with its Newcombe 95% limits. The rest is everyone in the
    denominator who is not in the group, also if groups overlap (needs). As everywhere, unknown is
    in the denominator and not in the numerator, for the group and for the rest. `gap` is True only
    if the interval excludes 0. If the group or the rest has nobody to count, there is no difference
    (None). There are no rows if the extract lacks what the measure needs. Raises ValueError for a
    measure that is not a share of people.
    """
    if measure.numerator is None or measure.of != "care_leavers":
        raise ValueError(
            f"{measure.id} is not a share of young people, so its groups cannot be compared"
        )
    if measure.lacking(month):
        return pd.DataFrame(columns=COLUMNS, dtype="object")
    found = classify(measure, month).reindex(month.people.index)
    counted, hit = (
        found.notna().to_numpy(dtype="int64"),
        found.eq("numerator").to_numpy(dtype="int64"),
    )
    named = groups(month, by)
    masks = np.array(list(named.values()), dtype="int64").reshape(len(named), len(found))
    hits, of = masks @ hit, masks @ counted
    rest_hits, rest_of = hit.sum() - hits, counted.sum() - of
    low, high = newcombe(hits, of, rest_hits, rest_of)
    table = pd.DataFrame(
        {
            "value_of_group": list(named),
            "numerator": hits,
            "denominator": of,
            "value": _share(hits, of),
            "rest_numerator": rest_hits,
            "rest_denominator": rest_of,
            "rest_value": _share(rest_hits, rest_of),
            "difference": _share(hits, of) - _share(rest_hits, rest_of),
            "low": low,
            "high": high,
            "gap": (low > 0) | (high < 0),
        }
    ).assign(id=measure.id, title=measure.title, group=by)
    return table[COLUMNS].astype("object").where(table[COLUMNS].notna(), None)


def _share(hits: np.ndarray, of: np.ndarray) -> np.ndarray:
    return np.divide(hits, of, out=np.full(of.shape, np.nan), where=of > 0)
