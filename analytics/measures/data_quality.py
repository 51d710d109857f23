"""The damage map: which measures of a month rest on cells that could not be read or are in doubt; the others are sound."""

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
    "could not be used, nor could their rows",
    "contradict another column",
)
_BY_RULE = {"same_person_twice": "may be of one person under two ids", "age_unlikely": "make an unlikely age"}
_NOT_OF_FIGURES = "id_personal"  # ends the rules about what an id holds, which makes no figure doubtful
_OF_ONE = {
    LOST: "could not be used, nor could its row",
    DOUBTED: "contradicts another column",
    "make an unlikely age": "makes an unlikely age",
}
_WHOLE_ROW = "child_unique_id"
_TITLES = 3


@dataclass(frozen=True, slots=True)
class AffectedColumn:
    """So many cells of one column of one table, and what is the matter with them. Without a column they are whole rows."""

    table: str
    column: str
    cells: int
    what: str = UNREAD

    @property
    def where(self) -> str:
        """'Type of Accommodation', 'Outcome (Contacts)', or the table's title."""
        if not self.column:
            return self.table
        return self.column if self.table == TABLES["care_leavers"].title else f"{self.column} ({self.table})"

    @property
    def words(self) -> str:
        """'3 cells of Type of Accommodation could not be read'."""
        noun = ("cells", "cell") if self.column else ("rows", "row")
        what = _OF_ONE.get(self.what, self.what) if self.cells == 1 else self.what
        return f"{people(self.cells, *noun)} of {self.where} {what}"


@cached_per_month
def affected_columns(month: Month) -> dict[str, tuple[AffectedColumn, ...]]:
    """What touches each measure, by its id; a measure that is not among them is sound."""
    found: dict[str, list[AffectedColumn]] = {}
    for (table, column), touched in _touched(month):
        for name in touched_by(table, column):
            found.setdefault(name, []).append(touched)
    return {name: tuple(touched) for name, touched in found.items()}


def affected_by(month: Month, measures: Iterable[str], columns: Iterable[str] = ()) -> list[AffectedColumn]:
    """What touches any of these measures, or any of these columns ('allocated_team', 'contacts.outcome') or tables, each once."""
    by_measure = [touched for name in measures for touched in affected_columns(month).get(measure(name).id, ())]
    wanted = set(columns)
    by_column = [
        touched
        for (table, column), touched in _touched(month)
        if wanted & {table, column if table == "care_leavers" else f"{table}.{column}"}
    ]
    return list(dict.fromkeys([*by_measure, *by_column]))


def quality_note(month: Month, *measures: str, columns: Iterable[str] = ()) -> str:
    """'3 cells of Type of Accommodation could not be read', for the mark on a figure; nothing where it is sound."""
    return _said(affected_by(month, measures, columns))


def quality_note_over(months: Sequence[Month], *measures: str, columns: Iterable[str] = ()) -> str:
    """The same for a figure of several months: which of them rest on such cells."""
    columns = tuple(columns)
    names = [f"{month.as_at:%B %Y}" for month in months if affected_by(month, measures, columns)]
    if len(names) > _TITLES:
        return f"in {len(names)} of {len(months)} months some cells could not be read or are in doubt, {names[-1]} the latest"
    return f"in {listed(names)} some cells could not be read or are in doubt" if names else ""


def affected_words(month: Month, measures: Iterable[str]) -> str:
    """Which of these measures are touched, a few by title and the others by number, and why; nothing where all are sound."""
    asked = list(measures)
    titles = [MEASURES[name].title.partition(":")[0] for name in asked if name in affected_columns(month)]
    if not titles:
        return ""
    named = "every figure here" if len(titles) == len(asked) > _TITLES else _some(titles)
    return f"{named}. Some cells behind {'it' if len(titles) == 1 else 'them'} could not be read or are in doubt."


def state_of_the_data(month: Month) -> list[str]:
    """A sentence for each column that is touched and the measures it touches; none where the extract is sound."""
    return [f"{touched.words}. {_touches(touched_by(*place))}" for place, touched in _touched(month)]


def _touches(names: Sequence[str]) -> str:
    if not names:
        return "No measure is touched."
    return f"Touches: {_some([MEASURES[name].title for name in names])}."


def _some(titles: Sequence[str]) -> str:
    """The titles; of more than a few the first, and how many more there are."""
    return listed(titles if len(titles) <= _TITLES + 1 else [*titles[:_TITLES], f"{len(titles) - _TITLES} more measures"])


def _said(touched: Sequence[AffectedColumn]) -> str:
    """The fault of most cells in words, and how many more there are."""
    if not touched:
        return ""
    worst, *rest = sorted(touched, key=lambda one: -one.cells)
    return worst.words + (f", and {people(len(rest), 'more faults', 'more fault')}" if rest else "")


@cached_per_month
def _touched(month: Month) -> tuple[tuple[tuple[str, str], AffectedColumn], ...]:
    """(table, column) and what is the matter with it, in the schema's order."""
    return (*_rows_lost(month), *_unread(month), *_checked(month))


def _rows_lost(month: Month) -> Iterator[tuple[tuple[str, str], AffectedColumn]]:
    """People whose whole row is missing; every measure of people is short of them."""
    if month.left_out_rows:
        people_table = TABLES["care_leavers"]
        yield (people_table.key, _WHOLE_ROW), AffectedColumn(people_table.title, "", month.left_out_rows, ROWS_LOST)


def _unread(month: Month) -> Iterator[tuple[tuple[str, str], AffectedColumn]]:
    """Cells of the rows that are counted, whose value is unknown because it could not be read."""
    for table, column in _columns():
        frame = month.table(table.key)
        if frame is None or "unusable" not in frame:
            continue
        marked = frame["unusable"][frame["unusable"].fillna("").ne("")]
        if cells := sum(column.key in keys.split() for keys in marked):
            yield (table.key, column.key), AffectedColumn(table.title, column.heading, cells)


def _checked(month: Month) -> Iterator[tuple[tuple[str, str], AffectedColumn]]:
    """What the checker said and no cell shows: rows of other tables left out, and cells used although another column denies them."""
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
                yield (table.key, column.key), AffectedColumn(table.title, column.heading, cells, what)


def _columns() -> Iterator[tuple[Table, Column]]:
    return ((table, column) for table in TABLES.values() for column in table.columns)
