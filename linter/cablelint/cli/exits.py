"""How a command ends."""

from __future__ import annotations

import os
import sys
from enum import IntEnum

__all__ = ["EXIT_CODES", "Exit", "JobError", "leave_pipe"]

#: The table under ``--help``.
EXIT_CODES = """\b
Exit codes:
  0    no finding at or above the failing level, or all of them fixed
  1    findings
  2    the job could not be done: bad option or configuration, missing path, internal error
  130  interrupted
"""


class Exit(IntEnum):
    """The exit codes of every command; never a count."""

    CLEAN = 0
    FINDINGS = 1
    FAILURE = 2
    INTERRUPTED = 130


class JobError(Exception):
    """A job that could not be done; the message names what and why."""


def leave_pipe() -> Exit:
    """Say nothing more on a stdout whose reader has gone, not even at the interpreter's end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.FAILURE
