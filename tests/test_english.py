"""Plain English in everything people read: text, docstrings, comments, test names and documents."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SKIPPED = {".venv", ".git", "node_modules", "var", ".pytest_cache", ".hypothesis", ".ruff_cache"}
BANNED = re.compile(
    r"\b(nought|anew|mend|mends|mended|mending|grave|graver|beside|another than|whoever|whatever|whomever|else|stands?|stood|"
    r"all the same|on record|said of|of those that|where none|a row a|a sheet a)\b",
    re.IGNORECASE,
)
# "else" after any-, some-, no- and every-; "stand" as a noun and in "stand for".
ALLOWED = re.compile(
    r"\b(any|some|no|every)(one|body|thing|where) else\b|\bor else\b|\b(stands?|stood) for\b|\b(a|the|its|this) stand\b",
    re.IGNORECASE,
)


def test_no_text_uses_a_banned_word():
    found = [f"{place}: {word}" for path in files() for place, word in banned_in(path)]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "No answer on record from 9 of 240",
        "Rated anew this month",
        "Mend the extract",
        "March 2025 stands already",
        "is judged on another than the basis",
        "a row a person",
        "Import it for May 2024 all the same.",
        "Whoever changes team",
        "Excel's day nought",
        "the totals beside it",
        "or somewhere. Else it is blank",
    ],
)
def test_a_banned_word_is_found(text):
    assert words_in(text)


@pytest.mark.parametrize(
    "text",
    ["Nobody else has it", "YES stands for yes", "withstand", "a grandstand view", "recommended"],
)
def test_an_allowed_word_is_left_alone(text):
    assert words_in(text) == []


def test_names_of_code_inside_a_text_are_not_its_words():
    assert [word for _, word in texts('x = f"{1 if stands else anew} people"\n')] == [" people"]
    assert list(texts('x = "if a:\\n    b = 1\\nelse:\\n    b = 2\\n"\n')) == []


def test_comments_docstrings_and_test_names_are_read():
    source = '"""Mend it."""\n\n\ndef test_it_is_rated_anew():\n    pass  # nought\n'
    assert [words_in(text) for _, text in texts(source)] == [["Mend"], ["nought"], ["anew"]]


def files() -> list[Path]:
    """Return every Python file and document of the project."""
    found = [path for ending in ("*.py", "*.md") for path in ROOT.rglob(ending)]
    return sorted(
        path
        for path in found
        if not SKIPPED & set(path.relative_to(ROOT).parts) and path != Path(__file__)
    )


def banned_in(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the place and the word of each banned word in a file."""
    source = path.read_text(encoding="utf-8")
    for line, text in texts(source) if path.suffix == ".py" else enumerate(source.splitlines(), 1):
        yield from ((f"{path.relative_to(ROOT)}:{line}", word) for word in words_in(text))


def texts(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and text of each string, comment and test name of a Python source; code inside
    a text is left out.
    """
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and not is_program(node.value)
        ):
            yield node.lineno, node.value
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.lineno, node.name.replace("_", " ")


def is_program(text: str) -> bool:
    """Whether a text is code: the program of a child process, or a script for the browser."""
    if "=>" in text:
        return True
    try:
        with warnings.catch_warnings(
            action="ignore"
        ):  # a pattern may hold what is no escape sequence
            body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return False
    return any(
        not isinstance(statement, ast.Expr) or isinstance(statement.value, ast.IfExp)
        for statement in body
    )


def words_in(text: str) -> list[str]:
    """Return the banned words of a text, as written."""
    return [match[0] for match in BANNED.finditer(ALLOWED.sub("", " ".join(text.split())))]
