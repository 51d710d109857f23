"""The rules of docs/decisions/0002-the-house.md, checked for every Python file without
exception."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

VOCABULARY = ("data.schema", "data.codelists", "data.dates", "data.problems")
DATA = (
    *VOCABULARY,
    "data.paths",
    "data.gc_pause",
    "data.disk_space",
    "data.private_files",
    "data.remembered_store",
)
SHOWN = tuple(
    f"analytics.publish.{name}"
    for name in ("types", "phrases", "dated_entry", "ratings", "series_in_words")
)
MONTH = ("analytics.month", *SHOWN, *VOCABULARY)
MEASURES = ("analytics.measures", "analytics.statistics", *MONTH)
CLAIMS = ("analytics.claims", *MEASURES)
PUBLISH = ("analytics.publish", *CLAIMS)
SUBJECT = ("analytics.charts", "data.reference", *PUBLISH)
SUBJECTS = (
    "changes",
    "check_ins",
    "cohort",
    "comparison",
    "coverage",
    "outcomes",
    "practice",
    "service_use",
    "timetable",
)
ACROSS_SUBJECTS = ("overview", "plan")  # they read the panels of the others

# Which of our rooms each room may import, lowest first. The longest match counts; a file that no
# line
# matches breaks the rule.
MAY_IMPORT = {
    "data/": DATA,
    "data/workbook/": ("data.workbook", *DATA),
    "data/recognise/": ("data.recognise", "data.workbook", *DATA),
    "data/check/": ("data.check", "data.recognise", "data.workbook", *DATA),
    "data/store/": ("data.store", "data.check", "data.recognise", *DATA),
    "data/writing/": ("data.writing", "data.check", "data.workbook", *DATA),
    "data/reference/": ("data.reference", *DATA),
    "data/sample/": ("data",),
    "analytics/": (),
    "analytics/statistics/": ("analytics.statistics",),
    **{
        f"{name.replace('.', '/')}.py": (*SHOWN, "analytics.statistics", *VOCABULARY)
        for name in SHOWN
    },
    "analytics/month/": MONTH,
    "analytics/measures/": MEASURES,
    "analytics/claims/": CLAIMS,
    "analytics/publish/": PUBLISH,
    "analytics/charts/": (
        "analytics.charts",
        "analytics.statistics",
        *SHOWN,
    ),  # no unpublished data can get in
    "analytics/exports/": ("analytics.exports", "analytics.charts.style", "data.dates", *SHOWN),
    **{f"analytics/{room}/": (f"analytics.{room}", *SUBJECT) for room in SUBJECTS},
    **{
        f"analytics/{room}/": (
            f"analytics.{room}",
            *(f"analytics.{other}" for other in SUBJECTS),
            *SUBJECT,
        )
        for room in ACROSS_SUBJECTS
    },
    "pages/": ("pages.shared", "analytics", "data"),
    "app.py": ("pages.shared.session.gate", "pages.shared.session.startup"),
    "manage.py": ("cli",),
    "cli/": ("cli", "data", "analytics"),
    "benchmarks/": ("benchmarks", "data", "analytics", "pages"),
    "tests/": ("tests", "app", "manage", "cli", "pages", "analytics", "data", "benchmarks"),
}
OURS = {"app", "manage", "cli", "pages", "analytics", "data", "benchmarks", "tests"}

# The only rooms that may use each library. Unlisted libraries are free; tests and benchmarks may
# use any.
ONLY_IN = {
    "streamlit": ("app.py", "pages/"),
    "starlette": ("app.py", "pages/shared/session/gate.py"),
    "plotly": ("analytics/charts/",),
    "pptx": ("analytics/exports/",),
    "typst": ("analytics/exports/",),
    "xlsxwriter": (
        "analytics/exports/",
        "data/writing/marked_copy.py",
        "data/writing/month_and_template.py",
    ),
    "python_calamine": ("data/workbook/",),
    "msoffcrypto": ("data/workbook/",),
    "rapidfuzz": ("data/check/propose_mapping.py",),
    "olefile": ("data/workbook/",),
    "openpyxl": (),
    "sqlalchemy": ("data/store/",),
    "click": ("cli/",),
    "holidays": ("analytics/timetable/working_days.py",),
    "icalendar": ("analytics/exports/calendar.py",),
    "scipy": (),
    "statsmodels": (),
    "vobject": (),
    "pandas": ("cli/", "pages/shared/", "analytics/", "data/"),
    "numpy": ("cli/", "pages/shared/", "analytics/", "data/"),
}
FREE = ("tests/", "benchmarks/")

ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
AGGREGATES = {
    "sum",
    "mean",
    "median",
    "mode",
    "min",
    "max",
    "std",
    "var",
    "quantile",
    "count",
    "value_counts",
    "nunique",
    "pivot_table",
}
AGGREGATES |= {
    "groupby",
    "agg",
    "aggregate",
    "crosstab",
    "cumsum",
    "cumcount",
    "diff",
    "pct_change",
    "div",
    "round",
    "divmod",
    "pow",
}
COLOUR = re.compile(
    r"^#[0-9a-f]{3,4}$|#[0-9a-f]{6}(?:[0-9a-f]{2})?\b|\b(?:rgb|hsl)a?\(", re.IGNORECASE
)


def python_files() -> list[str]:
    """Return every Python file of ours, as a path from the root."""
    paths = (path.relative_to(ROOT) for path in ROOT.rglob("*.py"))
    return sorted(
        path.as_posix() for path in paths if not re.match(r"(var|out)/|.*(^|/)\.", path.as_posix())
    )


def imports(path: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Return line and full dotted name of every import, anywhere in the file and in any form."""
    package = path.split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            yield from (
                (node.lineno, ".".join([*base, *filter(None, [node.module]), name.name]))
                for name in node.names
            )
        elif (
            isinstance(node, ast.Call)
            and _name(node.func) in {"import_module", "__import__"}
            and node.args
        ):
            name = node.args[0].value if isinstance(node.args[0], ast.Constant) else ""
            if (
                _first(str(name)) in OURS
            ):  # start-up imports libraries by name; that must not bypass the rule for our own modules
                yield node.lineno, str(name)


