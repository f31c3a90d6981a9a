"""Members of a tar, read as a stream: one header at a time, none of them trusted.

The library of Python stops at a damaged header as if the tar ended there, reads headers of any
size into memory, and reads on for hours where a header claims a terabyte. Here a damaged header is
reported with its place, and reading goes on at the next header that is whole.
"""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator
from typing import IO, BinaryIO, cast

from msgspec import Struct, field

from cablelint.archive.errors import DamagedError
from cablelint.archive.read.limits import Metered

__all__ = ["TarEntry", "tar_entries"]

_BLOCK = tarfile.BLOCKSIZE
_NOTHING = bytes(_BLOCK)
_END_BLOCKS = 2
#: Names and notes of a member; the longest path that a system takes has 4,096 bytes.
_MOST_HEADER_BYTES = 1 << 20
_MOST_PAX_FIELDS = 10_000
_NO_DATA = frozenset(
    (
        tarfile.LNKTYPE,
        tarfile.SYMTYPE,
        tarfile.CHRTYPE,
        tarfile.BLKTYPE,
        tarfile.DIRTYPE,
        tarfile.FIFOTYPE,
    )
)
#: Kinds of GNU tar that are not files: the label of a volume, the names in a folder.
_LABELS = frozenset((b"V", b"D"))
_CONTINUED = b"M"
_LONG_NAMES = {tarfile.GNUTYPE_LONGNAME: "path", tarfile.GNUTYPE_LONGLINK: "linkpath"}
_PAX = frozenset((tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE))
_SPARSE_MAP = 482  # where the header of a sparse member says that more of its map follows
_SPARSE_MORE = 504
_NUMBERS = {"size": int, "uid": int, "gid": int, "mtime": float}


class TarEntry(Struct, frozen=True):
    """A member with its bytes, or the place of damage between members; ``at`` is the byte offset.

    ``data`` may be left unread. ``problem`` says why a member cannot be read; ``info`` is None
    where no member is known.
    """

    at: int
    info: tarfile.TarInfo | None = None
    data: BinaryIO | None = None
    problem: str | None = None


def tar_entries(stream: IO[bytes], *counters: Callable[[int], None]) -> Iterator[TarEntry]:
    """Yield what a tar holds; raises DamagedError where its bytes end too early.

    ``counters`` are called with the number of bytes of each portion that is read.
    """
    source = Metered(stream, *counters)
    reader = _Reader(source)
    yield from reader.entries()
    if reader.part or reader.empty_blocks < _END_BLOCKS:
        raise DamagedError(f"truncated tar: no end mark up to its end at byte {source.given}")


class _Notes(Struct):
    """What headers before a member say of it."""

    fields: dict[str, str] = field(default_factory=dict[str, str])
    bytes: int = 0


