"""Members of a zip, its directory compared with what the file holds.

The directory at the end of a zip is one thing, the members before it another: a damaged directory,
or two zips joined into one file, leave members that no entry names. They are reported.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from msgspec import Struct

from cablelint.archive.errors import DamagedError

__all__ = ["ZIP_DAMAGE", "Directory", "missing_entries", "open_zip", "unnamed_members"]

#: What a directory that is damaged, or of a newer kind, makes the library raise: names that are
#: not UTF-8 are a ValueError.
ZIP_DAMAGE = (
    zipfile.BadZipFile,
    NotImplementedError,
    ValueError,
    EOFError,
    struct.error,
    OverflowError,
)
_END = b"PK\x05\x06"
_END64 = b"PK\x06\x06"
_END_BYTES = 22
_MOST_COMMENT = 1 << 16
_LOCAL = re.compile(rb"PK\x03\x04")
_LOCAL_BYTES = 30
_MANY = 0xFFFF
_CHUNK = 1 << 20
_MOST_PLACES = 100
#: What may follow the data of a member: its sizes and checksum once more.
_DESCRIPTOR_BYTES = 24


class Directory(Struct, frozen=True):
    """The directory of a zip: its entries, and how many the end record counts."""

    archive: zipfile.ZipFile
    entries: list[zipfile.ZipInfo]
    counted: int | None


def open_zip(stream: BinaryIO, size: int) -> Directory:
    """Read the directory of a zip of so many bytes; raises DamagedError."""
    try:
        archive = zipfile.ZipFile(stream)
    except ZIP_DAMAGE as error:
        raise DamagedError(
            f"truncated or damaged zip: no directory of members up to its end at byte {size}"
            f" ({error})"
        ) from error
    return Directory(archive, archive.infolist(), _counted(stream, size))


def _counted(stream: BinaryIO, size: int) -> int | None:
    """Return how many entries the end record counts, None where that cannot be read."""
    start = max(size - _END_BYTES - _MOST_COMMENT, 0)
    stream.seek(start)
    tail = stream.read(size - start)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        return None
    count: int = struct.unpack_from("<H", tail, at + 10)[0]
    if count != _MANY:
        return count
    wide = tail.rfind(_END64, 0, at)
    return struct.unpack_from("<Q", tail, wide + 32)[0] if 0 <= wide <= at - 56 else None


def missing_entries(directory: Directory) -> str | None:
    """Return what is said where the end record counts other entries than there are."""
    found, counted = len(directory.entries), directory.counted
    if counted is None or counted == found:
        return None
    return f"damaged zip: the directory holds {found} members, its end record counts {counted}"


def unnamed_members(directory: Directory, stream: BinaryIO, end: int) -> Iterator[str]:
    """Yield what is said of places that hold members which the directory does not name.

    ``end`` is where the directory begins. Bytes before the first member may be a program that
    unpacks the zip; others that belong to no member are reported.
    """
    return islice(_places(directory, stream, end), _MOST_PLACES)


def _places(directory: Directory, stream: BinaryIO, end: int) -> Iterator[str]:
    at = 0
    entries = sorted(directory.entries, key=lambda entry: entry.header_offset)
    for begin, stop in (*(_range(stream, entry) for entry in entries), (end, end)):
        named = True
        for place in _headers(stream, at, begin):
            named = False
            yield f"byte {place} of the zip begins a member that its directory does not name"
        if named and at and begin - at > _DESCRIPTOR_BYTES:
            yield f"bytes {at} to {begin} of the zip belong to no member of its directory"
        at = max(at, stop)


def _range(stream: BinaryIO, entry: zipfile.ZipInfo) -> tuple[int, int]:
    """Return where a member begins, with its header, and where its data end."""
    start = max(entry.header_offset, 0)
    stream.seek(start)
    head = stream.read(_LOCAL_BYTES)
    names = sum(struct.unpack_from("<HH", head, 26)) if len(head) == _LOCAL_BYTES else 0
    return start, start + _LOCAL_BYTES + names + entry.compress_size


def _headers(stream: BinaryIO, start: int, end: int) -> Iterator[int]:
    """Yield where headers of members are in a range of the file."""
    while end - start >= _LOCAL_BYTES:
        stream.seek(start)
        chunk = stream.read(min(_CHUNK, end - start))
        if not chunk:
            return
        for found in _LOCAL.finditer(chunk):
            yield start + found.start()
        start += max(len(chunk) - 3, 1)
