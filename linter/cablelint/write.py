"""Puts a repaired text in the place of the old one: whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

__all__ = ["ReadOnlyError", "replace_file", "write_copy"]


class ReadOnlyError(OSError):
    """A file that its owner has made read-only."""


def replace_file(path: str, data: bytes) -> None:
    """Replace a file's content in one step, its mode and links kept; raises OSError.

    Killed at any moment, it leaves the old or the new file.
    """
    target = Path(path).resolve()
    mode = target.stat().st_mode
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise ReadOnlyError(f"{path} is read-only")
    _write(target, data, stat.S_IMODE(mode))


def write_copy(path: Path, data: bytes) -> None:
    """Write a repaired copy, its folders made; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    umask = os.umask(0)
    os.umask(umask)
    _write(path, data, 0o666 & ~umask)


def _write(target: Path, data: bytes, mode: int) -> None:
    """Write beside the target, then take its place."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
