"""A record as it is in its file, and the protocol of what finds and reads such records.

Finding is cheap and done in the main process; reading (decoding, undoing escapes, metadata) is
done by the workers. A frame is plain data, so it can be sent to a worker, local or remote.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from msgspec import Struct

from cablelint.record import Record, Siblings

__all__ = ["Frame", "Limits", "ReadOptions", "Reader", "digest"]

MIB = 1 << 20


class Frame(Struct, frozen=True):
    """A record's bytes and where they are.

    ``offset`` is the byte offset of ``data`` in the file or member that ``path`` names. ``reader``
    names the reader that makes a record of it, ``hints`` are that reader's own notes. ``mark`` is a
    digest of the text alone. ``problem`` says why the record is unreadable; ``data`` is empty then.
    ``container`` is the file on disk when ``path`` names a member of it. ``skipped`` marks what is
    not a text and is only counted, for the reason that ``problem`` gives. ``encoding`` is the one
    that the user declares.
    """

    path: str
    data: bytes
    reader: str
    offset: int = 0
    id: str | None = None
    hints: tuple[str, ...] = ()
    mark: bytes = b""
    problem: str | None = None
    siblings: Siblings | None = None
    container: str | None = None
    skipped: bool = False
    encoding: str | None = None

    @property
    def file(self) -> str:
        """The file on disk that holds the record."""
        return self.container or self.path

    @property
    def name(self) -> str:
        """The record's place as shown: ``path`` or ``path#id``."""
        return f"{self.path}#{self.id}" if self.id else self.path


class Limits(Struct, frozen=True):
    """What a hostile container may cost at most.

    ``ratio`` is unpacked by packed bytes and is asked only once ``floor`` bytes were unpacked;
    ``members`` and ``total`` (bytes) hold per container.
    """

    record_bytes: int = 16 * MIB
    ratio: int = 250
    floor: int = 8 * MIB
    members: int = 10_000_000
    total: int = 1 << 41


class ReadOptions(Struct, frozen=True):
    """How to read: the columns of tables, and the limits.

    ``delimiter`` separates the fields of tables, None to find it out; ``encoding`` is the one that
    the user declares; ``table`` the table of a SQLite file.
    ``timeout`` is how many seconds the reading of one record may take. ``copy`` is the file that is
    read in the place and under the name of the one that is asked for.
    """

    text_column: str | None = None
    id_column: str | None = None
    date_column: str | None = None
    header_column: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    table: str | None = None
    limits: Limits = Limits()
    timeout: float = 60.0
    copy: str | None = None


class Reader(Protocol):
    """Finds and reads the records of one kind of file; a seam for third parties.

    A package offers one through the entry point group ``cablelint.readers``: the entry's name is
    the reader's name, its object has these members.
    """

    @property
    def name(self) -> str:
        """The name that frames carry."""
        ...

    def claims(self, path: str, head: bytes) -> bool:
        """Tell whether this reader takes a file of that path, whose first bytes are ``head``."""
        ...

    def frames(self, stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Frame]:
        """Yield the records of the file in their order, without holding more than one of them."""
        ...

    def record(self, frame: Frame) -> Record:
        """Make the record of a frame that this reader yielded."""
        ...


def digest(*parts: bytes) -> bytes:
    """Return a 16-byte digest of the parts in order."""
    from hashlib import sha256  # a file checked by itself needs none

    state = sha256()  # half the time of blake2b, where the processor has instructions for it
    for part in parts:
        state.update(part)
        state.update(len(part).to_bytes(8, "little"))
    return state.digest()[:16]
