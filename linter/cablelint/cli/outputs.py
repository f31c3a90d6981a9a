"""The reports of a run: formats paired with files, opened with the first result."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from msgspec import Struct

from cablelint.cli.check_options import OutputOptions
from cablelint.cli.exit_codes import JobError, tell
from cablelint.finding import Severity, Verdict
from cablelint.report import ALIASES, BINARY, BY_NAME, SHOW_TEXT, Reporter, Style, create
from cablelint.result import Result, Summary
from cablelint.similarity import did_you_mean

__all__ = ["Outputs", "use_color"]

#: A terminal shows so many findings, then only counts.
_MOST = 200
#: As wide as lines are where there is no terminal.
_WIDTH = 100


#: The format of a file without an explicit format, by its suffix.
_BY_SUFFIX = {
    ".csv": "csv",
    ".html": "html",
    ".json": "json",
    ".jsonl": "json-lines",
    ".md": "markdown",
    ".parquet": "parquet",
    ".sarif": "sarif",
    ".tap": "tap",
    ".txt": "full",
    ".xml": "junit",
}


class Target(Struct, frozen=True):
    """One report: its format and its file, None for stdout."""

    format: str
    path: str | None


def targets(options: OutputOptions) -> list[Target]:
    """Pair formats with files: each file takes the format that precedes it."""
    formats, files = iter(options.output_format), iter(options.output_file)
    default = os.environ.get("CABLELINT_OUTPUT_FORMAT")
    found: list[Target] = []
    current, waiting = default, False
    for name in options.order:
        if name == "output_format":
            if waiting:
                found.append(_target(current, None))
            current, waiting = next(formats), True
        elif name == "output_file":
            found.append(_target(current, next(files)))
            waiting = False
    if waiting or not found:
        path = None if options.output_file else os.environ.get("CABLELINT_OUTPUT_FILE")
        found.append(_target(current, path or None))
    return _checked(found)


def _target(name: str | None, path: str | None) -> Target:
    """Return a target; without a format the ending of the file decides. Raises JobError."""
    ending = Path(path or "").suffix.lower()
    if name is None and ending not in _BY_SUFFIX and path not in (None, "-", os.devnull):
        endings = ", ".join(_BY_SUFFIX)
        raise JobError(
            f"'{path}' does not end like a report ({endings}); "
            "name its format with --output-format before -o"
        )
    return Target(name or _BY_SUFFIX.get(ending, "full"), path)


def _checked(found: list[Target]) -> list[Target]:
    """Return the targets with canonical format names; raises JobError."""
    known = {name: name for name in BY_NAME} | ALIASES
    places: set[str] = set()
    for target in found:
        if target.format not in known:
            hint = did_you_mean(target.format, known)
            raise JobError(
                f"unknown output format '{target.format}'{hint}; formats: {', '.join(BY_NAME)}"
            )
        if known[target.format] == "parquet":
            _demand_pyarrow()
        place = "stdout" if target.path in (None, "-") else _place(str(target.path))
        if place in places:
            raise JobError(f"two reports write to {target.path or 'stdout'}; give each its own -o")
        places.add(place)
    return [
        Target(known[target.format], None if target.path == "-" else target.path)
        for target in found
    ]


def _demand_pyarrow() -> None:
    """Raise JobError when Parquet cannot be written, before its file is opened."""
    from importlib.util import find_spec

    from cablelint.archive.errors import MissingExtraError

    if find_spec("pyarrow") is None:
        raise JobError(str(MissingExtraError("--output-format parquet", "parquet")))


def _place(path: str) -> str:
    """Return a key for the file at a path, the same for all paths and links to it."""
    try:
        found = Path(path).stat()
    except OSError:
        return os.path.realpath(path)
    regular = stat.S_ISREG(found.st_mode)
    return f"{found.st_dev}:{found.st_ino}" if regular else os.path.realpath(path)


def use_color(choice: str, stream: IO[Any]) -> bool:
    """Tell whether to use colour: the option, then NO_COLOR and FORCE_COLOR, then the terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE", "0") != "0":
        return True
    return stream.isatty()


