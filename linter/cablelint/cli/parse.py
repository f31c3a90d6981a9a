"""``cablelint parse``: a parsed telegram as JSON or as an outline, or an archive as JSON Lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from cablelint.cli.exit_codes import Exit, JobError

__all__ = ["command"]


@click.command("parse")
@click.argument("files", nargs=-1, metavar="FILE...|-")
@click.option(
    "--output-format",
    type=click.Choice(["json", "json-lines", "tree"]),
    default="json",
    help="The model as JSON (default), as one line for each telegram of files, folders and"
    " archives, or as an outline with places.",
)
@click.option("--year", type=int, help="Year of the telegram, when the text does not say it.")
@click.option("--schema", "show_schema", is_flag=True, help="Print the JSON Schema of the model.")
def command(files: tuple[str, ...], output_format: str, year: int | None, show_schema: bool) -> int:
    """Parse telegrams and print their models."""
    from cablelint import cable_json

    if show_schema:
        click.echo(json.dumps(cable_json.schema(), indent=2))
        return Exit.CLEAN
    if not files:
        raise JobError("no file given; expected a path, or - for stdin")
    if output_format == "json-lines":
        return _write_lines(files, year)
    if len(files) > 1:
        raise JobError(f"{len(files)} files given; expected one, or --output-format json-lines")
    from cablegrammar import parse
    from cablelint.decode import decode
    from cablelint.identity import year_of

    file = next(iter(files))
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


def _write_lines(files: tuple[str, ...], year: int | None) -> int:
    """Print one line for each telegram; what cannot be read is named on stderr, and exit is 2."""
    from cablelint.api import RULES, ConfigError, Configuration, MissingPathError, collect
    from cablelint.archive.errors import MissingExtraError

    failed = False
    try:
        for line, problem in _lines(list(collect(files, Configuration(RULES))), year):
            if problem is not None:
                click.echo(f"cablelint: {problem}", err=True)
                failed = True
            else:
                click.echo(line)
    except (MissingPathError, MissingExtraError, ConfigError) as error:
        raise JobError(str(error)) from None
    return Exit.FAILURE if failed else Exit.CLEAN


def _lines(files: list[str], year: int | None) -> Iterator[tuple[str, str | None]]:
    """Yield the JSON of each telegram, or what is wrong with its record."""
    from cablegrammar import parse
    from cablelint import cable_json
    from cablelint.archive.read.formats import reader
    from cablelint.archive.read.frame import ReadOptions
    from cablelint.archive.read.sources import read_frames
    from cablelint.identity import year_of

    for frame in read_frames(files, ReadOptions()):
        if frame.skipped:
            continue
        if frame.problem is not None:
            yield "", f"{frame.name}: {frame.problem}"
            continue
        record = reader(frame.reader).record(frame)
        day = record.metadata.date if record.metadata else None
        known = year or (day.year if day else None) or year_of(record.id or record.path)
        cable = parse(record.text, year=known)
        place = {"path": record.path, "record": record.id}
        yield json.dumps({**place, **cable_json.plain(cable)}, ensure_ascii=False), None


def _bytes(file: str) -> bytes:
    """Return the bytes of a file or of stdin; raises JobError."""
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise JobError(f"{file}: {error.strerror}") from None
