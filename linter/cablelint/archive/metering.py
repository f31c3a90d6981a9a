"""Streams that count what they give and refuse to give more than a container may hold."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from cablelint.archive.errors import RefusedError
from cablelint.archive.frame import Limits

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

__all__ = ["SPOOL", "Meter", "Metered", "buffered", "seekable"]

#: So many bytes of what must be read twice are held in memory; more go to a temporary file.
SPOOL = 8 << 20


@dataclass(slots=True)
class Meter:
    """Counts what one container unpacks to; ``packed`` are the bytes that it comes from.

    These are the size of a container whose directory is read first, else what was read so far.
    """

    limits: Limits
    packed: int = 0
    unpacked: int = 0
    members: int = 0

    def take(self, count: int) -> None:
        """Count packed bytes that were read."""
        self.packed += count

    def member(self) -> None:
        """Count a member; raises RefusedError beyond the limit."""
        self.members += 1
        if self.members > self.limits.members:
            raise RefusedError(f"more than {self.limits.members} members")

    def add(self, count: int) -> None:
        """Count unpacked bytes; raises RefusedError beyond total or ratio."""
        self.unpacked += count
        if self.unpacked > self.limits.total:
            raise RefusedError(f"unpacks to more than {self.limits.total} bytes")
        most = max(self.limits.floor, self.limits.ratio * self.packed)
        if self.unpacked > most:
            raise RefusedError(
                f"unpacks to more than {self.limits.ratio} times its {self.packed} packed bytes"
            )


class Metered(io.RawIOBase):
    """A stream that tells others how many bytes it gives, and keeps the last of them."""

    def __init__(self, stream: IO[bytes], *told: Callable[[int], None]) -> None:
        """Wrap a stream; ``given`` counts its bytes and ``tail`` holds the last 512."""
        self._stream = stream
        self._told = told
        self.given = 0
        self.tail = b""

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill a buffer in portions of at most 1 MiB, so that a bomb is noticed as it unpacks."""
        view = memoryview(buffer)
        data = self._stream.read(min(len(view), 1 << 20))
        view[: len(data)] = data
        self.given += len(data)
        for tell in self._told:
            tell(len(data))
        self.tail = (self.tail + data[-512:])[-512:]
        return len(data)


def buffered(stream: IO[bytes], *meters: Meter) -> io.BufferedReader:
    """Return a metered stream with lines and peeks."""
    metered = Metered(stream, *(meter.add for meter in meters))
    return cast("io.BufferedReader", io.BufferedReader(metered, 1 << 16))


@contextmanager
def seekable(stream: BinaryIO) -> Iterator[BinaryIO]:
    """Give the stream if one can go back in it, else a copy in memory or a temporary file."""
    if stream.seekable():
        yield stream
        return
    with tempfile.SpooledTemporaryFile(max_size=SPOOL) as copy:
        shutil.copyfileobj(stream, copy, 1 << 20)
        copy.seek(0)
        yield cast("BinaryIO", copy)
