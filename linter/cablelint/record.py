"""A record of an archive: one text with the metadata of its container."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from msgspec import Struct

from cablegrammar import Span

__all__ = [
    "Metadata",
    "Near",
    "OffsetMap",
    "Record",
    "Siblings",
    "Twin",
    "UndecodableBytes",
    "shown_path",
]


class Metadata(Struct, frozen=True):
    """The metadata of a record in its container; all of it may be wrong.

    ``classification`` and ``origin`` are kept as written (``SECRET//NOFORN``, ``Embassy Paris``).
    """

    classification: str | None = None
    origin: str | None = None
    date: date | None = None
    tags: tuple[str, ...] | None = None
    subject: str | None = None
    references: tuple[str, ...] | None = None


class OffsetMap(Protocol):
    """Maps spans of a record's text to bytes of its file."""

    def bytes_of(self, span: Span) -> tuple[int, int]:
        """Return the byte range in the container, end exclusive."""
        ...


class UndecodableBytes(Struct, frozen=True):
    """Bytes of a record that its encoding does not allow: first byte offset, place, count.

    ``read_as`` is the encoding that explains all of them, None when there is none.
    """

    offset: int
    span: Span
    count: int
    encoding: str
    read_as: str | None = None


class Twin(Struct, frozen=True):
    """An earlier record with the same id: its name and whether its text is equal.

    None when the records are from files of different kinds, whose bytes cannot be compared.
    """

    name: str
    equal: bool | None


class Near(Struct, frozen=True):
    """An earlier record with nearly the same body: its name and the share in common, 0-1."""

    name: str
    similarity: float


class Siblings(Struct, frozen=True):
    """What other records of the archive say about a record, for CBL901, CBL904 and CBL905.

    ``absent`` are the canonical ids of references that the archive lacks, although it has other
    telegrams of that station and year.
    """

    twin: Twin | None = None
    near: tuple[Near, ...] = ()
    absent: tuple[str, ...] = ()


class Record(Struct, frozen=True):
    """One text to check.

    ``path`` is shown to the user (``dump.csv``, ``texts.zip/a.cable``); ``id`` is the id in a
    container, or None for a file with one record. ``undecodable`` is set if bytes were replaced,
    ``binary`` if the bytes are not text; ``siblings`` is what other records say about this one.
    """

    path: str
    text: str
    id: str | None = None
    metadata: Metadata | None = None
    offsets: OffsetMap | None = None
    undecodable: UndecodableBytes | None = None
    binary: bool = False
    siblings: Siblings | None = None

    @property
    def name(self) -> str:
        """The record's name in reports: ``path`` or ``path#id``."""
        return f"{self.path}#{self.id}" if self.id else self.path


def shown_path(path: str) -> str:
    r"""Return a path for display; bytes of its name that are not UTF-8 become ``\xff``."""
    if path.isascii():
        return path
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
