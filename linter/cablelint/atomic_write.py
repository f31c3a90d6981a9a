"""Replace files atomically: a file has the old or the new text, never a part."""

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
    """A read-only file."""


def replace_file(path: str, data: bytes) -> None:
    """Replace a file's content atomically, keeping its mode and links; raises OSError.

    When the process is killed, the old or the new file is there.
    """
    target = Path(path).resolve()
    mode = target.stat().st_mode
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise ReadOnlyError(f"{path} is read-only")
    with _taking_place(target, stat.S_IMODE(mode)) as file:
        file.write(data)


def write_copy(path: Path, data: bytes) -> None:
    """Write a repaired copy and create its folders; raises OSError."""
    with new_copy(path) as file:
        file.write(data)


@contextmanager
def new_copy(path: Path) -> Iterator[BinaryIO]:
    """Yield a stream that becomes a file when the block succeeds; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    umask = os.umask(0)
    os.umask(umask)
    with _taking_place(path, 0o666 & ~umask) as file:
        yield file


@contextmanager
def _taking_place(target: Path, mode: int) -> Iterator[BinaryIO]:
    """Yield a file beside the target that replaces it when the block succeeds."""
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
