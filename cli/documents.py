"""`sample` and `template`: workbooks that the command line writes."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def sample(folder: Path) -> None:
    """Write the made-up council's 18 monthly workbooks."""
    from data.sample.council import write_sample

    for path in write_sample(folder):
        click.echo(path)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def template(file: Path) -> None:
    """Write an empty workbook to fill in."""
    from data.writing.month_and_template import write_template

    write_template(file)
    click.echo(file)
