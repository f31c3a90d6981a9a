"""``cablelint check``: check files, folders and stdin."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import click

from cablelint import api
from cablelint.cli.exits import Exit, JobError
from cablelint.cli.options import CheckCommand, CheckOptions, check_options, with_order
from cablelint.cli.outputs import Outputs
from cablelint.cli.settings import configuration_of
from cablelint.decode import decode
from cablelint.finding import Severity, Verdict
from cablelint.result import Result, Summary

__all__ = ["command"]

STDIN = "-"
_BROKEN = frozenset({Verdict.UNREADABLE, Verdict.TIMEOUT, Verdict.CRASHED})


@click.command("check", cls=CheckCommand)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@check_options
@click.pass_context
def command(ctx: click.Context, **values: Any) -> int:
    """Check telegrams: files, folders, or - for stdin. Without PATH, the current folder."""
    options = with_order(ctx, values)
    try:
        return Run(options).main()
    except (api.ConfigError, api.MissingPathError) as error:
        raise JobError(str(error)) from None


class Run:
    """One run of ``check``."""

    def __init__(self, options: CheckOptions) -> None:
        """Read the configuration; raises ConfigError."""
        self.options = options
        self.configuration = configuration_of(options)
        self.configuration.for_folder()
        self.summary = Summary()
        self.failing = False

    def main(self) -> int:
        """Check everything and return the exit code."""
        with Outputs(self.options) as outputs:
            for result in self.results(outputs.needs_text):
                self.count(result)
                outputs.result(result)
            outputs.end(self.summary)
        return self.exit_code()

    def results(self, keep_text: bool) -> Iterator[Result]:
        """Yield the results of stdin or of the files."""
        paths = self.paths()
        if STDIN in paths:
            yield self.stdin(keep_text)
        paths = [path for path in paths if path != STDIN]
        if paths:
            files = api.collect(paths, self.configuration)
            yield from api.lint_files(files, self.configuration, keep_text=keep_text)

    def paths(self) -> list[str]:
        """Return the paths that were named, or the current folder."""
        return list(self.options.paths) or ["."]

    def stdin(self, keep_text: bool) -> Result:
        """Check what comes from stdin under the name it was given."""
        name = self.options.stdin_filename or "<stdin>"
        record = api.record_of(decode(sys.stdin.buffer.read()), name)
        settings = self.configuration.for_path(self.options.stdin_filename or "x")
        return api.lint_record(record, settings, keep_text=keep_text)

    def count(self, result: Result) -> None:
        """Add a result to the totals, and note whether it fails the run."""
        self.summary.add(result)
        if result.passed_over:
            return
        level = self.configuration.for_path(result.path).fail_level
        self.failing |= result.verdict in _BROKEN or any(
            placed.finding.severity >= level for placed in result.findings
        )

    def exit_code(self) -> int:
        """Return the exit code of a run that was done."""
        options = self.options
        if not self.summary.records + self.summary.passed_over and not options.allow_empty:
            raise JobError(f"no cable found in {', '.join(self.paths())} (--allow-empty to pass)")
        most = options.max_warnings
        if most is not None and self.summary.severities[Severity.WARNING] > most:
            click.echo(f"cablelint: more than {most} warnings", err=True)
            self.failing = True
        return Exit.FINDINGS if self.failing and not options.exit_zero else Exit.CLEAN
