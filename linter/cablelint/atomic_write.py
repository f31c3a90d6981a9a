"""Replace files atomically: a file has the old or the new text, never a part."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

__all__ = ["ReadOnlyError", "new_copy", "replace_file", "write_copy"]

# The temporary file of a run tells which process of which host made it, so that a later run knows
# what a killed one has left.
_TEMPORARY = re.compile(r"\.cablelint-([0-9a-f]{8})-(\d{1,10})-[^/]{1,30}\.tmp")


class ReadOnlyError(OSError):
    """A read-only file."""


def replace_file(path: str, data: bytes) -> None:
    """Replace a file's content in one step, its owner, mode and links kept; raises OSError.

    Killed at any moment, it leaves the old or the new file. A file with several names (hard links),
    or of an owner that this process cannot give a file to, is written in place instead; the new
    content is beside it until that is done.
    """
    target = Path(path).resolve()
    before = target.stat()
    if not before.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise ReadOnlyError(f"{path} is read-only")
    with _beside(target) as (file, name):
        file.write(data)
        _finish(file)
        if before.st_nlink > 1 or not _take_owner(name, before):
            _overwrite(target, data)
            return
        name.chmod(stat.S_IMODE(before.st_mode))
        name.replace(target)


def write_copy(path: Path, data: bytes) -> None:
    """Write a repaired copy and create its folders; raises OSError."""
    with new_copy(path) as file:
        file.write(data)


@contextmanager
def new_copy(path: Path) -> Iterator[BinaryIO]:
    """Give what becomes a file once the block ends well, its folders made; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    umask = os.umask(0)
    os.umask(umask)
    with _beside(path) as (file, name):
        yield file
        _finish(file)
        name.chmod(0o666 & ~umask)
        name.replace(path)


@contextmanager
def _beside(target: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Give a temporary file in the target's folder, gone afterwards unless it took its place."""
    import tempfile  # a run that repairs nothing needs none

    _remove_leftovers(target.parent)
    prefix = f".cablelint-{_host()}-{os.getpid()}-"
    handle, written = tempfile.mkstemp(prefix=prefix, suffix=".tmp", dir=target.parent)
    name = Path(written)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file, name
    finally:
        name.unlink(missing_ok=True)


def _finish(file: BinaryIO) -> None:
    """Bring what was written to the disk."""
    file.flush()
    os.fsync(file.fileno())


def _take_owner(name: Path, before: os.stat_result) -> bool:
    """Give a new file the owner and group of the old one; False when that is not allowed."""
    about = name.stat()
    if (about.st_uid, about.st_gid) == (before.st_uid, before.st_gid):
        return True
    try:
        os.chown(name, before.st_uid, before.st_gid)
    except OSError:
        return False
    return True


def _overwrite(target: Path, data: bytes) -> None:
    with target.open("r+b") as file:
        file.write(data)
        file.truncate()
        _finish(file)


def _host() -> str:
    from hashlib import blake2b
    from socket import gethostname

    return blake2b(gethostname().encode(), digest_size=4).hexdigest()


@lru_cache(maxsize=64)  # a folder may hold a million files that are repaired one after another
def _remove_leftovers(folder: Path) -> None:
    """Remove the temporary files in a folder whose process, on this host, has ended."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = _TEMPORARY.fullmatch(entry.name)
            if found is None or found[1] != _host() or _runs(int(found[2])):
                continue
            if entry.is_file(follow_symlinks=False):
                Path(entry.path).unlink(missing_ok=True)


def _runs(process: int) -> bool:
    """Tell whether a process runs, or may run."""
    if process == os.getpid() or os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
