"""Exit codes, and what a command does when it is interrupted or its output is closed."""

from __future__ import annotations

import errno
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
    "system_failure",
    "tell",
    "terminable",
]

#: The table under ``--help``.
EXIT_CODES = """\b
Exit codes:
  0    no findings at or above the fail level, or all of them fixed
  1    findings; with --fail-unchecked also records whose layout was not checked
  2    the command failed: bad option or configuration, missing path, internal error
  130  interrupted
  141  the reader of the output closed it
  143  terminated by SIGTERM
"""


# What the system refuses, whatever the command was about to do.
_REFUSALS = {
    errno.EMFILE: "too many open files; allow more with ulimit -n, or use fewer --jobs",
    errno.ENFILE: "too many open files on this machine; use fewer --jobs",
    errno.EAGAIN: "no more processes can be started; use fewer --jobs",
    errno.ENOSPC: "cannot write the output: no space left on the device",
    errno.EDQUOT: "cannot write the output: the disk quota is used up",
    errno.EIO: "cannot write the output: input/output error of the device",
}


class Exit(IntEnum):
    """The exit codes of every command; never a number of findings."""

    CLEAN = 0
    FINDINGS = 1
    FAILURE = 2
    INTERRUPTED = 130
    CLOSED = 141
    TERMINATED = 143


class JobError(Exception):
    """The command failed; the message says what failed and why."""


class TerminatedError(KeyboardInterrupt):
    """SIGTERM was received, for example from a scheduler; handled like Ctrl-C."""


def interruption(error: BaseException) -> Exit:
    """Return the exit code of an interrupted run."""
    terminated = isinstance(error.__cause__ or error, TerminatedError)
    return Exit.TERMINATED if terminated else Exit.INTERRUPTED


def system_failure(error: OSError) -> str | None:
    """Return the message on an error that is the system's; None when it may be the program's."""
    if error.errno == errno.ENOENT and not _current_folder_exists():
        return "the current folder does not exist any more"
    if error.errno == errno.ENOENT and not _temporary_folder_exists():
        return "no temporary folder can be written; set TMPDIR to one"
    return _REFUSALS.get(error.errno or 0)


def _current_folder_exists() -> bool:
    from pathlib import Path  # nothing else here needs it

    try:
        Path.cwd()
    except FileNotFoundError:
        return False
    return True


def _temporary_folder_exists() -> bool:
    from tempfile import gettempdir  # nothing else here needs it

    try:
        gettempdir()
    except FileNotFoundError:
        return False
    return True


@contextmanager
def terminable() -> Iterator[None]:
    """Let SIGTERM interrupt the block like Ctrl-C, unless the parent process ignores it."""
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
    """Open the null device in place of standard streams that the caller has closed.

    In this order it also gets the stream's file descriptor, which the next opened file would get.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            null = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(null, mode, encoding="utf-8"))


def leave_pipe(stream: TextIO | None = None) -> Exit:
    """Discard further output to a stream without a reader, also when the interpreter exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), (stream or sys.stdout).fileno())
    return Exit.CLOSED


def say(line: str) -> None:
    """Print a line on stdout that neither a terminal nor a pipeline obeys."""
    import click

    from cablelint.report.escape import plain_line

    click.echo(plain_line(line))


def tell(message: str) -> None:
    """Print a message on stderr, on one line that nothing obeys; go on when it has no reader."""
    from cablelint.report.escape import plain_line  # most runs have nothing to tell

    try:
        sys.stderr.write(f"{plain_line(message)}\n")
        sys.stderr.flush()
    except BrokenPipeError:
        leave_pipe(sys.stderr)
