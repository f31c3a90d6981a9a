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

_PATIENCE = 2.0
_EVERY_TERMINAL = 0.5
_EVERY_LOG = 30.0


@dataclass(slots=True)
class Progress:
    """Shows the progress of a run: one line updated in place on a terminal, else one each 30 s.

    Nothing is shown in the first two seconds.
    """

    summary: Summary
    read_progress: ReadProgress
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    _start: float = field(default_factory=time.monotonic)
    _next: float = field(default_factory=lambda: time.monotonic() + _PATIENCE)
    _width: int = 0

    def tick(self) -> None:
        """Show the state when an update is due."""
        now = time.monotonic()
        if now < self._next:
            return
        terminal = self.stream.isatty()
        self._next = now + (_EVERY_TERMINAL if terminal else _EVERY_LOG)
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
        left = _clock(seconds * (1 - share) / share) if share else "?"
        verdicts = ", ".join(
            f"{count:,} {verdict}" for verdict, count in sorted(summary.verdicts.items())
        )
        return f"{summary.records:,} records, {share:.0%}, {rate:,.0f}/s, {left} left ({verdicts})"

    def end(self) -> None:
        """Clear the line on a terminal."""
        if self._width:
            self._write("\r" + " " * self._width + "\r")
            self._width = 0


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}"
