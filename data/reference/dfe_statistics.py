"""The DfE's published figures: our own small table, the DfE files that were loaded, and both
combined.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from tempfile import NamedTemporaryFile

import pandas as pd

from data.paths import home, see_folder
from data.private_files import make_private_folder
from data.problems import InputNeeded, UserError

SHIPPED = Path(__file__).with_name("benchmarks.csv")
SOURCE = "DfE, Children looked after in England including adoptions"
BASIS = "903"  # around the birthdays from 17 to 21 in the year to 31 March

# A symbol replaces a missing figure, and is never a number, not even zero.
SYMBOLS = {
    "c": "confidential: suppressed",
    "z": "not applicable",
    "x": "unavailable",
    "u": "of low reliability",
    **dict.fromkeys(("k", "low"), "rounds to 0, but is not 0"),
}
# The DfE's levels in our words; medians in our own table have the level 'neighbours'.
LEVELS = {"National": "national", "Regional": "regional", "Local authority": "local authority"}
KEY = ["measure", "age_group", "area_level", "area", "year"]
COLUMNS = [
    "measure",
    "age_group",
    "area",
    "area_level",
    "year",
    "percent",
    "count",
    "of",
    "symbol",
    "release",
    "source",
    "basis",
]

_NEEDED = ("time_period", "geographic_level", "region_name", "la_name")
_NEEDED += ("care_leaver_age", "breakdown", "care_leaver_count", "care_leaver_percent")
_HOMES_TOTAL, _ACTIVITY_TOTAL = "Suitability total", "Total"
_HOMES = {
    "Accommodation considered suitable": "suitable",
    "Accommodation considered unsuitable": "unsuitable",
    "No information": "accommodation_not_known",
}
_ACTIVITY = {
    "Total in education, employment or training": "eet",
    "Total not in education, employment or training": "neet",
    "Total information not known": "activity_not_known",
    "Higher education i.e. studies beyond A level": "eet_higher_education",
    "Education other than higher education": "eet_other_education",
    "In an apprenticeship": "eet_apprenticeship",
    "In training or employment": "eet_work",  # to 2021
    "In training or employment (excl. apprenticeship)": "eet_work_no_apprenticeship",  # from 2022
    "Not in education, training or employment, owing to illness or disability": "neet_illness",
    "Not in education, training or employment, owing to other reasons": "neet_other",
    "Not in education, training or employment, owing to pregnancy or parenting": "neet_parenting",
}
_MEASURE = _HOMES | _ACTIVITY
_TOTAL_OF = dict.fromkeys(_HOMES.values(), _HOMES_TOTAL) | dict.fromkeys(
    _ACTIVITY.values(), _ACTIVITY_TOTAL
)
_WHOLE_FILES = (
    {"Accommodation considered suitable", _HOMES_TOTAL},
    {
        "Total in education, employment or training",
        "Total not in education, employment or training",
        _ACTIVITY_TOTAL,
    },
)
_RELEASE = re.compile(r"20\d\d(-\d\d){0,2}", re.ASCII)
_NUMBER = re.compile(r"\d+(\.\d+)?", re.ASCII)


def load_reference() -> pd.DataFrame:
    """Return the small table that comes with the program (COLUMNS), typed from the DfE's 2025
    release.
    """
    return _read_tidy(SHIPPED)


def read_dfe_csv(path: Path, release: str) -> pd.DataFrame:
    """Return the figures (COLUMNS) of a DfE file on accommodation suitability or activity;
    percentages 0 to 100.

    `release` is its year, with month and day if one year has several: 2025, 2025-12 or 2025-12-04.
    Other breakdowns are left out (`unused_breakdowns` lists them). Raises UserError if it is not
    such a file.
    """
    if not _RELEASE.fullmatch(release):
        raise InputNeeded(
            "benchmarks_release",
            "Write the release as a year, or as year, month and day: 2025 or 2025-12-04.",
        )
    lines = _lines(path)
    held = {line["breakdown"] for _, line in lines}
    if not any(whole <= held for whole in _WHOLE_FILES):
        raise _refused(
            f"{path.name} lacks the breakdowns of the DfE's files on care leavers' "
            "accommodation suitability or activity."
        )
    rows = [
        _row(number, line, release)
        for number, line in lines
        if line["breakdown"] in _MEASURE.keys() | _TOTAL_OF.values()
    ]
    table = _one_row_each(pd.DataFrame(rows, columns=COLUMNS))
    _expect_whole(path.name, table, release)
    return _typed(_with_totals(table))


def unused_breakdowns(path: Path) -> list[str]:
    """Return the breakdowns of a DfE file that are not used."""
    return sorted(
        {line["breakdown"] for _, line in _lines(path)} - _MEASURE.keys() - set(_TOTAL_OF.values())
    )


def merge(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Combine tables: the newest release replaces a measure's whole year; within a release the
    later table counts.
    """
    together = pd.concat(list(tables), ignore_index=True)
    newest = together.groupby(["measure", "age_group", "year"])["release"].transform("max")
    return _typed(together[together["release"] == newest].drop_duplicates(KEY, keep="last"))


