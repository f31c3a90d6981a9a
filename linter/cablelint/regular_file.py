"""Opens files that may be anything: a pipe or a device would block the run, or never end."""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader, FileIO
from pathlib import Path

__all__ = ["NotRegularError", "open_regular"]


class NotRegularError(OSError):
    """A path that is not a regular file."""


def open_regular(path: str | Path) -> BufferedReader:
    """Open a regular file for reading; raises OSError, NotRegularError for a pipe or a device."""
    return BufferedReader(FileIO(path, "rb", opener=_opened))


def _opened(path: str, flags: int) -> int:
    """Open without waiting: opening a pipe blocks until somebody writes into it."""
    handle = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):  # a folder is refused by the caller
        return handle
    os.close(handle)
    message = "not a regular file, but a device, pipe or socket"
    raise NotRegularError(errno.EINVAL, message, path)
