"""``cablelint merge``: one report of the shards of an archive."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import IO

import click

from cablelint.cli.exits import Exit, JobError
from cablelint.cli.options import CheckCommand, OutputOptions, order_of, report_options
from cablelint.cli.outputs import Outputs
from cablelint.report.stored import StoredError, check_version, read
from cablelint.result import Result, Summary

__all__ = ["command"]

_RECORD = b'{"kind":"record"'


@click.command("merge", cls=CheckCommand)
@click.argument("files", nargs=-1, required=True, metavar="FINDINGS...")
@report_options
@click.pass_context
def command(ctx: click.Context, /, files: tuple[str, ...], **options: object) -> int:
    """Merge the findings of shards into one report, by default json-lines.

    FINDINGS are what `cablelint check --shard I/N --output-format json-lines` wrote. The records of
    all shards of a run come in the order of the archive; other files follow one another.
    """
    values = {name: value for name, value in ctx.params.items() if name != "files"}
    asked = OutputOptions(**values, order=order_of(ctx))
    if not asked.output_format and not asked.output_file:
        asked = replace(asked, output_format=("json-lines",), order=("output_format",))
    paths = sorted(files, key=_natural)
    if {Path(path).resolve() for path in paths} & {Path(p).resolve() for p in asked.output_file}:
        raise JobError("a report would be written over the findings; write it to another file")
    summary = Summary()
    try:
        with ExitStack() as stack:
            streams = [stack.enter_context(_open(path)) for path in paths]
            for path, stream in zip(paths, streams, strict=True):
                check_version(path, stream)
            shards = [read(path, one, summary) for path, one in zip(paths, streams, strict=True)]
            results = _in_turn(shards) if _are_shards(streams) else _one_by_one(shards)
            with Outputs(asked, summary, stdout=sys.stdout) as outputs:
                for result in results:
                    outputs.result(result)
                outputs.end()
    except StoredError as error:
        raise JobError(str(error)) from None
    if summary.partial:
        click.echo("cablelint: a shard was cut short: the report is partial", err=True)
        return Exit.FAILURE
    return Exit.CLEAN


def _natural(path: str) -> list[tuple[int, str]]:
    """Return a key by which ``shard-2`` stands before ``shard-10``."""
    parts = re.split(r"(\d+)", path)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _open(path: str) -> IO[bytes]:
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise JobError(f"can't read {path}: {error.strerror}") from None


def _are_shards(streams: Sequence[IO[bytes]]) -> bool:
    """Tell whether the files hold as many records as shards of one run would, in their order."""
    counts: list[int] = []
    for stream in streams:
        counts.append(sum(line.startswith(_RECORD) for line in stream))
        stream.seek(0)
    return counts == sorted(counts, reverse=True) and counts[0] - counts[-1] <= 1


def _in_turn(shards: Sequence[Iterator[Result]]) -> Iterator[Result]:
    """Yield a result of each shard in turn."""
    waiting = list(shards)
    while waiting:
        for shard in list(waiting):
            result = next(shard, None)
            if result is None:
                waiting.remove(shard)
            else:
                yield result


def _one_by_one(files: Sequence[Iterator[Result]]) -> Iterator[Result]:
    for file in files:
        yield from file
