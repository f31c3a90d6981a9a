"""``cablelint compare``: the changes between two runs, for example after a new extraction."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import click
import msgspec

from cablelint.archive.errors import StateError
from cablelint.cli.exit_codes import Exit, JobError, tell
from cablelint.cli.stored_findings import open_findings
from cablelint.compare import as_page, as_text
from cablelint.compare.comparison import Change, Comparison
from cablelint.report.stored import StoredError, read
from cablelint.result import Summary

__all__ = ["command"]

_CHANGES: tuple[Change, ...] = ("worse", "better", "same", "only-old", "only-new")


@click.command("compare")
@click.argument("old")
@click.argument("new")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "html"]),
    default=None,
    help="Text (default), JSON, or an HTML page; -o FILE.html implies html.",
)
@click.option("-o", "--output-file", help="Write to a file instead of stdout.")
def command(old: str, new: str, output_format: str | None, output_file: str | None) -> int:
    """Compare the findings of two runs over one archive.

    Findings are gone, new or kept. OLD and NEW are files of `cablelint check --output-format
    json-lines`. Records are matched by id or else by path, findings by fingerprint or else by rule
    and message.
    """
    form = output_format or _form_of(output_file)
    summary = Summary()
    try:
        with ExitStack() as stack:
            streams = open_findings((old, new), [output_file] if output_file else [], stack)
            comparison = stack.enter_context(Comparison())
            comparison.compare(*(read(path, stream, summary) for path, stream in streams))
            _write(_parts(comparison, form, old, new), output_file)
    except (StoredError, StateError) as error:
        raise JobError(str(error)) from None
    if summary.partial:
        tell("cablelint: a run was interrupted; its last records are not compared")
    return Exit.CLEAN


def _form_of(path: str | None) -> str:
    """Return the format for the suffix of a file."""
    ending = Path(path).suffix.lower() if path else ""
    return {".html": "html", ".htm": "html", ".json": "json"}.get(ending, "text")


def _parts(comparison: Comparison, form: str, old: str, new: str) -> Iterator[str]:
    if form == "html":
        return as_page.page(comparison, old, new)
    if form == "json":
        return _json(comparison)
    return (f"{line}\n" for line in as_text.lines(comparison, old, new))


def _json(comparison: Comparison) -> Iterator[str]:
    """Yield one JSON object piece by piece: the totals, then every changed record."""
    sums = msgspec.json.encode(comparison.totals).decode()
    yield f'{{"version": 1, "totals": {sums}, "records": ['
    separator = "\n"
    for change in _CHANGES:
        for record in comparison.records(change):
            plain = msgspec.to_builtins(record)
            for side in ("gone", "new"):
                notes = getattr(record, side)
                plain[side] = [
                    {name: getattr(note, name) for name in note.__struct_fields__} for note in notes
                ]
            yield separator + msgspec.json.encode(plain).decode()
            separator = ",\n"
    yield "\n]}\n"


def _write(parts: Iterator[str], path: str | None) -> None:
    """Write to stdout or to a file; raises JobError when the file cannot be written."""
    if path is None or path == "-":
        for part in parts:
            sys.stdout.write(part)
        return
    try:
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            file.writelines(parts)
    except OSError as error:
        raise JobError(f"cannot write {path}: {error.strerror}") from None
