"""Check a yearly return as the DfE does, where a zero must be distinguished from a blank."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from data.recognise.find_tables import DetectedTable

THREE = ("la_in_touch", "activity_status", "type_of_accommodation")


def half_filled(found: DetectedTable, frame: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """Yield row (from 0) and column of each blank in touch, activity or accommodation if another
    one is filled.

    People who are in touch are left to the rule that requires both.
    """
    if found.format != "oc3" or not set(THREE) <= set(found.columns):
        return
    for number, in_touch in zip(frame["source_row"], frame["la_in_touch"], strict=True):
        cells = found.sheet.rows[int(number) - 1]
        blank = [
            key
            for key in THREE
            if found.columns[key] >= len(cells) or not str(cells[found.columns[key]]).strip()
        ]
        if in_touch != "YES" and len(blank) < len(THREE):
            yield from ((int(number) - 1, key) for key in blank)
