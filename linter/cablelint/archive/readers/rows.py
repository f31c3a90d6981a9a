r"""Rows of CSV with their byte offsets, from a stream, in one pass.

Two dialects: ``dump`` writes quotation marks inside fields as ``\"``, ``csv`` doubles them
(RFC 4180). Line breaks stand in quoted fields as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Literal

from cablegrammar.value import value

__all__ = ["CHUNK", "DUMP_HEAD", "Dialect", "Row", "Window", "rows"]

CHUNK = 1 << 18
Dialect = Literal["dump", "csv"]

DUMP_HEAD = re.compile(rb'(?:\xef\xbb\xbf)?"\d*","[^"\\]*","[^"\\]*","[^"\\]*","[^"\\]*","')
# Possessive repeats: a field is read in one pass, however long it is and whatever it holds.
_FIELDS = {
    "dump": re.compile(rb'"((?:[^"\\]++|\\.|"")*+)"|((?:[^",\r\n][^,\r\n]*+)?+)', re.DOTALL),
    "csv": re.compile(rb'"((?:[^"]++|"")*+)"|((?:[^",\r\n][^,\r\n]*+)?+)'),
}
# A whole row as the dump writes it, eight quoted fields: one match instead of nine. Only quotation
# marks are looked for, one backslash before them is seen afterwards; a row with more of them in a
# row is left to the pattern of a field.
_DUMP_FIELD = rb'"([^"]*+(?:(?:(?<=[^\\]\\)"|(?<!\\)"")[^"]*+)*+)(?<!\\)"'
_DUMP_ROW = re.compile(rb",".join([_DUMP_FIELD] * 8) + rb"\r?\n")


@value
class Row:
    """A row: its bytes, its offset in the file, the ranges of its fields in ``data`` (no quotes).

    ``fault`` says what is wrong with its form; it has no fields then.
    """

    data: bytes
    offset: int
    fields: tuple[tuple[int, int], ...] = ()
    fault: str | None = None

    def field(self, column: int) -> bytes:
        """Return the bytes of a field as they stand; empty for a column that is not there."""
        if not 0 <= column < len(self.fields):
            return b""
        start, end = self.fields[column]
        return self.data[start:end]


@dataclass(slots=True)
class Window:
    """The part of a stream that is being read; it grows only while a row is incomplete."""

    stream: BinaryIO
    buffer: bytes = b""
    offset: int = 0
    ended: bool = False

    def more(self) -> None:
        """Append as much again as is held, at least one chunk, so that the cost stays linear."""
        chunk = self.stream.read(max(CHUNK, len(self.buffer)))
        self.ended = not chunk
        self.buffer += chunk

    def drop(self, count: int) -> None:
        """Forget the first bytes."""
        self.buffer = self.buffer[count:]
        self.offset += count


def rows(window: Window, dialect: Dialect, limit: int) -> Iterator[Row]:
    """Yield the rows of a table.

    A row longer than ``limit`` bytes, or one that the end of the file cuts, is yielded with its
    fault; reading goes on at the next line that begins like a row.
    """
    position = 0
    while True:
        fields, end = _fields(dialect, window.buffer, position, window.ended)
        if fields is not None:
            data = window.buffer[position:end]
            if data.strip():
                spans = tuple((start - position, stop - position) for start, stop in fields)
                yield Row(data, window.offset + position, spans)
            position = end
            if position == len(window.buffer) and window.ended:
                return
            continue
        window.drop(position)
        position = 0
        hopeless = end < 0 or window.ended or len(window.buffer) > limit
        if not hopeless:
            window.more()
        elif not window.buffer:
            return
        else:
            yield Row(window.buffer[:200], window.offset, fault=_fault(window, limit))
            if not _resume(window, dialect):
                return


def _fields(
    dialect: Dialect, buffer: bytes, position: int, ended: bool
) -> tuple[Sequence[tuple[int, int]] | None, int]:
    """Return the ranges of one row's fields and its end; None while the row is incomplete.

    The end is -1 when no more bytes can complete the row.
    """
    whole = _DUMP_ROW.match(buffer, position) if dialect == "dump" else None
    if whole is not None:
        return whole.regs[1:], whole.end()
    pattern = _FIELDS[dialect]
    fields: list[tuple[int, int]] = []
    size = len(buffer)
    while position < size or (ended and fields):
        found = pattern.match(buffer, position)
        if found is None or (found.end() == size and not ended):
            return None, 0
        quoted = found[1] is not None
        fields.append(found.span(1 if quoted else 2))
        position = found.end()
        if position == size:
            return fields, size
        mark = buffer[position]
        if mark == 0x22 and not quoted:
            return None, 0  # a quotation mark that nothing closes yet
        if mark == 0x0A:
            return fields, position + 1
        if mark == 0x0D and (ended or position + 1 < size):
            return fields, position + (2 if buffer[position + 1 : position + 2] == b"\n" else 1)
        if mark != 0x2C:
            return None, 0 if mark == 0x0D else -1
        position += 1
    return None, 0


def _fault(window: Window, limit: int) -> str:
    if len(window.buffer) > limit:
        return f"a row larger than the limit of {limit} bytes, or a quotation mark left open"
    if window.ended:
        return f"the file ends inside a quoted field at byte {window.offset + len(window.buffer)}"
    return "text stands after a closing quotation mark"


def _resume(window: Window, dialect: Dialect) -> bool:
    """Drop bytes up to the next line that begins like a row; False when there is none."""
    while True:
        line = window.buffer.find(b"\n", 0) + 1
        while line > 0:
            if dialect == "csv" or DUMP_HEAD.match(window.buffer, line):
                window.drop(line)
                return bool(window.buffer) or not window.ended
            line = window.buffer.find(b"\n", line) + 1
        if window.ended:
            return False
        window.drop(max(len(window.buffer) - 4096, 0))
        window.more()
