"""A file that is one telegram."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from cablegrammar.value import value
from cablelint.archive.decoding import decoded
from cablelint.archive.frame import Frame, Reader, ReadOptions, digest
from cablelint.record import Record

__all__ = ["READER"]


@value
class TextReader:
    """Reads a whole file as one record; takes any file that no other reader claims."""

    name: str = "text"

    def claims(self, path: str, head: bytes) -> bool:
        """Take everything."""
        return True

    def frames(self, stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Frame]:
        """Yield the one record of the file."""
        limit = options.limits.record_bytes
        data = stream.read(limit + 1)
        if len(data) > limit:
            problem = f"larger than the limit of {limit} bytes for a record"
            yield Frame(path, b"", self.name, problem=problem)
            return
        yield Frame(path, data, self.name, mark=digest(data))

    def record(self, frame: Frame) -> Record:
        """Decode the text."""
        text = decoded(frame.data, frame.offset)
        return Record(
            path=frame.path,
            text=text.text,
            id=frame.id,
            offsets=text.offsets,
            undecodable=text.undecodable,
            binary=text.binary,
            siblings=frame.siblings,
        )


READER: Reader = TextReader()
