"""Puts a repaired text in the place of the old one: whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

__all__ = ["ReadOnlyError", "new_copy", "replace_file", "write_copy"]


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
    with _taking_place(target, stat.S_IMODE(mode)) as file:
        file.write(data)


def write_copy(path: Path, data: bytes) -> None:
    """Write a repaired copy, its folders made; raises OSError."""
    with new_copy(path) as file:
        file.write(data)


@contextmanager
def new_copy(path: Path) -> Iterator[BinaryIO]:
    """Give what is to become a file once the block ends well, its folders made; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    umask = os.umask(0)
    os.umask(umask)
    with _taking_place(path, 0o666 & ~umask) as file:
        yield file


@contextmanager
def _taking_place(target: Path, mode: int) -> Iterator[BinaryIO]:
    """Give a file beside the target that takes its place once the block ends well."""
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
