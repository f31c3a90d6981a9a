"""A reader: spool files, in which a line of four percent signs parts the telegrams."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from cablelint.archive.read.fields import decoded
from cablelint.archive.read.frame import Frame, ReadOptions, digest
from cablelint.record import Record

__all__ = ["READER"]

PARTING = b"%%%%"


class SpoolReader:
    """Reads a spool file as a stream: one telegram is held at a time."""

    name = "spool"

    def claims(self, path: str, head: bytes) -> bool:
        """Take files that end in ``.spool``."""
        return path.lower().endswith(".spool")

    def frames(self, stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Frame]:
        """Yield a frame for each telegram, with the byte it begins at."""
        data, offset, number = b"", 0, 1
        for line in stream:
            if line.strip() == PARTING:
                yield self._frame(path, data, offset, number)
                data, offset, number = b"", offset + len(data) + len(line), number + 1
            else:
                data += line
        if data.strip():
            yield self._frame(path, data, offset, number)

    def _frame(self, path: str, data: bytes, offset: int, number: int) -> Frame:
        return Frame(path, data, self.name, offset, id=f"telegram-{number}", mark=digest(data))

    def record(self, frame: Frame) -> Record:
        """Make the record: workers do this, so that reading stays cheap."""
        text = decoded(frame.data, frame.offset)
        return Record(
            path=frame.path,
            text=text.text,
            id=frame.id,
            offsets=text.offsets,
            undecodable=text.undecodable,
            binary=text.binary,
        )


READER = SpoolReader()
