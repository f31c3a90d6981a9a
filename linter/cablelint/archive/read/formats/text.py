"""A file that is one telegram."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

from cablelint.archive.read.fields import decoded
from cablelint.archive.read.formats.shared import record_of, whole_file
from cablelint.archive.read.frame import Frame, Reader, ReadOptions, digest
from cablelint.record import Record

__all__ = ["READER"]


class TextReader(Struct, frozen=True):
    """Reads a whole file as one record; takes any file that no other reader claims."""

    name: str = "text"

    def claims(self, path: str, head: bytes) -> bool:
        """Take everything."""
        return True

    def frames(self, stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Frame]:
        """Yield the one record of the file."""
        yield whole_file(stream, path, self.name, options, digest)

    def record(self, frame: Frame) -> Record:
        """Decode the text."""
        return record_of(frame, decoded(frame.data, frame.offset, frame.encoding))


READER: Reader = TextReader()
