"""Plain-text tables of the measurements."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median


def show(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a title and an aligned table; the first column is text, the others are numbers."""
    lines = [[str(cell) for cell in row] for row in (headings, *rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(headings))]
    print(f"\n{title}")
    for number, line in enumerate(lines):
        cells = [
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        print("  " + "  ".join(cells).rstrip())
        if number == 0:
            print("  " + "  ".join("-" * width for width in widths))


def times(value: float, floor: float) -> str:
    """Return a value as a multiple of the floor: '3.41x'."""
    return f"{value / floor:.2f}x" if floor else "-"


def middle(values: Sequence[float]) -> str:
    """Return the median of milliseconds, with the lowest and highest: '12 (11-15)'."""
    return f"{median(values):,.0f} ({min(values):,.0f}-{max(values):,.0f})"
