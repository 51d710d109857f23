"""Imports, one thread at a time. Two threads that import a package and a module of it at once wait
for each other, and Python then stops one of them with an error: the warm-up and the first page.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

_TURN = RLock()
_imported: set[Path] = set()


@contextmanager
def alone() -> Iterator[None]:
    """Import, or do what imports, while no other thread does."""
    with _TURN:
        yield


def import_for(page: Path) -> None:
    """Import what a page imports at its top, before the page runs; only the first time."""
    with alone():
        if page in _imported:
            return
        tree = ast.parse(page.read_text(encoding="utf-8"))
        tree.body = [line for line in tree.body if isinstance(line, ast.Import | ast.ImportFrom)]
        exec(compile(tree, str(page), "exec"), {"__name__": "imports"})  # noqa: S102 our own page
        _imported.add(page)
