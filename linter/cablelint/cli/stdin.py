"""A text from stdin, under the limits of size and time that other records have."""

from __future__ import annotations

import sys
from contextlib import nullcontext

from cablelint.archive.timeout import OverdueError, time_limit

__all__ = ["StdinError", "read_stdin"]


class StdinError(Exception):
    """The text on stdin is too large, or did not end in time; ``option`` changes that limit."""

    def __init__(self, message: str, option: str) -> None:
        """Keep the option of ``check`` that another limit is given with."""
        super().__init__(message)
        self.option = option


def read_stdin(limit: int, timeout: float) -> bytes:
    """Return what is on stdin; raises StdinError. A person at a terminal may take any time."""
    try:
        with nullcontext() if sys.stdin.isatty() else time_limit(timeout):
            data = sys.stdin.buffer.read(limit + 1)
    except OverdueError:
        message = f"stdin has not ended after {timeout:g} seconds; given up"
        raise StdinError(message, "--timeout-per-record") from None
    if len(data) > limit:
        message = f"larger than the limit of {limit} bytes for a record"
        raise StdinError(message, "--max-record-bytes")
    return data