def forbidden_imports(path: str, tree: ast.AST) -> Iterator[str]:
    """Return imports that break one of the two dictionaries."""
    who = max((who for who in MAY_IMPORT if _inside(path, who)), key=len, default=None)
    if who is None:
        yield f"{path}: belongs to no room of the house; name it in MAY_IMPORT or move it"
        return
    for line, name in imports(path, tree):
        library = _first(name)
        if library in OURS and not any(
            f"{name}.".startswith(f"{ours}.") for ours in MAY_IMPORT[who]
        ):
            yield f"{path}:{line}: may not import {name}"
        if (
            library in ONLY_IN
            and who not in FREE
            and not any(_inside(path, place) for place in ONLY_IN[library])
        ):
            yield (
                f"{path}:{line}: {library} belongs in "
                f"{' and '.join(ONLY_IN[library]) or 'tests only'}"
            )


def room_of(path: str) -> str:
    """Return the room of a file: the longest match in MAY_IMPORT.

    All that is shown is one room, and so is the vocabulary at the top of `data/`.
    """
    who = max((who for who in MAY_IMPORT if _inside(path, who)), key=len, default="")
    return "shown" if who.removesuffix(".py").replace("/", ".") in SHOWN else who


def circles(sources: dict[str, str]) -> list[str]:
    """Return pairs of rooms that import each other, directly or through other rooms."""
    modules = {
        path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): path
        for path in sources
    }
    reached: dict[str, set[str]] = {}
    for path, source in sources.items():
        names = (name for _, name in imports(path, ast.parse(source)))
        found = (modules.get(name) or modules.get(name.rpartition(".")[0]) for name in names)
        reached.setdefault(room_of(path), set()).update(room_of(file) for file in found if file)
    for _ in reached:
        for rooms in reached.values():
            rooms |= {farther for room in rooms for farther in reached.get(room, ())}
    return sorted(
        f"{room} and {other}"
        for room, rooms in reached.items()
        for other in rooms
        if room < other and room in reached.get(other, ())
    )


