"""7z containers (extra ``7z``): the library pushes members, a bounded queue makes them a stream."""

from __future__ import annotations

import io
import lzma
import queue
import threading
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, TYPE_CHECKING, BinaryIO, cast

import py7zr
from py7zr.exceptions import ArchiveError, PasswordRequired
from py7zr.io import Py7zIO, WriterFactory

from cablelint.archive.containers import Member, unsafe
from cablelint.archive.errors import DamagedError
from cablelint.archive.metering import Meter, buffered

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["seven_zip"]

#: What damaged data makes the library and the decompressors under it raise.
_DAMAGE = (ArchiveError, EOFError, OSError, ValueError, lzma.LZMAError, zlib.error)
_AHEAD = 64  # portions, of which the library makes at most 1 MiB each


class _StoppedError(Exception):
    """The reader has gone; the unpacking thread ends."""


# What the thread sends: a member's name, a portion of it, its end (None), or what went wrong.
_Item = str | bytes | Exception | None


class _Pipe(WriterFactory):
    """Hands what the unpacking thread writes to the reading one."""

    def __init__(self) -> None:
        self.items: queue.Queue[_Item] = queue.Queue(_AHEAD)
        self.stopped = threading.Event()

    def put(self, item: _Item) -> None:
        while not self.stopped.is_set():
            try:
                self.items.put(item, timeout=0.2)
            except queue.Full:
                continue
            return
        raise _StoppedError

    def create(self, filename: str) -> Py7zIO:
        self.put(filename)
        return _Writer(self)


class _Writer(Py7zIO):
    """The file that the library believes to write."""

    def __init__(self, pipe: _Pipe) -> None:
        self._pipe = pipe
        self._size = 0

    def write(self, s: bytes | bytearray) -> int:
        if s:
            self._pipe.put(bytes(s))
        self._size += len(s)
        return len(s)

    def read(self, size: int | None = None) -> bytes:
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0

    def flush(self) -> None:
        return

    def size(self) -> int:
        return self._size

    def close(self) -> None:
        self._pipe.put(None)


class _Portions(io.RawIOBase):
    """A member as a stream of the portions that come through the pipe."""

    def __init__(self, pipe: _Pipe) -> None:
        self._items = pipe.items
        self._rest = b""
        self._ended = False
        self.broken = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        while not self._rest and not self._ended:
            item = self._items.get()
            if isinstance(item, bytes):
                self._rest = item
            elif item is None:
                self._ended = True
            elif isinstance(item, Exception):
                self._ended = self.broken = True
                raise item
        count = min(len(view), len(self._rest))
        view[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def seven_zip(stream: BinaryIO, meter: Meter) -> Iterator[Member]:
    """Yield the members of a 7z; raises DamagedError where it can't be read on."""
    size = stream.seek(0, 2)
    stream.seek(0)
    meter.packed = size
    try:
        archive = py7zr.SevenZipFile(stream, "r")
        encrypted = archive.needs_password()
        names = [info.filename for info in archive.list() if not info.is_directory]
    except PasswordRequired as error:
        raise DamagedError("the 7z is encrypted") from error
    except (ArchiveError, EOFError, OSError, ValueError, IndexError, TypeError) as error:
        raise DamagedError(
            f"truncated or damaged 7z: no directory of members up to byte {size} ({error})"
        ) from error
    with archive:
        if encrypted:
            raise DamagedError("the 7z is encrypted")
        bad = {name: wrong for name in names if (wrong := unsafe(name))}
        for name, wrong in bad.items():
            yield Member(name, problem=wrong)
        if len(names) > len(bad):
            yield from _unpacked(archive, [name for name in names if name not in bad], meter)


def _unpacked(archive: py7zr.SevenZipFile, names: list[str], meter: Meter) -> Iterator[Member]:
    pipe = _Pipe()
    thread = threading.Thread(target=_unpack, args=(archive, names, pipe), daemon=True)
    thread.start()
    try:
        while (item := pipe.items.get()) is not None:
            if isinstance(item, Exception):
                raise item
            if isinstance(item, bytes):
                continue
            meter.member()
            portions = _Portions(pipe)
            metered = buffered(cast("IO[bytes]", portions), meter)
            yield Member(item, metered)
            while not portions.broken and metered.read(1 << 20):
                pass
            if portions.broken:
                return
    finally:
        pipe.stopped.set()
        thread.join()


def _unpack(archive: py7zr.SevenZipFile, names: list[str], pipe: _Pipe) -> None:
    """Unpack in a thread of its own; whatever goes wrong is told at the place it happened."""
    # Told as well when something unforeseen ends the thread: the reader must never wait for ever.
    last: _Item = DamagedError("damaged 7z: its data can't be unpacked")
    try:
        archive.extract(targets=names, factory=pipe)
        last = None
    except (*_DAMAGE, _StoppedError) as error:
        last = DamagedError(f"damaged 7z: {error or type(error).__name__}")
    finally:
        with suppress(_StoppedError):
            pipe.put(last)
