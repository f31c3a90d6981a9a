"""A record of an archive: one text with what its container says of it."""

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
    """What a container says of a record beside its text; all of it may be wrong.

    ``classification`` and ``origin`` are kept as written (``SECRET//NOFORN``, ``Embassy Paris``)."""

    classification: str | None = None
    origin: str | None = None
    date: date | None = None
    tags: tuple[str, ...] | None = None
    subject: str | None = None
    references: tuple[str, ...] | None = None


class OffsetMap(Protocol):
    """Leads spans of a record's text back to bytes of the file it came from."""

    def bytes_of(self, span: Span) -> tuple[int, int]:
        """Return the byte range in the container, end exclusive."""
        ...


class UndecodableBytes(Struct, frozen=True):
    """Bytes of a record that its encoding does not allow: first byte offset, place, count."""

    offset: int
    span: Span
    count: int
    encoding: str


class Twin(Struct, frozen=True):
    """An earlier record of the same id: its place as shown and whether its text is equal.

    That is None when the two come from files of different kinds, whose bytes can't be compared.
    """

    name: str
    equal: bool | None


class Near(Struct, frozen=True):
    """An earlier record whose body is nearly the same: its place and the share in common, 0-1."""

    name: str
    similarity: float


class Siblings(Struct, frozen=True):
    """What the archive knows of a record beside itself; the rules CBL901, 904 and 905 ask it.

    ``absent`` are canonical ids that the record refers to and the archive lacks, though it holds
    other telegrams of that station and year.
    """

    twin: Twin | None = None
    near: tuple[Near, ...] = ()
    absent: tuple[str, ...] = ()


class Record(Struct, frozen=True):
    """One text to check.

    ``path`` is how the place is shown (``dump.csv``, ``texts.zip/a.cable``); ``id`` the record's
    own id in a container of many, or None for a file that is one record. ``undecodable`` is set if
    bytes had to be replaced, ``binary`` when the bytes are no text at all; ``siblings`` is what the
    other records of the run say of this one.
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
        """The record's place as shown in reports: ``path`` or ``path#id``."""
        return f"{self.path}#{self.id}" if self.id else self.path


def shown_path(path: str) -> str:
    r"""Return how a file's place is shown: bytes of its name that are no UTF-8 become ``\xff``."""
    if path.isascii():
        return path
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
