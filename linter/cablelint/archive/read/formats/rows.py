r"""Rows of CSV with their byte offsets, from a stream, in one pass.

Two dialects: ``dump`` writes quotation marks inside fields as ``\"``, ``csv`` doubles them
(RFC 4180). Line breaks stand in quoted fields as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, Literal

from msgspec import Struct

__all__ = ["CHUNK", "DUMP_HEAD", "Dialect", "Row", "Window", "rows"]

CHUNK = 1 << 18
Dialect = Literal["dump", "csv"]

DUMP_HEAD = re.compile(rb'(?:\xef\xbb\xbf)?"\d*",(?:"(?:[^"\\]++|\\.)*+",){4}"', re.DOTALL)
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


class Row(Struct, frozen=True):
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


# Rows of the dump before the text; more of them is asked for before a line is given up.
_HEAD_BYTES = 4096


def rows(
    window: Window, dialect: Dialect, limit: int, form: tuple[int, int] = (0, 0)
) -> Iterator[Row]:
    """Yield the rows of a table; ``form`` is the number of its columns and the column of the text.

    A row longer than ``limit`` bytes, or one that the end of the file cuts, is yielded with its
    fault; reading goes on at the next line that begins like a row.
    """
    begins = _begins_dump if dialect == "dump" else partial(_begins_csv, form, limit)
    position = 0
    while True:
        fields, end = _fields(dialect, window.buffer, position, window.ended)
        if fields is not None:
            data = window.buffer[position:end]
            if len(data) > limit:
                yield Row(data[:200], window.offset + position, fault=_too_large(limit))
            elif data.strip():
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
            if not _resume(window, begins):
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
        return f"{_too_large(limit)}, or a quotation mark left open"
    if window.ended:
        return f"the file ends inside a quoted field at byte {window.offset + len(window.buffer)}"
    return "text stands after a closing quotation mark"


def _too_large(limit: int) -> str:
    return f"a row larger than the limit of {limit} bytes"


def _resume(window: Window, begins: Callable[[Window, int], bool | None]) -> bool:
    """Drop bytes up to the next line that begins like a row; False when there is none.

    ``begins`` tells it of a line, None when more must be read first.
    """
    line, answer = 0, None
    while True:
        while (line := window.buffer.find(b"\n", line) + 1) > 0:
            if (answer := begins(window, line)) is not False:
                break
        if line > 0 and answer:
            window.drop(line)
            return True
        if window.ended:
            return False
        window.drop(line - 1 if line > 0 else len(window.buffer))
        line = 0
        window.more()


def _begins_dump(window: Window, line: int) -> bool | None:
    if DUMP_HEAD.match(window.buffer, line):
        return True
    return None if len(window.buffer) - line < _HEAD_BYTES and not window.ended else False


def _begins_csv(form: tuple[int, int], limit: int, window: Window, line: int) -> bool | None:
    """Tell whether a whole row stands at a line: lines of a text have commas, but no such field.

    A telegram holds line ends, so its field stands in quotation marks.
    """
    width, text = form
    fields, end = _fields("csv", window.buffer, line, window.ended)
    if fields is None:
        more = end == 0 and not window.ended and len(window.buffer) - line <= limit
        return None if more else False
    return len(fields) == width and window.buffer[fields[text][0] - 1] == 0x22
