"""Progress of a long run on stderr: rate, remaining time, counts per verdict."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TextIO

from cablelint.cli.exit_codes import leave_pipe
from cablelint.result import Summary

if TYPE_CHECKING:
    from cablelint.archive.progress import ReadProgress

__all__ = ["Progress"]

# A log shows nothing of a run that ends within its first interval.
_FIRST_ON_TERMINAL = 2.0
_EVERY_ON_TERMINAL = 0.5
_EVERY_IN_LOG = 30.0
# An estimate made from less than this share of the work misleads by an order of magnitude.
_ENOUGH = 0.02


@dataclass(slots=True)
class Progress:
    """Shows the progress of a run.

    On a terminal one line is updated in place after the first two seconds; elsewhere a line is
    written each 30 seconds. The time left is shown once 2 % of the work is done.
    """

    summary: Summary
    read_progress: ReadProgress
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    _start: float = field(default_factory=time.monotonic)
    _next: float = field(init=False)
    _width: int = 0

    def __post_init__(self) -> None:
        """Set the time of the first line."""
        self._next = self._start + (_FIRST_ON_TERMINAL if self.stream.isatty() else _EVERY_IN_LOG)

    def tick(self) -> None:
        """Show the state when an update is due."""
        now = time.monotonic()
        if now < self._next:
            return
        terminal = self.stream.isatty()
        self._next = now + (_EVERY_ON_TERMINAL if terminal else _EVERY_IN_LOG)
        line = self.line(now - self._start)
        self._write("\r" + line.ljust(self._width) if terminal else line + "\n")
        self._width = len(line) if terminal else 0

    def _write(self, text: str) -> None:
        """Write to the stream; continue when it has no reader."""
        try:
            self.stream.write(text)
            self.stream.flush()
        except BrokenPipeError:
            leave_pipe(self.stream)

    def line(self, seconds: float) -> str:
        """Return the line for the state after some seconds."""
        summary, read_progress = self.summary, self.read_progress
        # Reading is ahead of checking.
        share = (
            read_progress.share * min(summary.records / read_progress.records, 1.0)
            if read_progress.records
            else 0.0
        )
        rate = summary.records / seconds if seconds else 0.0
        left = f", {_clock(seconds * (1 - share) / share)} left" if share >= _ENOUGH else ""
        verdicts = ", ".join(
            f"{count:,} {verdict}" for verdict, count in sorted(summary.verdicts.items())
        )
        records = f"{summary.records:,} record{'s' * (summary.records != 1)}"
        return f"{records}, {share:.0%}, {rate:,.0f}/s{left} ({verdicts})"

    def end(self) -> None:
        """Clear the line on a terminal."""
        if self._width:
            self._write("\r" + " " * self._width + "\r")
            self._width = 0


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}"
