"""``cablelint check``: check files, folders and standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from cablelint import api
from cablelint.cli.baseline_options import RunBaseline
from cablelint.cli.check_archive import (
    check_archive,
    check_bytes,
    check_single_file,
    gather,
    holds,
    shard_of,
)
from cablelint.cli.check_options import CheckOptions
from cablelint.cli.configuration import configuration_of
from cablelint.cli.exit_codes import (
    EXIT_CODES,
    Exit,
    JobError,
    interruption,
    say,
    terminable,
)
from cablelint.cli.options import CheckCommand, check_options, options_of
from cablelint.cli.outcome import Outcome, tell_skipped
from cablelint.cli.outputs import Outputs
from cablelint.cli.stdin import StdinError, read_stdin
from cablelint.discover import Omissions
from cablelint.record import shown_path
from cablelint.result import Result

if TYPE_CHECKING:
    from cablelint.archive.progress import ReadProgress
    from cablelint.cli.fix_files import Fixing
    from cablelint.config.discovery import Configuration

__all__ = ["command"]

STDIN = "-"
_LIST_BYTES = 1 << 30  # of a list of paths: ten million of a hundred characters


@click.command("check", cls=CheckCommand, epilog=EXIT_CODES)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@check_options
@click.pass_context
def command(ctx: click.Context, /, **_: object) -> int:
    """Check telegrams in files, folders and archives.

    Without a PATH the current folder is checked; - is standard input.
    """
    options = options_of(ctx)
    try:
        with terminable():
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
        self.outcome = Outcome(options, self.configuration)
        self.summary = self.outcome.summary
        self.fixing = _fixing(options, self.configuration)
        self.read_progress: ReadProgress | None = None
        note = tell_skipped if options.show_skipped else None
        self.omissions = Omissions(note, self.summary.skipped)
        self.interrupted: Exit | None = None

    def main(self) -> int:
        """Check everything and return the exit code."""
        if self.options.show_settings:
            from cablelint.cli.show_settings import show_settings

            named = {STDIN: self.options.stdin_filename or STDIN}
            show_settings(self.configuration, (named.get(path, path) for path in self.paths))
            return Exit.CLEAN
        if self.options.show_files:
            for file in gather(self.paths, self.configuration, self.options):
                say(shown_path(file))
            return Exit.CLEAN
        if self.options.fix_output is not None and STDIN in self.options.paths:
            raise JobError("--fix-output cannot be used with stdin; the repaired text is printed")
        self._refuse_overwriting()
        baseline = RunBaseline.of(self.options, self.configuration)
        level = self.configuration.for_folder().fail_level
        with Outputs(
            self.options,
            self.summary,
            stdout=self._report_stream(),
            fail_level=level,
            today=self.configuration.today,
        ) as outputs:
            try:
                for found in self.results(outputs.needs_text):
                    result = baseline.apply(found)
                    self.outcome.count(result)
                    outputs.result(result)
                    if self.outcome.limited():
                        break
            except KeyboardInterrupt as error:
                self.summary.partial = True
                self.interrupted = interruption(error)
            self._demand_records()
            if self.fixing is not None:
                self.summary.fixed = self.fixing.totals.fixed
            outputs.end()
        fixes = self.fixing.totals if self.fixing is not None else None
        return self.interrupted or self.outcome.exit_code(baseline.finish(), fixes)

    def _refuse_overwriting(self) -> None:
        """Raise JobError when a report would overwrite a file to be checked."""
        for path in filter(os.path.isfile, self.options.output_file):
            if any(holds(named, path, self.configuration) for named in self.paths):
                raise JobError(f"{path} is one of the files to check; write the report elsewhere")

    def _demand_records(self) -> None:
        """Raise JobError when there was nothing to check and --allow-empty was not given.

        A shard may have no records; the whole archive may not be empty.
        """
        options, summary = self.options, self.summary
        # Interrupted while the list of paths was read, it would be read once more.
        if summary.partial or STDIN in self.paths:
            return  # there was a text, possibly an excluded one
        if self.read_progress is not None and self.read_progress.records:
            return
        if not (summary.records or summary.passed_over or options.allow_empty):
            paths = ", ".join(self.paths)
            folder = any(map(os.path.isdir, self.paths))
            how = (
                "; in folders *.txt, *.cable, archives, and tables and pages with telegrams are"
                " checked, other files with --extend-include"
            )
            raise JobError(
                f"no telegram found in {paths}{how * folder}; use --allow-empty to accept this"
            )

    def _report_stream(self) -> IO[str]:
        """Return the stream for the console report: stderr when stdout carries a text or a diff."""
        owned = self.options.diff or (self.fixing is not None and STDIN in self.options.paths)
        return sys.stderr if owned else sys.stdout

    def results(self, keep_text: bool) -> Iterator[Result]:
        """Yield the results of stdin and of the files."""
        paths = self.paths
        if STDIN in paths:
            yield from self.stdin(keep_text)
        paths = [path for path in paths if path != STDIN]
        if not paths:
            return
        files = api.Listing.of(
            lambda: gather(paths, self.configuration, self.options),
            lambda: gather(paths, self.configuration, self.options, self.omissions),
        )
        for path, problem in self.omissions.faults:
            yield api.unreadable(path, problem, self.configuration.for_path(path))
        if self.fixing is not None:
            yield from self.fixing.files(files, keep_text=keep_text)
        else:
            yield from self.archive(files, keep_text)

    def archive(self, files: api.Listing, keep_text: bool) -> Iterator[Result]:
        """Yield the results of files and containers, and show the progress."""
        options = self.options
        if len(files) == 1:
            (file,) = files
            single = check_single_file(file, self.configuration, options, keep_text=keep_text)
            if single is not None:
                yield single
                return
        from cablelint.archive.progress import ReadProgress
        from cablelint.cli.progress import Progress

        self.read_progress = read_progress = ReadProgress.of(files, len(files))
        if shard := shard_of(options):
            self.summary.shard = (shard.number, shard.count)
        results = check_archive(
            files, self.configuration, options, read_progress, keep_text=keep_text
        )
        if options.no_progress or options.quiet or options.silent:
            yield from results
            return
        progress = Progress(self.summary, read_progress)
        try:
            for result in results:
                yield result
                progress.tick()
        finally:
            progress.end()

    @cached_property
    def paths(self) -> list[str]:
        """The paths from the command line and --files-from, or the current folder."""
        paths = list(self.options.paths)
        if self.options.files_from is not None:
            paths += listed(self.options.files_from)
        elif not paths:
            paths = ["."]
        return paths

    def stdin(self, keep_text: bool) -> Iterator[Result]:
        """Check the text on stdin as if it were the file --stdin-filename."""
        named, settings = self.options.stdin_filename, self.configuration.for_folder()
        try:
            data = read_stdin(self.options.max_record_bytes, self.options.timeout_per_record)
        except StdinError as error:
            yield api.unreadable(named or "<stdin>", f"{error} ({error.option})", settings)
            return
        if named is not None:
            settings = self.configuration.for_file(named)
            if settings.files.force_exclude and api.excluded(named, settings):
                if self.fixing is not None:
                    self.fixing.echo(data)
                return
        name = named or "<stdin>"
        if self.fixing is not None:
            yield self.fixing.stdin(data, name, settings, keep_text=keep_text)
        else:
            yield check_bytes(data, name, settings, self.options, keep_text=keep_text)


def _fixing(options: CheckOptions, configuration: Configuration) -> Fixing | None:
    """Return the fixer when fixes were asked for; raises JobError."""
    if not (options.fix or options.fix_only or options.diff or options.fix_output is not None):
        return None
    check_only = {
        "--shard": options.shard is not None,
        "--resume": options.resume is not None,
        "--engine dask": options.engine == "dask",
    }
    for name in (name for name, given in check_only.items() if given):
        raise JobError(f"{name} cannot be combined with --fix, --diff or --fix-output")
    from cablelint.cli.fix_files import Fixing

    return Fixing(options, configuration, frozenset(options.paths))


def listed(source: str) -> list[str]:
    """Return the paths listed in a file, one per line or separated by NUL; - is stdin."""
    try:
        with nullcontext(sys.stdin.buffer) if source == STDIN else Path(source).open("rb") as file:
            data = file.read(_LIST_BYTES + 1)
    except OSError as error:
        raise JobError(f"{source}: {error.strerror}") from None
    if len(data) > _LIST_BYTES:
        raise JobError(f"{source}: a list of more than {_LIST_BYTES} bytes; split it")
    lines = data.split(b"\0") if b"\0" in data else data.splitlines()
    return [os.fsdecode(line) for line in lines if line.strip()]