def unpublished(path: str, tree: ast.AST) -> Iterator[str]:
    """Return places, other than the one allowed, that make Published, PublishedControl, -Dates or
    -People.
    """
    if path == "analytics/publish/publish.py" or path.startswith("tests/"):
        return
    names = {"Published", "PublishedControl", "PublishedDates", "PublishedPeople"}
    aliases = [
        alias for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    ]
    names |= {alias.asname for alias in aliases if alias.asname and alias.name in names}
    for node in ast.walk(tree):
        made = isinstance(node, ast.Call) and _name(node.func) in names
        inherited = (
            path != "analytics/publish/types.py"
            and isinstance(node, ast.ClassDef)
            and any(_name(base) in names for base in node.bases)
        )
        if made or inherited:
            yield (
                f"{path}:{node.lineno}: only analytics/publish/publish.py makes what is "
                "published; call publish()"
            )


def without_docstring(path: str, tree: ast.Module) -> Iterator[str]:
    """Return files without a docstring."""
    if not ast.get_docstring(tree):
        yield f"{path}: has no docstring"


def broad_excepts(path: str, tree: ast.AST) -> Iterator[str]:
    """Return handlers that would hide our own mistakes."""
    for node in ast.walk(tree):
        caught: list[ast.expr | None] = []
        if isinstance(node, ast.ExceptHandler):
            caught = [*node.type.elts] if isinstance(node.type, ast.Tuple) else [node.type]
        elif isinstance(node, ast.Call) and _name(node.func) == "suppress":
            caught = [*node.args]
        if any(kind is None or _name(kind) in {"Exception", "BaseException"} for kind in caught):
            yield f"{path}:{node.lineno}: name the errors that are expected here"


def calculating_pages(path: str, tree: ast.AST) -> Iterator[str]:
    """Return arithmetic and aggregates in a page; joining text or paths does not count."""
    if not re.fullmatch(r"pages/[^/]+\.py", path):
        return
    for node in ast.walk(tree):
        sums = (
            isinstance(node, ast.BinOp | ast.AugAssign)
            and isinstance(node.op, ARITHMETIC)
            and not any(map(_is_text, _sides(node)))
        )
        aggregate = isinstance(node, ast.Call) and _name(node.func) in AGGREGATES
        if sums or aggregate:
            yield f"{path}:{node.lineno}: a page calculates nothing; move this to analytics"


def loose_colours(path: str, tree: ast.AST) -> Iterator[str]:
    """Return colours written outside the one file of colours."""
    if not path.startswith(("analytics/", "pages/")) or path == "analytics/charts/style.py":
        return
    prose = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and node not in prose
            and isinstance(node.value, str)
            and COLOUR.search(node.value)
        ):
            yield f"{path}:{node.lineno}: take this colour from analytics/charts/style.py"


def _inside(path: str, place: str) -> bool:
    return path.startswith(place) if place.endswith("/") else path == place


def _first(dotted: str) -> str:
    return dotted.split(".")[0]


def _name(node: ast.expr) -> str:
    """Return the last part of a name: 'Published' for types.Published."""
    return (
        node.attr
        if isinstance(node, ast.Attribute)
        else node.id
        if isinstance(node, ast.Name)
        else ""
    )


def _sides(node: ast.BinOp | ast.AugAssign) -> tuple[ast.expr, ...]:
    return (node.left, node.right) if isinstance(node, ast.BinOp) else (node.value,)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


RULES = (
    forbidden_imports,
    unpublished,
    without_docstring,
    broad_excepts,
    calculating_pages,
    loose_colours,
)


def broken(rule, path: str, source: str) -> list[str]:
    """Return what this rule reports about a file with that path and text."""
    return list(rule(path, ast.parse(source)))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_file_keeps(rule):
    found = [
        fault
        for path in python_files()
        for fault in broken(rule, path, (ROOT / path).read_text(encoding="utf-8"))
    ]
    assert not found, "\n" + "\n".join(found)


def test_every_room_of_the_rule_exists():
    assert not [who for who in MAY_IMPORT if not (ROOT / who).exists()]


def test_no_two_rooms_import_each_other():
    assert (
        circles(
            {
                path: (ROOT / path).read_text(encoding="utf-8")
                for path in python_files()
                if _first(path.replace("/", ".")) in {"data", "analytics"}
            }
        )
        == []
    )


def test_a_circle_of_rooms_is_found():
    lower = {"analytics/month/ledger.py": "from analytics.measures.calculate import count"}
    upper = {"analytics/measures/calculate.py": "from analytics.claims.claims import change"}
    assert circles(lower | upper | {"analytics/claims/claims.py": ""}) == []
    closed = (
        lower | upper | {"analytics/claims/claims.py": "from analytics.month.ledger import buckets"}
    )
    assert "analytics/measures/ and analytics/month/" in circles(closed)