def keep(table: pd.DataFrame) -> Path:
    """Save the figures of one release together with those saved already; return the file."""
    (release,) = table["release"].unique()
    place = kept_in() / f"{release}.csv"
    if place.exists():
        before = _read_tidy(place)
        table = pd.concat([before[~before["measure"].isin(set(table["measure"]))], table])
    see_folder(home())
    make_private_folder(place.parent)
    with NamedTemporaryFile(
        "w", dir=place.parent, suffix=".part", delete=False, encoding="utf-8", newline=""
    ) as part:
        try:
            _typed(table).to_csv(part, index=False, float_format="%g", lineterminator="\n")
            part.flush()
            os.fsync(part.fileno())
            part.close()
            os.replace(part.name, place)
        finally:
            Path(part.name).unlink(missing_ok=True)
    return place


def kept_in() -> Path:
    """Return the folder of the releases that were loaded."""
    return home() / "benchmarks"


def all_benchmarks() -> pd.DataFrame:
    """Return the program's own figures and every loaded release as one table."""
    return merge([load_reference(), *map(_read_tidy, _kept())])


def releases_mark() -> tuple[tuple[str, int], ...]:
    """Return each loaded release with the time of its file; all_benchmarks() changes only if this
    changes.
    """
    return tuple((path.stem, path.stat().st_mtime_ns) for path in _kept())


def _kept() -> list[Path]:
    return sorted(path for path in kept_in().glob("*.csv") if _RELEASE.fullmatch(path.stem))


def _refused(message: str) -> UserError:
    return UserError("benchmarks", message)


