"""7z containers (extra ``7z``): a process of its own unpacks one and sends the members.

Decompressors of 7z end their process on some damaged data, and that must not be the one of the run.
The process asks for the bytes of the container: whatever can be read here can be unpacked there.
"""

from __future__ import annotations

import io
import logging
import multiprocessing
import signal
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import IO, TYPE_CHECKING, BinaryIO, cast

import py7zr
from py7zr.exceptions import PasswordRequired
from py7zr.io import Py7zIO, WriterFactory

from cablelint.archive.errors import DamagedError
from cablelint.archive.process import can_copy
from cablelint.archive.read.containers import Member, unsafe
from cablelint.archive.read.limits import Meter, buffered

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["seven_zip"]

logger = logging.getLogger(__name__)

# What the unpacking process says, by the first byte: it wants bytes of the container, a member is
# not read, one begins, a portion of it, it ends; all are sent, or no more can be.
_WANTED, _REFUSED, _BEGINS, _PORTION, _ENDS, _DONE, _DAMAGED = (bytes([n]) for n in range(7))
_PLACE = struct.Struct("<QQ")
_GRACE = 5.0


def seven_zip(stream: BinaryIO, meter: Meter) -> Iterator[Member]:
    """Yield the members of a 7z; raises DamagedError where it cannot be read on."""
    meter.packed = stream.seek(0, 2)
    with _unpacking(stream, meter.packed) as source:
        while True:
            kind, data = source.next()
            if kind == _DONE:
                return
            if kind == _REFUSED:
                name = data.decode()
                yield Member(name, problem=unsafe(name))
            elif kind == _BEGINS:
                meter.member()
                portions = _Portions(source)
                member = buffered(cast("IO[bytes]", portions), meter)
                yield Member(data.decode(), member)
                while not source.broken and member.read(1 << 20):
                    pass
                if source.broken:
                    return


class _Source:
    """What the unpacking process says, with its questions answered; ``broken`` when it failed."""

    def __init__(self, stream: BinaryIO, connection: Connection, process: BaseProcess) -> None:
        self._stream = stream
        self._connection = connection
        self._process = process
        self.broken = False

    def next(self) -> tuple[bytes, bytes]:
        """Return kind and data of the next message; raises DamagedError for one on damage."""
        try:
            while (message := self._received())[:1] == _WANTED:
                place, size = _PLACE.unpack(message[1:])
                self._stream.seek(place)
                self._connection.send_bytes(self._stream.read(size))
        except (EOFError, ConnectionError):
            self._process.join(_GRACE)
            code = self._process.exitcode or 0
            ending = signal.Signals(-code).name if code < 0 else f"exit code {code}"
            message = _DAMAGED + f"damaged 7z: its data ended the unpacking ({ending})".encode()
        if message[:1] == _DAMAGED:
            self.broken = True
            raise DamagedError(message[1:].decode())
        return message[:1], message[1:]

    def _received(self) -> bytes:
        """Receive a message; raises EOFError when the process has ended, also in mid message."""
        try:
            return self._connection.recv_bytes()
        except OSError as error:
            raise EOFError from error


class _Portions(io.RawIOBase):
    """A member as a stream of the portions that are sent."""

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._rest = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        while not self._rest and not self._ended:
            kind, self._rest = self._source.next()
            self._ended = kind == _ENDS
        count = min(len(view), len(self._rest))
        view[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


@contextmanager
def _unpacking(stream: BinaryIO, size: int) -> Iterator[_Source]:
    """Start a process that unpacks; a copy of this one where that is safe, since it costs least."""
    context = multiprocessing.get_context
    make = context("fork").Process if can_copy() else context("spawn").Process
    ours, theirs = multiprocessing.Pipe()
    process = make(target=_unpack, args=(theirs, ours, size), daemon=True)
    process.start()
    theirs.close()
    try:
        yield _Source(stream, ours, process)
    finally:
        process.kill()
        process.join()
        ours.close()


def _unpack(connection: Connection, other: Connection, size: int) -> None:
    """Unpack and send, until the other side hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    other.close()  # else its end would never be seen
    last = _DONE
    what = f"truncated or damaged 7z: no directory of members up to byte {size}"
    try:
        distant = cast("BinaryIO", io.BufferedReader(_Distant(connection, size), 1 << 16))
        archive = py7zr.SevenZipFile(distant, "r")
        encrypted = archive.needs_password()
        names = [info.filename for info in archive.list() if not info.is_directory]
        what = "damaged 7z"
        if encrypted:
            raise PasswordRequired
        _send(archive, names, connection)
    except PasswordRequired:
        last = _DAMAGED + b"the 7z is encrypted"
    except Exception as error:
        # Damage makes the library fail in many ways; each of them is reported.
        logger.debug("a 7z cannot be unpacked", exc_info=True)
        last = _DAMAGED + f"{what} ({str(error) or type(error).__name__})".encode()
    with suppress(ConnectionError):
        connection.send_bytes(last)


def _send(archive: py7zr.SevenZipFile, names: list[str], connection: Connection) -> None:
    bad = {name for name in names if unsafe(name)}
    for name in names:
        if name in bad:
            connection.send_bytes(_REFUSED + name.encode())
    good = [name for name in names if name not in bad]
    if not good:
        return
    outlet = _Outlet(connection)
    archive.extract(targets=good, factory=outlet)
    if outlet.begun < len(good):
        raise ValueError(f"{outlet.begun} of {len(good)} members of its directory were unpacked")


class _Distant(io.RawIOBase):
    """The container, whose bytes the other process reads."""

    def __init__(self, connection: Connection, size: int) -> None:
        self._connection = connection
        self._size = size
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = 0) -> int:
        self._place = (0, self._place, self._size)[whence] + offset
        return self._place

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        self._connection.send_bytes(_WANTED + _PLACE.pack(self._place, len(view)))
        data = self._connection.recv_bytes()
        view[: len(data)] = data
        self._place += len(data)
        return len(data)


class _Outlet(WriterFactory):
    """Sends what the library believes to write, and counts the members."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.begun = 0

    def create(self, filename: str) -> Py7zIO:
        self.begun += 1
        self._connection.send_bytes(_BEGINS + filename.encode())
        return _Writer(self._connection)


class _Writer(Py7zIO):
    """The file that the library believes to write."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._size = 0

    def write(self, s: bytes | bytearray) -> int:
        if s:
            self._connection.send_bytes(_PORTION + s)
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
        self._connection.send_bytes(_ENDS)
