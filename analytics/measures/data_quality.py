"""Data quality: which measures of a month use cells that could not be read or are in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from analytics.measures.declared import MEASURES, measure, touched_by
from analytics.month.month import Month, cached_per_month
from analytics.publish.phrases import listed, people
from data.schema import TABLES, Column, Table

UNREAD, ROWS_LOST, LOST, DOUBTED = (
    "could not be read",
    "could not be used",
    "could not be used, so their rows could not be used",
    "contradict another column",
)
_BY_RULE = {
    "same_person_twice": "may be one person under two IDs",
    "age_unlikely": "give an unlikely age",
}
# ends the names of rules about what an id contains; they do not make a figure doubtful
_NOT_OF_FIGURES = "id_personal"
_OF_ONE = {
    LOST: "could not be used, so its row could not be used",
    DOUBTED: "contradicts another column",
    "give an unlikely age": "gives an unlikely age",
}
_WHOLE_ROW = "child_unique_id"
_TITLES = 3


@dataclass(frozen=True, slots=True)
class AffectedColumn:
    """How many cells of a column of a table have a fault, and which; without a column, whole
    rows."""

    table: str
    column: str
    cells: int
    what: str = UNREAD

    @property
    def where(self) -> str:
        """Return 'Type of Accommodation', 'Outcome (Contacts)', or the table's title."""
        if not self.column:
            return self.table
        return (
            self.column
            if self.table == TABLES["care_leavers"].title
            else f"{self.column} ({self.table})"
        )

    @property
    def words(self) -> str:
        """Return '3 cells of Type of Accommodation could not be read'."""
        noun = ("cells", "cell") if self.column else ("rows", "row")
        what = _OF_ONE.get(self.what, self.what) if self.cells == 1 else self.what
        return f"{people(self.cells, *noun)} of {self.where} {what}"


@cached_per_month
def affected_columns(month: Month) -> dict[str, tuple[AffectedColumn, ...]]:
    """Return the faults that affect each measure, by its id; a measure that is not a key has
    none."""
    found: dict[str, list[AffectedColumn]] = {}
    for (table, column), touched in _touched(month):
        for name in touched_by(table, column):
            found.setdefault(name, []).append(touched)
    return {name: tuple(touched) for name, touched in found.items()}


def affected_by(
    month: Month, measures: Iterable[str], columns: Iterable[str] = ()
) -> list[AffectedColumn]:
    """Return the faults that affect any of these measures, columns or tables, each once.

    Columns are written 'allocated_team' or 'contacts.outcome'.
    """
    by_measure = [
        touched
        for name in measures
        for touched in affected_columns(month).get(measure(name).id, ())
    ]
    wanted = set(columns)
    by_column = [
        touched
        for (table, column), touched in _touched(month)
        if wanted & {table, column if table == "care_leavers" else f"{table}.{column}"}
    ]
    return list(dict.fromkeys([*by_measure, *by_column]))


def quality_note(month: Month, *measures: str, columns: Iterable[str] = ()) -> str:
    """Return '3 cells of Type of Accommodation could not be read' for a figure; "" if it has no
    faults.
    """
    return _said(affected_by(month, measures, columns))


def quality_note_over(months: Sequence[Month], *measures: str, columns: Iterable[str] = ()) -> str:
    """Return the same for a figure of several months: which of them use such cells."""
    columns = tuple(columns)
    names = [f"{month.as_at:%B %Y}" for month in months if affected_by(month, measures, columns)]
    if len(names) > _TITLES:
        return (
            f"in {len(names)} of {len(months)} months some cells could not be read or are in "
            f"doubt, most recently {names[-1]}"
        )
    return f"in {listed(names)} some cells could not be read or are in doubt" if names else ""


def affected_words(month: Month, measures: Iterable[str]) -> str:
    """Return which of these measures are affected and why; "" if none are.

    A few are named by title; the rest are counted.
    """
    asked = list(measures)
    titles = [
        MEASURES[name].title.partition(":")[0] for name in asked if name in affected_columns(month)
    ]
    if not titles:
        return ""
    named = "every figure here" if len(titles) == len(asked) > _TITLES else _some(titles)
    return (
        f"{named}. Some cells used for {'it' if len(titles) == 1 else 'them'} could not be "
        "read or are in doubt."
    )


def state_of_the_data(month: Month) -> list[str]:
    """Return a sentence for each column with faults and the measures it affects; none without
    faults.
    """
    return [
        f"{touched.words}. {_touches(touched_by(*place))}" for place, touched in _touched(month)
    ]


def _touches(names: Sequence[str]) -> str:
    if not names:
        return "No measure is affected."
    return f"Affects: {_some([MEASURES[name].title for name in names])}."


def _some(titles: Sequence[str]) -> str:
    """Return the titles; if there are many, the first few and how many more there are."""
    return listed(
        titles
        if len(titles) <= _TITLES + 1
        else [*titles[:_TITLES], f"{len(titles) - _TITLES} more measures"]
    )


def _said(touched: Sequence[AffectedColumn]) -> str:
    """Return the fault with the most cells in words, and how many more faults there are."""
    if not touched:
        return ""
    worst, *rest = sorted(touched, key=lambda one: -one.cells)
    return worst.words + (f", and {people(len(rest), 'more faults', 'more fault')}" if rest else "")


@cached_per_month
def _touched(month: Month) -> tuple[tuple[tuple[str, str], AffectedColumn], ...]:
    """Return each (table, column) with its fault, in the schema's order."""
    return (*_rows_lost(month), *_unread(month), *_checked(month))


def _rows_lost(month: Month) -> Iterator[tuple[tuple[str, str], AffectedColumn]]:
    """Yield people whose whole row is missing, so every measure of people misses them."""
    if month.left_out_rows:
        people_table = TABLES["care_leavers"]
        yield (
            (people_table.key, _WHOLE_ROW),
            AffectedColumn(people_table.title, "", month.left_out_rows, ROWS_LOST),
        )


def _unread(month: Month) -> Iterator[tuple[tuple[str, str], AffectedColumn]]:
    """Yield cells of counted rows whose value is unknown because it could not be read."""
    for table, column in _columns():
        frame = month.table(table.key)
        if frame is None or "unusable" not in frame:
            continue
        marked = frame["unusable"][frame["unusable"].fillna("").ne("")]
        if cells := sum(column.key in keys.split() for keys in marked):
            yield (table.key, column.key), AffectedColumn(table.title, column.heading, cells)


def _checked(month: Month) -> Iterator[tuple[tuple[str, str], AffectedColumn]]:
    """Yield what only the checker knows: rows of other tables left out, and cells that another
    column contradicts.
    """
    found: dict[tuple[str, str, str], int] = {}
    for table, column, rule, severity, number in month.faults:
        if severity == "error" and table != "care_leavers":
            found[table, column, LOST] = found.get((table, column, LOST), 0) + number
        elif severity == "warning" and not rule.endswith(_NOT_OF_FIGURES):
            what = _BY_RULE.get(rule, DOUBTED)
            found[table, column, what] = found.get((table, column, what), 0) + number
    for table, column in _columns():
        for (in_table, in_column, what), cells in found.items():
            if (in_table, in_column) == (table.key, column.key):
                yield (
                    (table.key, column.key),
                    AffectedColumn(table.title, column.heading, cells, what),
                )


def _columns() -> Iterator[tuple[Table, Column]]:
    return ((table, column) for table in TABLES.values() for column in table.columns)