def _lines(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return (line number, cells by heading) per line. Raises UserError if these are not the DfE's
    columns.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            headings = [heading.strip() for heading in next(reader, [])]
            _expect_columns(path.name, headings)
            found = [
                (reader.line_num, [cell.strip() for cell in cells]) for cells in reader if cells
            ]
    except (OSError, UnicodeDecodeError, csv.Error):
        raise _refused(f"{path.name} cannot be read as a CSV file.") from None
    for number, cells in found:
        if len(cells) != len(headings):
            raise _refused(
                f"{path.name}, line {number}: has {len(cells)} cells under {len(headings)} "
                "headings."
            )
    return [(number, dict(zip(headings, cells, strict=True))) for number, cells in found]


def _expect_columns(name: str, headings: list[str]) -> None:
    lacking = [column for column in _NEEDED if column not in headings]
    if len(lacking) == len(_NEEDED):
        raise _refused(
            f"{name} is not a file of the DfE's care leavers tables: it has none of their columns."
        )
    if lacking:
        raise _refused(
            f"{name} lacks {', '.join(lacking)}, which the DfE's care leavers tables have."
        )
    named = [heading for heading in headings if heading]
    if len(set(named)) < len(named):
        raise _refused(f"{name} has two columns with the same name.")


def _expect_whole(name: str, table: pd.DataFrame, release: str) -> None:
    if table["year"].max() > int(release[:4]):
        said = (
            f"{name} has figures for {table['year'].max()}, so it cannot be from the release "
            f"{release}."
        )
        raise InputNeeded("benchmarks_release", said)
    if set(table["year"]) - set(table.loc[table["area_level"] == "national", "year"]):
        raise _refused(
            f"{name} has a year without England. Load the DfE's whole file, because it "
            "replaces that year."
        )


def _row(number: int, line: dict[str, str], release: str) -> dict[str, object]:
    """Return one figure. A total keeps the DfE's name as `measure` until it is used as the
    denominator.
    """
    level = LEVELS.get(line["geographic_level"])
    area = {
        "national": "England",
        "regional": line["region_name"],
        "local authority": line["la_name"],
    }.get(level or "", "")
    if not area:
        raise _refused(
            f"Line {number}: geographic_level is not one of {', '.join(LEVELS)}, or its "
            "area has no name."
        )
    percent, symbol = _figure(number, "care_leaver_percent", line)
    count, _ = _figure(number, "care_leaver_count", line)
    if (percent or 0) > 100 or not (count or 0.0).is_integer():
        raise _refused(f"Line {number}: a percentage is over 100, or a count is not whole.")
    return {
        "measure": _MEASURE.get(line["breakdown"], line["breakdown"]),
        "age_group": _age_group(line["care_leaver_age"]),
        "area": area,
        "area_level": level,
        "year": _year(number, line["time_period"]),
        "percent": percent,
        "count": count,
        "symbol": symbol,
        "release": release,
        "source": SOURCE,
        "basis": BASIS,
    }


def _figure(number: int, column: str, line: dict[str, str]) -> tuple[float | None, str]:
    """Return (number, ""), or (None, symbol). Raises UserError for anything else."""
    written = line[column]
    if _NUMBER.fullmatch(written):
        return float(written), ""
    if written in SYMBOLS:
        return None, written
    raise _refused(
        f"Line {number}: {column} is neither a number nor one of the symbols {', '.join(SYMBOLS)}."
    )


def _year(number: int, written: str) -> int:
    """Return the year to 31 March, written as 2025 or 202425."""
    if re.fullmatch(r"20\d\d", written, re.ASCII):
        return int(written)
    if re.fullmatch(r"20\d{4}", written, re.ASCII) and (int(written[2:4]) + 1) % 100 == int(
        written[4:]
    ):
        return int(written[:4]) + 1
    raise _refused(f"Line {number}: time_period is not a year.")


def _age_group(written: str) -> str:
    """Return '17-18' for '17 to 18 years'; any other text is not changed."""
    return re.sub(
        r"^(\d+)(?: to (\d+))? years?$", lambda ages: "-".join(filter(None, ages.groups())), written
    )


def _one_row_each(table: pd.DataFrame) -> pd.DataFrame:
    """Keep one row per area, year and measure, because an authority with two codes has a figure and
    a symbol.
    """
    if (table.groupby(KEY)[["percent", "count"]].nunique() > 1).any(axis=None):
        raise _refused("The file has two different figures for one area, year, age and breakdown.")
    order = table.assign(without=table["percent"].isna()).sort_values(
        [*KEY, "without", "symbol", "count"]
    )
    return order.drop_duplicates(KEY, keep="first").drop(columns="without")


def _with_totals(table: pd.DataFrame) -> pd.DataFrame:
    """Move the file's totals from their own rows to the column `of` of each figure."""
    totals = table.set_index(KEY)["count"]
    wanted = table.assign(measure=table["measure"].map(_TOTAL_OF)).dropna(subset="measure")
    of = totals.reindex(pd.MultiIndex.from_frame(wanted[KEY])).to_numpy()
    return table.loc[wanted.index].assign(of=of)


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    """Return COLUMNS with their types, in a fixed order of columns and rows."""
    types = {"year": "int64", "percent": "float64", "count": "Int64", "of": "Int64"} | {
        "symbol": "str",
        "release": "str",
        "source": "str",
    }
    return table[COLUMNS].astype(types).sort_values(KEY, ignore_index=True)


def _read_tidy(path: Path) -> pd.DataFrame:
    """Read a saved table of COLUMNS; lines that begin with # give its source."""
    try:
        text = "".join(
            line
            for line in path.read_text(encoding="utf-8").splitlines(keepends=True)
            if not line.startswith("#")
        )
        table = pd.read_csv(StringIO(text), dtype="str", keep_default_na=False)
        numbers = {
            column: pd.to_numeric(table[column]) for column in ("year", "percent", "count", "of")
        }
        return _typed(table.assign(**numbers))
    except (OSError, ValueError, KeyError, TypeError):
        raise _refused(
            f"The benchmarks file {path.name} cannot be read. Remove it, and load that "
            "release again."
        ) from None
