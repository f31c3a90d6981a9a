"""``cablelint parse``: a parsed telegram as JSON or as an outline."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from cablelint.cli.exit_codes import Exit, JobError

__all__ = ["command"]


@click.command("parse")
@click.argument("file", required=False, metavar="FILE|-")
@click.option(
    "--output-format",
    type=click.Choice(["json", "tree"]),
    default="json",
    help="The model as JSON (default), or an outline with places.",
)
@click.option("--year", type=int, help="Year of the telegram, when the text does not say it.")
@click.option("--schema", "show_schema", is_flag=True, help="Print the JSON Schema of the model.")
def command(file: str | None, output_format: str, year: int | None, show_schema: bool) -> int:
    """Parse one telegram and print the model."""
    from cablelint import cable_json

    if show_schema:
        click.echo(json.dumps(cable_json.schema(), indent=2))
        return Exit.CLEAN
    if file is None:
        raise JobError("no file given; expected a path, or - for stdin")
    from cablegrammar import parse
    from cablelint.decode import decode
    from cablelint.identity import year_of

    decoded = decode(_bytes(file))
    if decoded.binary:
        raise JobError(f"{file}: binary data; expected text")
    cable = parse(decoded.text, year=year if year is not None else year_of(file))
    if output_format == "json":
        click.echo(json.dumps(cable_json.plain(cable), ensure_ascii=False, indent=2))
    else:
        for line in cable_json.tree(cable):
            click.echo(line)
    return Exit.CLEAN


def _bytes(file: str) -> bytes:
    """Return the bytes of a file or of stdin; raises JobError."""
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise JobError(f"{file}: {error.strerror}") from None
