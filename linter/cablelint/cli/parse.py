"""``cablelint parse``: a parsed telegram as JSON or as an outline, or an archive as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import click

from cablelint.cli.exit_codes import Exit, JobError, say, tell
from cablelint.cli.stdin import StdinError, read_stdin

if TYPE_CHECKING:
    from cablegrammar import Cable
    from cablelint.record import Record

__all__ = ["command"]

#: The seconds that one telegram may take.
_TIMEOUT = 60.0


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
    cable = _cable(next(iter(files)), year)
    if output_format == "json":
        click.echo(_json(cable_json.plain(cable), indent=2))
    else:
        for line in cable_json.tree(cable):
            say(line)
    return Exit.CLEAN


def _cable(file: str, year: int | None) -> Cable:
    """Return the model of a file or of stdin; raises JobError."""
    from cablelint.api import record_of
    from cablelint.decode import decode
    from cablelint.identity import year_of

    decoded = decode(_bytes(file))
    if decoded.binary:
        raise JobError(f"{file}: binary data; expected text")
    cable = _parsed(record_of(decoded, file), year if year is not None else year_of(file))
    if isinstance(cable, str):
        raise JobError(f"{file}: {cable}")
    return cable


def _parsed(record: Record, year: int | None) -> Cable | str:
    """Return the model of a record, or why it has none: no record ends the run."""
    from cablegrammar import parse
    from cablelint.archive.guard import guarded
    from cablelint.engine import refusal
    from cablelint.result import Result

    if (problem := refusal(record)) is not None:
        return problem
    cable = guarded(lambda: parse(record.text, year=year), record.path, record.id, _TIMEOUT)
    return f"{cable.verdict}: {cable.message}" if isinstance(cable, Result) else cable


def _write_lines(files: tuple[str, ...], year: int | None) -> int:
    """Print one line for each telegram; what cannot be read is named on stderr, and exit is 2."""
    from cablelint.api import RULES, ConfigError, Configuration, MissingPathError, collect
    from cablelint.archive.errors import MissingExtraError

    failed = False
    try:
        for line, problem in _lines(list(collect(files, Configuration(RULES))), year):
            if problem is not None:
                tell(f"cablelint: {problem}")
                failed = True
            else:
                click.echo(line)
    except (MissingPathError, MissingExtraError, ConfigError) as error:
        raise JobError(str(error)) from None
    return Exit.FAILURE if failed else Exit.CLEAN


def _lines(files: list[str], year: int | None) -> Iterator[tuple[str, str | None]]:
    """Yield the JSON of each telegram, or what is wrong with its record."""
    from cablelint import cable_json
    from cablelint.archive.guard import guarded
    from cablelint.archive.read.formats import reader
    from cablelint.archive.read.frame import ReadOptions
    from cablelint.archive.read.sources import read_frames
    from cablelint.identity import year_of
    from cablelint.result import Result

    for frame in read_frames(files, ReadOptions()):
        if frame.skipped:
            continue
        if frame.problem is not None:
            yield "", f"{frame.name}: {frame.problem}"
            continue
        record = guarded(partial(reader(frame.reader).record, frame), frame.path, frame.id, None)
        if isinstance(record, Result):
            yield "", f"{frame.name}: {record.verdict}: {record.message}"
            continue
        day = record.metadata.date if record.metadata else None
        known = year or (day.year if day else None) or year_of(record.id or record.path)
        cable = _parsed(record, known)
        if isinstance(cable, str):
            yield "", f"{frame.name}: {cable}"
            continue
        place = {"path": record.path, "record": record.id}
        yield _json({**place, **cable_json.plain(cable)}), None


def _bytes(file: str) -> bytes:
    """Return the bytes of a file or of stdin; raises JobError."""
    from cablelint.archive.read.frame import Limits
    from cablelint.regular_file import open_regular

    most = Limits().record_bytes
    if file == "-":
        try:
            return read_stdin(most, _TIMEOUT)
        except StdinError as error:
            raise JobError(f"{file}: {error}") from None
    try:
        with open_regular(file) as stream:
            data = stream.read(most + 1)
    except OSError as error:
        raise JobError(f"{file}: {error.strerror}") from None
    if len(data) > most:
        raise JobError(f"{file}: larger than the limit of {most} bytes for a record")
    return data


def _json(model: object, indent: int | None = None) -> str:
    """Return a model as JSON in which no pipeline finds a command."""
    from cablelint.report.escape import harmless

    return harmless(json.dumps(model, ensure_ascii=False, indent=indent), "\\u0023")
