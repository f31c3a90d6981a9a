"""``cablelint report``: other formats of findings that were stored as ``json-lines``."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import click

from cablelint.cli.exits import Exit, JobError
from cablelint.cli.options import CheckCommand, OutputOptions, order_of, report_options
from cablelint.cli.outputs import Outputs
from cablelint.report.stored import StoredError, read, read_summary
from cablelint.result import Summary

__all__ = ["command"]

_STDIN = "-"


@click.command("report", cls=CheckCommand)
@click.argument("files", nargs=-1, required=True, metavar="FINDINGS...")
@report_options
@click.pass_context
def command(ctx: click.Context, /, files: tuple[str, ...], **options: object) -> int:
    """Write reports of stored findings.

    FINDINGS are files that ``cablelint check --output-format json-lines`` wrote, - for stdin. The
    page of ``-o report.html`` shows the texts when the check was run --with-text.
    """
    values = {name: value for name, value in ctx.params.items() if name != "files"}
    asked = OutputOptions(**values, order=order_of(ctx))
    _refuse_overwriting(files, asked)
    summary = Summary()
    try:
        with ExitStack() as stack:
            streams = [(path, stack.enter_context(_open(path))) for path in files]
            for path, stream in streams:
                read_summary(path, stream)
            with Outputs(asked, summary, stdout=sys.stdout) as outputs:
                for path, stream in streams:
                    for result in read(path, stream, summary):
                        outputs.result(result)
                outputs.end()
    except StoredError as error:
        raise JobError(str(error)) from None
    return Exit.CLEAN


def _open(path: str) -> IO[bytes]:
    """Open a findings file; raises JobError."""
    if path == _STDIN:
        return sys.stdin.buffer
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise JobError(f"can't read {path}: {error.strerror}") from None


def _refuse_overwriting(files: tuple[str, ...], options: OutputOptions) -> None:
    """Raise JobError when a report would be written over the findings it is made from."""
    sources = {os.path.realpath(path) for path in files if path != _STDIN}
    for path in options.output_file:
        if os.path.realpath(path) in sources:
            raise JobError(f"{path} holds the findings; write the report to another file")
