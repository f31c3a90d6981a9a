"""Single packed files: gz, bz2, xz and zst as streams of what is packed in them."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import sys
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, BinaryIO, Protocol, cast

from cablelint.archive.errors import DamagedError
from cablelint.archive.read.kinds import Kind

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["unpacker"]

_CHUNK = 1 << 16


class _Decompressor(Protocol):
    """What bz2 and lzma offer."""

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Streams(io.RawIOBase):
    """Packed streams one after another; what follows them and is not packed is damage.

    The classes of the library end in silence there, so that a damaged beginning of the second
    stream would lose it and all that follow.
    """

    def __init__(self, packed: BinaryIO, make: Callable[[], _Decompressor]) -> None:
        self._packed = packed
        self._make = make
        self._decompressor = make()
        self._streams = 0
        self._given = 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill a buffer; raises EOFError or what the library raises for damage."""
        view = memoryview(buffer)
        while True:
            if self._decompressor.eof and not self._next_stream():
                return 0
            chunk = self._packed.read(_CHUNK) if self._decompressor.needs_input else b""
            if not chunk and self._decompressor.needs_input:
                raise EOFError("the packed data end before their end mark")
            data = self._decompressor.decompress(chunk, len(view))
            if data:
                view[: len(data)] = data
                self._given += len(data)
                return len(data)

    def _next_stream(self) -> bool:
        """Begin the next stream; False at the end of the file."""
        rest = self._decompressor.unused_data
        while not rest.strip(b"\0"):  # streams of xz may be padded with zeros
            rest = self._packed.read(_CHUNK)
            if not rest:
                return False
        rest = rest.lstrip(b"\0")
        self._streams += 1
        self._decompressor = self._make()
        try:
            data = self._decompressor.decompress(rest, 0)
        except (OSError, lzma.LZMAError) as error:
            raise DamagedError(
                f"damaged: what follows packed stream {self._streams},"
                f" after {self._given} unpacked bytes, is not packed data ({error})"
            ) from error
        if data:
            raise DamagedError("a decompressor gave more than it was asked for")
        return True


def unpacker(kind: Kind) -> Callable[[BinaryIO], IO[bytes]]:
    """Return what makes a stream of a single packed file the stream of what is packed."""
    if kind == "gz":
        return lambda stream: cast("IO[bytes]", gzip.GzipFile(fileobj=stream))
    if kind == "bz2":
        return lambda stream: cast("IO[bytes]", _Streams(stream, bz2.BZ2Decompressor))
    if kind == "xz":
        return lambda stream: cast("IO[bytes]", _Streams(stream, lzma.LZMADecompressor))
    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdFile
    else:
        from backports.zstd import ZstdFile
    return lambda stream: cast("IO[bytes]", ZstdFile(stream))
