"""The meaning of every cell of a column, when one cell proves something about the others.

The order of the rows makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pandas as pd

from data.check.cell import CellResult, meaning
from data.check.cell_result import unknown
from data.check.code_cell import PLACEMENT_ONLY, PLACEMENT_OR_TYPE
from data.check.date_cell import could_be_month_first, is_slashed
from data.check.midnights import midnights_in_utc
from data.codelists import fold
from data.schema import Column, Kind

_REAL_DATES = "Export the column as real dates, or as dd/mm/yyyy."


def _another(index: int) -> str:
    return "another cell"


def meanings(
    raw: Sequence[object],
    column: Column,
    as_at: date,
    cell_of: Callable[[int], str] = _another,
    taught: Mapping[str, str] | None = None,
    sure: bool = False,
) -> list[CellResult]:
    """Return what each cell means, reading each different value once.

    A value that another cell proves doubtful is not used.

    `cell_of` names the cell of an index ('cell M14'). `sure`: the file's format says which code
    list this is.
    """
    kinds = set(map(type, raw))
    # True, 1 and 1.0 are the same dictionary key, so a column that mixes them uses the type as
    # well.
    names = (
        [(type(written), written) for written in raw]
        if len(kinds & {bool, int, float}) > 1
        else raw
    )
    if names is raw:
        known = {written: meaning(written, column, as_at, taught) for written in dict.fromkeys(raw)}
    else:
        known = {
            name: meaning(written, column, as_at, taught)
            for name, written in dict(zip(names, raw, strict=True)).items()
        }
    found = list(map(known.__getitem__, names))
    if column.kind is Kind.DATE and (
        late := midnights_in_utc(known if names is raw else dict.fromkeys(raw), column, as_at)
    ):
        found = [late.get(written, meant) for written, meant in zip(raw, found, strict=True)]
    if column.kind is Kind.DATE and any(
        meant.fault and meant.fault.rule == "month_first" for meant in known.values()
    ):
        return _month_first(raw, found, cell_of)
    if (
        column.codes == "accommodation"
        and not sure
        and any(meant.fault and meant.fault.rule == "placement_in_care" for meant in known.values())
    ):
        return _placements(raw, found, cell_of, taught or {})
    return found


def _month_first(
    raw: Sequence[object], found: list[CellResult], cell_of: Callable[[int], str]
) -> list[CellResult]:
    """Reject dates that may be month first, if one text of the column can only be month first.

    Those are texts that could be either, and real dates if Excel seems to have swapped day and
    month.
    """
    proof = cell_of(
        next(
            index
            for index, meant in enumerate(found)
            if meant.fault and meant.fault.rule == "month_first"
        )
    )
    unsure = unknown(
        "date_order_unsure",
        f"could be read day first or month first, and {proof} of this column can only be "
        "month first",
        _REAL_DATES,
    )
    turned = unknown(
        "date_order_turned",
        f"may have day and month the wrong way round: {proof} of this column can only be "
        "month first and is still text, "
        "while Excel has changed every date that it could",
        _REAL_DATES,
    )
    excel_turned = _excel_turned(raw, found)
    return [
        unsure
        if meant.value is not None and could_be_month_first(written)
        else turned
        if excel_turned
        and isinstance(written, date)
        and meant.value is not None
        and written.day != written.month
        else meant
        for written, meant in zip(raw, found, strict=True)
    ]


def _excel_turned(raw: Sequence[object], found: list[CellResult]) -> bool:
    """Return whether a British Excel opened a month-first column: it reads 04/05 as 4 May and
    leaves 04/25 as text.
    """
    texts = [meant for written, meant in zip(raw, found, strict=True) if is_slashed(written)]
    real = [written for written in raw if isinstance(written, date)]
    return (
        bool(real)
        and all(day.day <= 12 for day in real)
        and not any(meant.value for meant in texts)
    )


def _placements(
    raw: Sequence[object],
    found: list[CellResult],
    cell_of: Callable[[int], str],
    taught: Mapping[str, str],
) -> list[CellResult]:
    """Reject codes such as U1 or K2, if another cell of the column can only be a placement of a
    child in care.

    They could be types of accommodation with a digit for suitability, or placements too.
    """
    texts = [fold(written) for written in raw]
    proof = next(
        (
            index
            for index, text in enumerate(texts)
            if text not in taught and PLACEMENT_ONLY.fullmatch(text)
        ),
        None,
    )
    if proof is None:
        return found
    unsure = unknown(
        "placement_unsure",
        "could be a type of accommodation or a placement of a child in care, and "
        f"{cell_of(proof)} of this column can only be a placement",
        "Export the care leavers' type of accommodation, not the placements of the table "
        "of episodes.",
    )
    return [
        unsure
        if meant.value is not None and text not in taught and PLACEMENT_OR_TYPE.fullmatch(text)
        else meant
        for text, meant in zip(texts, found, strict=True)
    ]


def with_digits(
    judged: pd.Series | None, digits: Sequence[str], unusable: set[int]
) -> tuple[pd.Series | None, list[int]]:
    """Return the suitability with the digits of the type column filled in, and the rows where the
    two differ.

    The suitability column decides; a digit counts if that column is missing, or blank in the row.
    `unusable` holds the rows whose suitability could not be read.
    """
    if not any(digits):
        return judged, []
    if judged is None:
        return pd.Series([digit or None for digit in digits], dtype="str"), []
    pairs = list(zip(digits, judged, judged.isna(), strict=True))
    filled = [
        digit if digit and blank and row not in unusable else said
        for row, (digit, said, blank) in enumerate(pairs)
    ]
    differ = [
        row
        for row, (digit, said, blank) in enumerate(pairs)
        if digit and not blank and said != digit
    ]
    return pd.Series(filled, dtype="str"), differ
