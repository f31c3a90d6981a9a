"""``cablelint merge``: one report from the shards of an archive."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import chain, islice
from typing import IO

import click
from msgspec.structs import replace

from cablelint.cli.check_options import OutputOptions
from cablelint.cli.exit_codes import Exit, JobError, tell
from cablelint.cli.options import CheckCommand, order_of, report_options
from cablelint.cli.outputs import Outputs
from cablelint.cli.stored_findings import open_findings
from cablelint.report.stored import StoredError, StoredSummary, read, read_summary
from cablelint.result import Result, Summary

__all__ = ["command"]


@click.command("merge", cls=CheckCommand)
@click.argument("files", nargs=-1, required=True, metavar="FINDINGS...")
@report_options
@click.pass_context
def command(ctx: click.Context, /, files: tuple[str, ...], **options: object) -> int:
    """Merge the findings of shards into one report.

    The report is json-lines by default. FINDINGS are the files of `cablelint check --shard I/N
    --output-format json-lines`, all N of them; their records are put in the order of the archive.
    Other files are joined one after the other.
    """
    values = {name: value for name, value in ctx.params.items() if name != "files"}
    asked = OutputOptions(**values, with_text=True, order=order_of(ctx))  # if texts are stored
    if not asked.output_format and not asked.output_file:
        asked = replace(asked, output_format=("json-lines",), order=("output_format",))
    summary = Summary()
    try:
        with ExitStack() as stack:
            streams = open_findings(sorted(files, key=_natural), asked.output_file, stack)
            results = _in_order(streams, summary)
            with Outputs(asked, summary, stdout=sys.stdout) as outputs:
                for result in results:
                    outputs.result(result)
                outputs.end()
    except StoredError as error:
        raise JobError(str(error)) from None
    if summary.partial:
        tell("cablelint: a shard was interrupted; the report is partial")
        return Exit.FAILURE
    return Exit.CLEAN


def _natural(path: str) -> list[tuple[int, str]]:
    """Return a sort key that puts ``shard-2`` before ``shard-10``."""
    parts = re.split(r"(\d+)", path)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _in_order(streams: Sequence[tuple[str, IO[bytes]]], summary: Summary) -> Iterator[Result]:
    """Return the results of all files, counted in the summary; raises JobError, StoredError."""
    heads = [read_summary(path, stream) for path, stream in streams]
    results = [read(path, stream, summary) for path, stream in streams]
    numbers = _numbers([path for path, _ in streams], heads)
    if not numbers:
        return chain.from_iterable(results)
    shards = [results[numbers.index(number)] for number in sorted(numbers)]
    if any(head is not None and head.passed_over for head in heads):
        return chain.from_iterable(shards)  # the places of skipped texts are not stored
    return _in_turn(shards)


def _numbers(paths: Sequence[str], heads: Sequence[StoredSummary | None]) -> list[int]:
    """Return the numbers of the shards, or an empty list when no file is a shard.

    Raises JobError unless all shards of one run are there exactly once.
    """
    shards = [head.shard if head is not None else None for head in heads]
    count = max((shard[1] for shard in shards if shard is not None), default=0)
    named: dict[int, str] = {}
    if not count:
        return []
    for path, head, shard in zip(paths, heads, shards, strict=True):
        if head is None:
            reason = "it has no summary line (interrupted run) or is not a regular file"
            raise JobError(f"{path}: shard unknown: {reason}")
        if shard is None or shard[1] != count:
            what = f"shard {shard[0]}/{shard[1]}" if shard else "not a shard"
            raise JobError(f"{path} is {what}, but the other files are shards of {count}")
        if not 1 <= shard[0] <= count:
            raise JobError(f"{path} is shard {shard[0]}/{count}, which no run has")
        if shard[0] in named:
            raise JobError(f"{named[shard[0]]} and {path} are both shard {shard[0]}/{count}")
        named[shard[0]] = path
    missing = count - len(named)
    if missing:
        # The count is what a file says; only the first ten are looked for.
        first = islice((number for number in range(1, count + 1) if number not in named), 10)
        more = f" and {missing - 10} more" if missing > 10 else ""
        named_first = ", ".join(f"{number}/{count}" for number in first)
        raise JobError(f"missing shards: {named_first}{more}")
    _demand_one_run([head for head in heads if head is not None])
    return list(named)


def _demand_one_run(heads: Sequence[StoredSummary]) -> None:
    """Raise JobError when the numbers of records cannot be those of shards of one run."""
    sizes = [
        head.records + head.passed_over
        for head in sorted(heads, key=lambda head: head.shard or (0, 0))
    ]
    even = sizes == sorted(sizes, reverse=True) and sizes[0] - sizes[-1] <= 1
    if not even and not any(head.partial for head in heads):
        counts = ", ".join(map(str, sizes))
        raise JobError(f"these shards are of different archives: they have {counts} records")


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
