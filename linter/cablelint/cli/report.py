"""``cablelint report``: reports from findings stored as ``json-lines``."""

from __future__ import annotations

import sys
from contextlib import ExitStack

import click

from cablelint.cli.check_options import OutputOptions
from cablelint.cli.exit_codes import Exit, JobError
from cablelint.cli.options import CheckCommand, order_of, report_options
from cablelint.cli.outputs import Outputs
from cablelint.cli.stored_findings import open_findings
from cablelint.report.stored import StoredError, read
from cablelint.result import Summary

__all__ = ["command"]


@click.command("report", cls=CheckCommand)
@click.argument("files", nargs=-1, required=True, metavar="FINDINGS...")
@report_options
@click.pass_context
def command(ctx: click.Context, /, files: tuple[str, ...], **options: object) -> int:
    """Write reports from stored findings.

    FINDINGS are files of `cablelint check --output-format json-lines`, or - for stdin. The page of
    `-o report.html` shows the texts if the check ran with --with-text.
    """
    values = {name: value for name, value in ctx.params.items() if name != "files"}
    asked = OutputOptions(**values, with_text=True, order=order_of(ctx))  # if texts are stored
    summary = Summary()
    try:
        with ExitStack() as stack:
            streams = open_findings(files, asked.output_file, stack)
            with Outputs(asked, summary, stdout=sys.stdout) as outputs:
                for path, stream in streams:
                    for result in read(path, stream, summary):
                        outputs.result(result)
                outputs.end()
    except StoredError as error:
        raise JobError(str(error)) from None
    return Exit.CLEAN
