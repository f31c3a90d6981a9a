"""Opens files that may be anything: a pipe or a device would block the run, or never end."""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path

__all__ = ["NotRegularError", "open_regular"]


class NotRegularError(OSError):
    """A path that is not a regular file."""


def open_regular(path: str | Path) -> BufferedReader:
    """Open a regular file for reading; raises OSError, NotRegularError for a pipe or a device."""
    # Without waiting: opening a pipe blocks until somebody writes into it.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags)
    mode = os.fstat(handle).st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # ``fdopen`` refuses folders itself
        os.close(handle)
        said = "not a regular file, but a device, pipe or socket"
        raise NotRegularError(errno.EINVAL, said, str(path))
    try:
        return os.fdopen(handle, "rb")
    except OSError:
        os.close(handle)
        raise