class _Reader:
    """Reads headers and hands out the data of one member after another."""

    def __init__(self, source: Metered) -> None:
        self._source = source
        self._notes = _Notes()
        self._global: dict[str, str] = {}
        self.empty_blocks = 0
        self.part = False

    def entries(self) -> Iterator[TarEntry]:
        """Yield members and damage up to the end of the stream."""
        damaged = found = False
        while (block := self._block()) is not None:
            at = self._source.given - _BLOCK
            if block == _NOTHING:
                self.empty_blocks += 1
                continue
            info = _header(block)
            found = True
            if info is None:
                if not damaged:
                    yield TarEntry(at, problem=f"damaged header at byte {at} of the tar")
                damaged = True
            else:
                if self.empty_blocks and not damaged:
                    yield self._gap(at)
                damaged = False
                yield from self._entry(info, block, at)
            self.empty_blocks = 0
        if not found and self.empty_blocks:
            yield TarEntry(0, problem="the tar holds no members")

    def _gap(self, at: int) -> TarEntry:
        """Return what is said of empty blocks before a member: an end mark, or lost members."""
        place = at - self.empty_blocks * _BLOCK
        said = f"bytes {place} to {at} of the tar are empty; members may be missing there"
        return TarEntry(place, problem=said)

    def _block(self) -> bytes | None:
        """Return the next block, None at the end."""
        block = _exactly(self._source, _BLOCK)
        self.part = 0 < len(block) < _BLOCK
        return block if len(block) == _BLOCK else None

    def _entry(self, info: tarfile.TarInfo, block: bytes, at: int) -> Iterator[TarEntry]:
        """Yield the member of a header, or take in what the header says of the next one."""
        kind = info.type
        if kind in _LONG_NAMES or kind in _PAX or kind == tarfile.XGLTYPE:
            problem = self._take_notes(info)
            if problem is not None:
                yield TarEntry(at, problem=f"{problem} at byte {at} of the tar")
            return
        fields = self._global | self._notes.fields
        self._notes = _Notes()
        problem = _apply(info, fields)
        if kind == tarfile.GNUTYPE_SPARSE or any(key.startswith("GNU.sparse") for key in fields):
            problem = "a sparse file, which is not read"
            self._pass_sparse_map(kind, block)
        elif kind == _CONTINUED:
            problem = "the rest of a file that begins in another volume; it is not read"
        elif kind not in tarfile.SUPPORTED_TYPES and kind not in _LABELS:
            info.type = tarfile.REGTYPE  # POSIX: a member of an unknown kind is a file
        size = 0 if kind in _NO_DATA else info.size
        data = _Data(self._source, size)
        yield TarEntry(at, info, cast("BinaryIO", data), problem)
        data.pass_rest()
        _exactly(self._source, -size % _BLOCK)

    def _take_notes(self, info: tarfile.TarInfo) -> str | None:
        """Read a header that is about the next member; return what is wrong with it."""
        data = _Data(self._source, info.size)
        self._notes.bytes += info.size
        if self._notes.bytes > _MOST_HEADER_BYTES:
            self._notes = _Notes()
            data.pass_rest()
            _exactly(self._source, -info.size % _BLOCK)
            return f"a header of {info.size} bytes, more than the limit of {_MOST_HEADER_BYTES},"
        raw = data.read_all()
        _exactly(self._source, -info.size % _BLOCK)
        if info.type in _LONG_NAMES:
            name = raw.partition(b"\0")[0].decode("utf-8", "surrogateescape")
            self._notes.fields[_LONG_NAMES[info.type]] = name
            return None
        fields = _pax_fields(raw)
        if fields is None:
            return "a damaged header of pax fields"
        target = self._global if info.type == tarfile.XGLTYPE else self._notes.fields
        target.update(fields)
        return "more pax fields than are read" if len(target) > _MOST_PAX_FIELDS else None

    def _pass_sparse_map(self, kind: bytes, block: bytes) -> None:
        """Pass over the blocks that go on with the map of a sparse member."""
        more = kind == tarfile.GNUTYPE_SPARSE and block[_SPARSE_MAP]
        while more and (following := self._block()) is not None:
            more = following[_SPARSE_MORE]


class _Data:
    """The bytes of one member, read from the tar's own stream."""

    def __init__(self, source: Metered, size: int) -> None:
        self._source = source
        self.left = size

    def read(self, size: int = -1) -> bytes:
        """Return at most so many bytes; raises DamagedError where the tar ends in the member."""
        wanted = self.left if size < 0 else min(size, self.left)
        data = self._source.read(min(wanted, 1 << 20)) or b""
        if wanted and not data:
            raise DamagedError(
                f"truncated tar: {self.left} bytes of a member are missing"
                f" at its end at byte {self._source.given}"
            )
        self.left -= len(data)
        return data

    read1 = read

    def read_all(self) -> bytes:
        """Return all that is left."""
        return b"".join(iter(self.read, b""))

    def pass_rest(self) -> None:
        """Read what the caller has left unread."""
        while self.read(1 << 20):
            pass


def _exactly(source: Metered, size: int) -> bytes:
    """Return so many bytes, fewer only at the end."""
    pieces: list[bytes] = []
    while size > 0 and (piece := source.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _header(block: bytes) -> tarfile.TarInfo | None:
    """Return the header that a block is, None for a block that is none."""
    try:
        info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return None
    return info if info.size >= 0 else None


def _pax_fields(raw: bytes) -> dict[str, str] | None:
    """Return the fields of a pax header, ``LENGTH KEY=VALUE`` and a line end each."""
    fields: dict[str, str] = {}
    at = 0
    while at < len(raw):
        length, blank, _ = raw[at : at + 20].partition(b" ")
        if not blank or not length.isdigit() or not 5 <= int(length) <= len(raw) - at:
            return None
        line = raw[at + len(length) + 1 : at + int(length)]
        key, equals, value = line.partition(b"=")
        if not equals or not value.endswith(b"\n"):
            return None
        fields[key.decode("utf-8", "replace")] = value[:-1].decode("utf-8", "surrogateescape")
        at += int(length)
    return fields


def _apply(info: tarfile.TarInfo, fields: dict[str, str]) -> str | None:
    """Let fields outweigh the header, as they do by the standard; return what is wrong."""
    info.name = fields.get("path", info.name)
    info.linkname = fields.get("linkpath", info.linkname)
    info.uname = fields.get("uname", info.uname)
    info.gname = fields.get("gname", info.gname)
    try:
        for key, convert in _NUMBERS.items():
            if key in fields:
                setattr(info, key, convert(fields[key][:20]))
    except ValueError:
        return "a pax field of the member is not a number"
    if info.size < 0:
        info.size = 0
        return "a pax field of the member gives a negative size"
    info.pax_headers = {key: value for key, value in fields.items() if "." in key}
    return None
