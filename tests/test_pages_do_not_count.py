"""Pages only draw what analytics has counted: pages/ has no arithmetic or aggregates on data."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "pages").rglob("*.py"))
AGGREGATES = {
    "sum", "min", "max", "round", "abs", "mean", "median", "std", "var", "nunique", "value_counts", "groupby", "agg", "aggregate",
    "cumsum", "diff", "pct_change", "quantile", "pivot_table", "crosstab", "fsum", "merge",
}  # fmt: skip
# functions that calculate with pixels, fields, list positions, seconds and bytes, never with people
LAYOUT = {
    "pages/shared/session/session_memory.py": {"refused_upload", "ends", "_close"},
    "pages/shared/session/warm_up_turns.py": {"give_way"},
    "pages/shared/upload/date_question.py": {"ask_for_the_date"},
    "pages/shared/panels/people_list.py": {"people_table"},
    "pages/shared/upload/settings_form.py": {"_form", "_change"},
    "pages/shared/upload/upload.py": {"_import", "_agree", "leave"},
    "pages/shared/session/page_context.py": {"choose_month"},
    "pages/shared/layout/page_style.py": {"plain"},
}
WORDS = (ast.JoinedStr, ast.List, ast.Tuple, ast.Dict)


def of_words(node):
    """Return whether a + joins texts or lists."""
    if isinstance(node, ast.IfExp):
        return of_words(node.body) or of_words(node.orelse)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add) and (of_words(node.left) or of_words(node.right))
    return isinstance(node, WORDS) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def reckons(node):
    """Return whether a node is arithmetic, or an aggregate of more than a text."""
    if isinstance(node, ast.BinOp):
        joins = isinstance(node.op, (ast.Add, ast.Div)) and (
            of_words(node.left) or of_words(node.right)
        )  # / joins a path
        return not (joins or isinstance(node.op, (ast.BitOr, ast.BitAnd)))
    if isinstance(node, ast.AugAssign):
        return (
            not isinstance(node.op, ast.BitOr)
            and not of_words(node.value)
            and not isinstance(node.value, ast.ListComp)
        )
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant)
    if isinstance(node, ast.Call):
        named = (
            node.func.id
            if isinstance(node.func, ast.Name)
            else node.func.attr
            if isinstance(node.func, ast.Attribute)
            else ""
        )
        return named in AGGREGATES
    return False


def found(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    allowed = LAYOUT.get(str(file.relative_to(ROOT)), set())
    kept = [
        node
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name in allowed
    ]
    skipped = {id(inner) for node in kept for inner in ast.walk(node)}
    return [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if id(node) not in skipped and reckons(node)
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_pages_neither_calculate_nor_aggregate(file):
    assert found(file) == []


@pytest.mark.parametrize(
    "code",
    [
        "a - b",
        "people['age'].mean()",
        "sum(rows)",
        "100 * a / b",
        "table.groupby('x')",
        "a + b",
        "x -= 1",
    ],
)
def test_the_check_detects_calculations(code, tmp_path, monkeypatch):
    file = ROOT / "pages" / "nowhere.py"
    monkeypatch.setattr(Path, "read_text", lambda self, encoding=None: code)
    assert found(file)