def test_the_files_that_matter_are_checked():
    assert {"data/schema.py", "analytics/publish/publish.py", "tests/test_architecture.py"} <= set(
        python_files()
    )


PLANTED = [
    (forbidden_imports, "app.py", "import data.store"),
    (forbidden_imports, "app.py", "from pages import main"),
    (forbidden_imports, "manage.py", "from data.store import Store"),
    (forbidden_imports, "cli/check.py", "from pages.shared.session.page_context import begin"),
    (forbidden_imports, "pages/cohort.py", "from pages.check_ins import page"),
    (forbidden_imports, "pages/cohort.py", "from . import check_ins"),
    (forbidden_imports, "pages/shared/session/page_context.py", "from ... import main"),
    (forbidden_imports, "analytics/month/ledger.py", "import data"),
    (forbidden_imports, "analytics/month/ledger.py", "from data import store"),
    (forbidden_imports, "analytics/month/ledger.py", "from data import *"),
    (
        forbidden_imports,
        "analytics/month/ledger.py",
        "def late():\n    from data.store import Store",
    ),
    (forbidden_imports, "analytics/month/ledger.py", "import_module('data.store')"),
    (forbidden_imports, "analytics/charts/bars.py", "from ...data.store import Store"),
    (forbidden_imports, "data/store/save_month.py", "from analytics.month.month import Month"),
    (
        forbidden_imports,
        "data/store/save_month.py",
        "if TYPE_CHECKING:\n    import analytics.month.month",
    ),
    (forbidden_imports, "analytics/month/ledger.py", "import data_tools.x, data.schemas"),
    (forbidden_imports, "attic.py", ""),
    (forbidden_imports, "analytics/attic/old.py", "from analytics.month.month import Month"),
    (forbidden_imports, "data/schema.py", "from data.workbook import Sheet"),
    (forbidden_imports, "data/workbook/text.py", "from data.recognise.mapping import Mapping"),
    (forbidden_imports, "data/recognise/files.py", "from data.check.cell import meaning"),
    (forbidden_imports, "data/check/cell.py", "from data.store import Store"),
    (
        forbidden_imports,
        "data/store/rows.py",
        "from data.writing.month_and_template import write_month",
    ),
    (forbidden_imports, "data/reference/dfe_statistics.py", "from data.check.cell import meaning"),
    (
        forbidden_imports,
        "analytics/statistics/intervals.py",
        "from analytics.month.month import Month",
    ),
    (
        forbidden_imports,
        "analytics/publish/types.py",
        "from analytics.publish.publish import publish",
    ),
    (forbidden_imports, "analytics/publish/phrases.py", "from analytics.month.month import Month"),
    (
        forbidden_imports,
        "analytics/month/ledger.py",
        "from analytics.measures.calculate import count",
    ),
    (forbidden_imports, "analytics/measures/series.py", "from analytics.claims import claims"),
    (
        forbidden_imports,
        "analytics/claims/claims.py",
        "from analytics.publish.publish import publish",
    ),
    (forbidden_imports, "analytics/publish/publish.py", "from analytics.coverage import findings"),
    (
        forbidden_imports,
        "analytics/check_ins/findings.py",
        "from analytics.coverage import findings",
    ),
    (
        forbidden_imports,
        "analytics/timetable/findings.py",
        "from analytics.exports import EXPORTERS",
    ),
    (
        forbidden_imports,
        "analytics/charts/bars.py",
        "from analytics.publish.publish import publish",
    ),
    (
        forbidden_imports,
        "analytics/charts/bars.py",
        "from analytics.measures.calculate import count",
    ),
    (forbidden_imports, "analytics/exports/excel.py", "from analytics.month.month import Month"),
    (forbidden_imports, "analytics/month/ledger.py", "import streamlit as st"),
    (forbidden_imports, "analytics/month/ledger.py", "import plotly.graph_objects as go"),
    (forbidden_imports, "analytics/spc.py", "from scipy import stats"),
    (forbidden_imports, "analytics/timetable/rules.py", "import holidays"),
    (forbidden_imports, "data/writing/month_and_template.py", "import openpyxl"),
    (
        forbidden_imports,
        "data/recognise/formats/annex_a.py",
        "from python_calamine import load_workbook",
    ),
    (forbidden_imports, "data/recognise/files.py", "import msoffcrypto"),
    (forbidden_imports, "pages/cohort.py", "import pandas as pd"),
    (unpublished, "analytics/month/ledger.py", "Published(headline='All seen')"),
    (unpublished, "pages/cohort.py", "types.PublishedPeople()"),
    (unpublished, "analytics/claims/claims.py", "PublishedControl()"),
    (unpublished, "analytics/exports/calendar.py", "PublishedDates()"),
    (unpublished, "pages/cohort.py", "from analytics.publish.types import Published as P\nP()"),
    (unpublished, "analytics/month/ledger.py", "class Open(Published): pass"),
    (without_docstring, "data/sample/__init__.py", ""),
    (broad_excepts, "data/store/save_month.py", "try: pass\nexcept: pass"),
    (broad_excepts, "data/store/save_month.py", "try: pass\nexcept (OSError, Exception): pass"),
    (broad_excepts, "data/store/save_month.py", "with contextlib.suppress(BaseException): pass"),
    (calculating_pages, "pages/cohort.py", "share = seen / len(people)"),
    (calculating_pages, "pages/cohort.py", "late += 1"),
    (calculating_pages, "pages/cohort.py", "table.groupby('team')"),
    (calculating_pages, "pages/cohort.py", "round(share)"),
    (calculating_pages, "pages/cohort.py", "people['age'].max()"),
    (loose_colours, "pages/shared/layout/page_style.py", "BLUE = '#12436D'"),
    (loose_colours, "analytics/charts/bars.py", "css = f'border: 1px solid #12436d; {more}'"),
    (loose_colours, "analytics/charts/bars.py", "grey = '#ccc'"),
    (loose_colours, "analytics/charts/bars.py", "grey = 'rgba(0, 0, 0, 0.2)'"),
]
ALLOWED = [
    (
        forbidden_imports,
        "app.py",
        "import streamlit as st\nfrom pages.shared.session.gate import Gate\nfrom "
        "pages.shared.session import startup",
    ),
    (
        forbidden_imports,
        "pages/main.py",
        "import streamlit\nfrom pages.shared.session.page_context import begin\nfrom "
        ".shared.layout import page_style\nimport data.store",
    ),
    (forbidden_imports, "pages/shared/session/startup.py", "import_module('plotly.graph_objects')"),
    (
        forbidden_imports,
        "analytics/month/ledger.py",
        "from data import codelists, schema\nfrom data.schema import ID\nfrom .month import Month",
    ),
    (
        forbidden_imports,
        "analytics/charts/bars.py",
        "import plotly.graph_objects\nfrom ..publish.types import Published\nfrom . import style",
    ),
    (
        forbidden_imports,
        "analytics/plan/findings.py",
        "from analytics.timetable import ahead\nfrom analytics.charts import bars",
    ),
    (forbidden_imports, "data/store/tables.py", "import sqlalchemy as sa\nimport datetime"),
    (forbidden_imports, "tests/data/test_store.py", "import openpyxl, sqlalchemy, data.store"),
    (unpublished, "analytics/publish/publish.py", "Published()"),
    (unpublished, "pages/cohort.py", "def show(shown: Published): publish(shown)"),
    (broad_excepts, "data/store/save_month.py", "try: pass\nexcept (OSError, ValueError): pass"),
    (
        calculating_pages,
        "pages/cohort.py",
        "name = 'a' + b\nplace = folder / 'x'\nif len(people) > 0: rows[-1]\nboth = a | b",
    ),
    (calculating_pages, "pages/shared/tiles.py", "a + b"),
    (loose_colours, "analytics/charts/style.py", "BLUE = '#12436D'"),
    (
        loose_colours,
        "analytics/charts/bars.py",
        "'''Like #12436D.'''\nlink = '#section'\nnote = 'person #123'",
    ),
]


@pytest.mark.parametrize(("rule", "path", "source"), PLANTED)
def test_a_broken_rule_is_found(rule, path, source):
    assert broken(rule, path, source)


@pytest.mark.parametrize(("rule", "path", "source"), ALLOWED)
def test_what_is_allowed_passes(rule, path, source):
    assert broken(rule, path, source) == []
