"""Options and arguments that several commands take."""

from __future__ import annotations

from pathlib import Path

import click

from data.paths import own_url
from data.recognise.written_dates import month_end


class Key(click.ParamType):
    """A month written YYYY-MM."""

    name = "YYYY-MM"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            month_end(value)
        except ValueError as wrong:
            self.fail(f"{wrong}.", param, ctx)
        return value


STORE = click.option(
    "--store",
    "url",
    default=own_url,
    show_default="DATABASE_URL, or var/own.db",
    help="Database URL of the store.",
)


MONTH = click.option("--month", "key", type=Key(), required=True, help="The month, YYYY-MM.")


JSON = click.option(
    "--json", "as_json", is_flag=True, help="Write one JSON document to standard output."
)


FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)


FOR_MONTH = click.option(
    "--month",
    "key",
    type=Key(),
    help="The month the files are for, if they do not show it or show it wrongly.",
)


AS_AT = click.option(
    "--as-at",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The date the files are for. Needed if they show several dates, or one that may be wrong.",
)


MAPPING = click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that says what the council's own headings and spellings mean.",
)


class Answer(click.ParamType):
    """An answer to a question of an import: 'same_tables=31' becomes ('same_tables', 31)."""

    name = "QUESTION=N"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        code, equals, number = value.partition("=")
        if not (code and equals and number.isascii() and number.isdigit()):
            self.fail(f"'{value}' is not written QUESTION=N, such as same_tables=31.", param, ctx)
        return code, int(number)


CONFIRM = click.option(
    "--confirm",
    "answers",
    type=Answer(),
    multiple=True,
    help="Answer a question that the command has asked, with the number in it. Repeat it for "
    "each question.",
)


PASSWORD = click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file whose first line is the password of the protected files. The password is not "
    "stored.",
)
