"""Streams that count what they give and refuse to give more than a container may hold."""

from __future__ import annotations

import io
import lzma
import shutil
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from cablelint.archive.errors import DamagedError, RefusedError
from cablelint.archive.read.frame import Limits

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

__all__ = ["SPOOL", "Buffered", "Meter", "Metered", "buffered", "damage", "seekable"]

#: So many bytes of what must be read twice are held in memory; more go to a temporary file.
SPOOL = 8 << 20
_DAMAGE: tuple[type[Exception], ...] = (
    DamagedError,
    EOFError,
    OSError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
)


def damage() -> tuple[type[Exception], ...]:
    """Return what a damaged container or member makes the libraries raise.

    Asked only once something was raised: the library of one that was not met is not imported.
    """
    known = (sys.modules.get(name) for name in ("compression.zstd", "backports.zstd"))
    return (*_DAMAGE, *(module.ZstdError for module in known if module is not None))


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
    """A stream that passes the size of each portion to counters, and keeps the last bytes.

    Where its source cannot be read on, it raises DamagedError at every further read.
    """

    def __init__(self, stream: IO[bytes], *counters: Callable[[int], None]) -> None:
        """Wrap a stream; ``given`` counts its bytes and ``tail`` holds the last 512."""
        self._stream = stream
        self._counters = counters
        self._fault: DamagedError | None = None
        self.given = 0
        self.tail = b""

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Fill a buffer in portions of at most 1 MiB, so that a bomb is noticed as it unpacks."""
        if self._fault is not None:
            raise self._fault
        view = memoryview(buffer)
        try:
            data = self._portion(min(len(view), 1 << 20))
            for add in self._counters:
                add(len(data))
        except damage() as error:
            self._fault = self._damage(error)
            raise self._fault from error
        view[: len(data)] = data
        self.given += len(data)
        self.tail = (self.tail + data[-512:])[-512:]
        return len(data)

    def _portion(self, size: int) -> bytes:
        """Read at most once: a stream that must read on throws away what it has when it cannot."""
        portion: Callable[[int], bytes] = getattr(self._stream, "read1", self._stream.read)
        return portion(size)

    def _damage(self, error: Exception) -> DamagedError:
        if isinstance(error, DamagedError):
            return error
        what = str(error) or type(error).__name__
        return DamagedError(f"truncated or damaged after {self.given} unpacked bytes: {what}")


class Buffered(io.BufferedReader):
    """A metered stream with lines and peeks, which gives what it has before it tells of damage."""

    def __init__(self, stream: IO[bytes], *counters: Callable[[int], None]) -> None:
        """Wrap a stream; ``metered`` counts what was read from it, with some that is ahead."""
        self.metered = Metered(stream, *counters)
        super().__init__(self.metered, 1 << 16)

    def read(self, size: int | None = -1, /) -> bytes:
        """Return so many bytes, fewer before the end or damage; without a size all or nothing."""
        return super().read() if size is None or size < 0 else self._gather(size, self.read1)

    def readline(self, size: int | None = -1, /) -> bytes:
        """Return a line, or what there is of it before the end or damage."""
        most = sys.maxsize if size is None or size < 0 else size
        return self._gather(most, self._rest_of_line, b"\n")

    def _rest_of_line(self, size: int) -> bytes:
        ahead = self.peek(1)
        return super().read(min(ahead.find(b"\n") + 1 or len(ahead), size))

    def _gather(self, size: int, read: Callable[[int], bytes], end: bytes | None = None) -> bytes:
        pieces: list[bytes] = []
        try:
            while size > 0 and (piece := read(size)):
                pieces.append(piece)
                size -= len(piece)
                if end is not None and piece.endswith(end):
                    break
        except DamagedError:  # the next call raises it again
            if not pieces:
                raise
        return b"".join(pieces)


def buffered(stream: IO[bytes], *meters: Meter) -> Buffered:
    """Return a stream that reports what it gives to its meters."""
    return Buffered(stream, *(meter.add for meter in meters))


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
