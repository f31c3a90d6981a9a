"""How a command ends."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["Exit", "JobError"]


class Exit(IntEnum):
    """The exit codes of every command; never a count."""

    CLEAN = 0
    FINDINGS = 1
    FAILURE = 2
    INTERRUPTED = 130


class JobError(Exception):
    """A job that could not be done; the message names what and why."""
