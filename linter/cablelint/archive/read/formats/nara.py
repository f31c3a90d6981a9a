"""Telegrams of 1973-79 as the National Archives export them: stamp, text, stamp, attributes.

The record is the whole export; the grammar takes the telegram out of it (NARA 1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from cablegrammar import exports
from cablelint.archive.read.fields import decoded
from cablelint.archive.read.formats.shared import record_of, whole_file
from cablelint.archive.read.frame import Frame, Reader, ReadOptions, digest
from cablelint.record import Record

__all__ = ["READER"]

_TITLE = b"Message Text"
_STAMP = rb"[^\r\n]*EO Systematic Review[^\r\n]*"
# Possessive: every file of a folder is asked, the hostile ones, too.
_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:(?>" + _STAMP + rb")(?:\r?\n[ \t]*+)++)++Message Text[ \t]*+\r?\n"
)
_NUMBER = re.compile(rb"^Document Number:[ \t]*(\S+)", re.MULTILINE)


class NaraReader(Struct, frozen=True):
    """Reads each export of a file as one record; nearly all files hold one."""

    name: str = "nara"

    def claims(self, path: str, head: bytes) -> bool:
        """Take files that begin with a release stamp and the title of the text."""
        return _HEAD.match(head) is not None

    def frames(self, stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Frame]:
        """Yield the records of the file, named by their document numbers."""
        frame = whole_file(stream, path, self.name, options, digest)
        if frame.data.count(_TITLE) < 2:
            yield _named(frame)
            return
        # Latin-1 has one character for each byte, so that places in it are places in the file.
        for span in exports(frame.data.decode("latin-1")):
            data = frame.data[span.start : span.end]
            yield _named(replace(frame, data=data, offset=span.start, mark=digest(data)))

    def record(self, frame: Frame) -> Record:
        """Decode the export."""
        return record_of(frame, decoded(frame.data, frame.offset, frame.encoding))


def _named(frame: Frame) -> Frame:
    number = _NUMBER.search(frame.data)
    return replace(frame, id=number[1].decode("utf-8", "replace")) if number else frame


READER: Reader = NaraReader()
