"""Output of commands: a document as JSON or in words, and a refusal with its exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

import click
import pandas as pd

from data.problems import UserError
from data.recognise.as_at import UNCLEAR


def stop(refusal: UserError) -> NoReturn:
    """Write the refusal to standard error and exit with its code."""
    click.echo(with_options(refusal), err=True)
    sys.exit(refusal.exit_code)


def with_options(refusal: UserError) -> str:
    """Return the message of a refusal; if there is a choice, add the options and how to answer."""
    if (
        not refusal.choice or refusal.reason == UNCLEAR
    ):  # a date is answered by --as-at, which its words say
        return refusal.message
    options = [f"  {number}. {option}" for number, option in enumerate(refusal.choice.options, 1)]
    return "\n".join(
        [
            refusal.message,
            *options,
            f"Answer with the number of one: --confirm {refusal.choice.code}=N.",
        ]
    )


def show(document: Any, as_json: bool, text: Callable[[], str]) -> None:
    """Write a document as JSON or in words."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2) if as_json else text())


def table(rows: Sequence[Mapping[Any, Any]]) -> str:
    """Return rows as aligned text, or "Nothing." if there are none."""
    return pd.DataFrame(rows).to_string(index=False, na_rep="") if rows else "Nothing."


def json_value(value: Any) -> Any:
    """Return a cell as a JSON value; missing values become null."""
    return None if not isinstance(value, list) and pd.isna(value) else value


def rate(numerator: int, denominator: int) -> float | None:
    return numerator / denominator if denominator else None
