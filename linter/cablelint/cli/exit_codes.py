"""How a command ends."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from types import FrameType
from typing import TextIO

__all__ = [
    "EXIT_CODES",
    "Exit",
    "JobError",
    "interruption",
    "leave_pipe",
    "open_streams",
    "tell",
    "terminable",
]

#: The table under ``--help``.
EXIT_CODES = """\b
Exit codes:
  0    no finding at or above the failing level, or all of them fixed
  1    findings; with --fail-unchecked also records whose layout was not checked
  2    the job could not be done: bad option or configuration, missing path, internal error
  130  interrupted
  143  ended by SIGTERM
"""


class Exit(IntEnum):
    """The exit codes of every command; never a count."""

    CLEAN = 0
    FINDINGS = 1
    FAILURE = 2
    INTERRUPTED = 130
    TERMINATED = 143


class JobError(Exception):
    """A job that could not be done; the message names what and why."""


class TerminatedError(KeyboardInterrupt):
    """SIGTERM came, as from a scheduler: a run ends as after Ctrl-C."""


def interruption(error: BaseException) -> Exit:
    """Return the exit code of a run that an interrupt ended."""
    terminated = isinstance(error.__cause__ or error, TerminatedError)
    return Exit.TERMINATED if terminated else Exit.INTERRUPTED


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM interrupt the block as Ctrl-C does, unless the caller has it ignored."""
    usable = threading.current_thread() is threading.main_thread()
    if not usable or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TerminatedError

    signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def open_streams() -> None:
    """Take the null device where the caller has closed a standard stream.

    In this order it also gets the number of the stream, which the next file would have otherwise.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            null = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(null, mode, encoding="utf-8"))


def leave_pipe(stream: TextIO | None = None) -> Exit:
    """Say nothing more on a stream whose reader has gone, not even at the interpreter's end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), (stream or sys.stdout).fileno())
    return Exit.FAILURE


def tell(message: str) -> None:
    """Tell something on stderr; when its reader has gone, the work goes on."""
    try:
        sys.stderr.write(f"{message}\n")
        sys.stderr.flush()
    except BrokenPipeError:
        leave_pipe(sys.stderr)