class Outputs:
    """The reports of a run: a context manager for their files.

    Files are opened with the first result, so a run that cannot start leaves older reports alone.
    A run that fails later leaves valid, partial reports with everything found so far.
    """

    def __init__(
        self,
        options: OutputOptions,
        summary: Summary,
        *,
        stdout: IO[str],
        fail_level: Severity = Severity.ERROR,
        today: date | None = None,
    ) -> None:
        """Pair formats and files; the caller updates ``summary``. Raises JobError."""
        self._options = options
        self._summary = summary
        self._fail_level = fail_level
        self._today = today or date.today()
        self._stdout = stdout
        self._targets = [] if options.silent else targets(options)
        self._files = ExitStack()
        self._reports: list[tuple[Reporter, Target]] = []
        self._begun = False

    def __enter__(self) -> Self:
        """Return self; files are opened with the first result."""
        return self

    def _begin(self) -> None:
        """Open the files and start the reports, once; raises JobError."""
        if self._begun:
            return
        self._begun = True
        for target in self._targets:
            reporter = create(target.format, self._open(target), self._style(target))
            self._reports.append((reporter, target))
        self._each(lambda reporter: reporter.begin())

    def _each(self, act: Callable[[Reporter], None]) -> None:
        """Apply a function to every report; drop a report that cannot be written, and raise.

        A full disk raises JobError; a closed pipe raises BrokenPipeError, which is not a failure.
        """
        failed: Exception | None = None
        for report in tuple(self._reports):
            reporter, target = report
            try:
                act(reporter)
            except OSError as error:
                self._reports.remove(report)
                message = f"cannot write {target.path or 'stdout'}: {error.strerror}"
                gone = isinstance(error, BrokenPipeError)
                failed = failed or (error if gone else JobError(message))
        if failed is not None:
            raise failed from None

    def _style(self, target: Target) -> Style:
        """Return the style of a report."""
        options = self._options
        color = target.path is None and use_color(options.color, self._stdout)
        return Style(
            color=color,
            width=_width() if target.path is None else 100,
            path=target.path,
            unsafe_fixes=options.unsafe_fixes,
            statistics=options.statistics,
            quiet=options.quiet,
            fail_level=self._fail_level,
            most=_MOST if target.path is None and self._stdout.isatty() else None,
            sarif_max_results=options.sarif_max_results,
            with_text=options.with_text,
            today=self._today,
        )

    def _open(self, target: Target) -> IO[Any]:
        """Open a report's file; raises JobError."""
        binary = target.format in BINARY
        if target.path is None:
            return sys.stdout.buffer if binary else _unicode(self._stdout)
        path = Path(target.path)
        try:
            if binary:
                return self._files.enter_context(path.open("wb"))
            return self._files.enter_context(path.open("w", encoding="utf-8", newline=""))
        except OSError as error:
            self._files.close()
            raise JobError(f"cannot write {target.path}: {error.strerror}") from None

    @property
    def needs_text(self) -> bool:
        """Whether a report shows the text of the records."""
        with_text = self._options.with_text
        return with_text or any(target.format in SHOW_TEXT for target in self._targets)

    def result(self, result: Result) -> None:
        """Report one result; raises JobError when a report cannot be written."""
        self._begin()
        self._each(lambda reporter: reporter.result(result))

    def end(self) -> None:
        """Report the totals; raises JobError when a report cannot be written."""
        self._begin()
        try:
            self._each(lambda reporter: reporter.end(self._summary))
        finally:
            written = [target.path for _, target in self._reports if target.path is not None]
            self._reports.clear()
        if not (self._options.quiet or self._options.silent):
            for path in written:
                tell(f"Wrote {path}: {_in_short(self._summary)}")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the files; errors were raised when writing."""
        if kind is not None and issubclass(kind, Exception) and self._summary.records:
            self._summary.partial = True
            with suppress(JobError, BrokenPipeError):
                self.end()
        with suppress(OSError):
            self._files.__exit__(kind, error, trace)


def _in_short(summary: Summary) -> str:
    """Return what a run found, for the line that names a written report."""
    malformed = summary.verdicts[Verdict.MALFORMED]
    parts = [f"{summary.records:,} record{'' if summary.records == 1 else 's'}"]
    parts += [f"{malformed:,} malformed"] if malformed else []
    parts += [f"{summary.lost:,} to extract again"] if summary.lost else []
    return ", ".join(parts)


def _unicode(stream: IO[str]) -> IO[str]:
    """Return stdout with characters that it cannot encode escaped."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
    return stream


def _width() -> int:
    """Return the width of the terminal as ``shutil`` does, whose import is 2 % of a small run."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1).columns
    except (OSError, ValueError):  # no terminal, or a closed stream
        return _WIDTH
