"""What a command writes: a document as JSON or in words, and a refusal with its exit code."""

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
    """Write why not, and end with the exit code of the refusal."""
    click.echo(with_options(refusal), err=True)
    sys.exit(refusal.exit_code)


def with_options(refusal: UserError) -> str:
    """The words of a refusal, with the numbered options and how to answer if there is a choice."""
    if not refusal.choice or refusal.reason == UNCLEAR:  # a date is answered by --as-at, which its words say
        return refusal.message
    options = [f"  {number}. {option}" for number, option in enumerate(refusal.choice.options, 1)]
    return "\n".join([refusal.message, *options, f"Answer with the number of one: --confirm {refusal.choice.code}=N."])


def show(document: Any, as_json: bool, text: Callable[[], str]) -> None:
    """Writes a document as JSON, or in words."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2) if as_json else text())


def table(rows: Sequence[Mapping[Any, Any]]) -> str:
    """Rows as aligned text."""
    return pd.DataFrame(rows).to_string(index=False, na_rep="") if rows else "Nothing."


def json_value(value: Any) -> Any:
    """A cell of a result as JSON has it: what is not there is null."""
    return None if not isinstance(value, list) and pd.isna(value) else value


def rate(numerator: int, denominator: int) -> float | None:
    return numerator / denominator if denominator else None
