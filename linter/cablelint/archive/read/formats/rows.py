r"""Rows of CSV with their byte offsets, from a stream, in one pass.

Two dialects: ``dump`` writes quotation marks inside fields as ``\"``, ``csv`` doubles them
(RFC 4180). Line breaks in quoted fields are written as they are. The fields of ``csv`` may be
separated by another character than a comma.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import BinaryIO, Literal

from msgspec import Struct

__all__ = ["CHUNK", "DUMP_HEAD", "MOST_FIELDS", "Dialect", "Form", "Row", "Window", "rows"]

CHUNK = 1 << 18
Dialect = Literal["dump", "csv"]

DUMP_HEAD = re.compile(rb'(?:\xef\xbb\xbf)?"\d*",(?:"(?:[^"\\]++|\\.)*+",){4}"', re.DOTALL)
# Possessive repeats: a field is read in one pass, however long it is and whatever it holds.
_QUOTED = {"dump": rb'"((?:[^"\\]++|\\.|"")*+)"', "csv": rb'"((?:[^"]++|"")*+)"'}
#: A row with more fields is refused: it is not of a table, and each field takes memory.
MOST_FIELDS = 10_000


@cache
def _field_pattern(dialect: Dialect, delimiter: bytes) -> re.Pattern[bytes]:
    """Return the pattern of one field, quoted or bare."""
    mark = re.escape(delimiter)
    bare = rb'((?:[^"\r\n' + mark + rb"][^\r\n" + mark + rb"]*+)?+)"
    return re.compile(_QUOTED[dialect] + b"|" + bare, re.DOTALL)


# A whole row as the dump writes it, eight quoted fields: one match instead of nine. Only quotation
# marks are searched for, one backslash before them is seen afterwards; a row with more of them in a
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
        """Return the bytes of a field as written; empty for a column that is not there."""
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


class Form(Struct, frozen=True):
    """How a table is written: dialect, number of columns, column of the text, delimiter.

    ``width`` is 0 while it is not known.
    """

    dialect: Dialect
    width: int = 0
    text: int = 0
    delimiter: bytes = b","


# Rows of the dump before the text; more of them is asked for before a line is given up.
_HEAD_BYTES = 4096
# A line that may begin a row is not looked at further than this; a field is seldom longer.
_LOOK_BYTES = 1 << 16


def rows(window: Window, form: Form, limit: int) -> Iterator[Row]:
    """Yield the rows of a table.

    A row longer than ``limit`` bytes, or one that the end of the file cuts, is yielded with its
    fault; reading goes on at the next line that begins like a row.
    """
    begins = _begins_dump if form.dialect == "dump" else partial(_begins_csv, form)
    position = 0
    while True:
        fields, end = _fields(form, window.buffer, position, window.ended)
        if fields is not None:
            data = window.buffer[position:end]
            if len(data) > limit:
                yield Row(data[:200], window.offset + position, fault=_too_large(limit))
            elif len(fields) >= MOST_FIELDS:
                fault = f"a row of {MOST_FIELDS} fields or more"
                yield Row(data[:200], window.offset + position, fault=fault)
            elif data.strip():
                spans = tuple((start - position, stop - position) for start, stop in fields)
                yield Row(data, window.offset + position, spans)
            position = end
            if position == len(window.buffer) and window.ended:
                return
            continue
        left = len(window.buffer) - position
        if not (end < 0 or window.ended or left > limit):
            window.drop(position)
            position = 0
            window.more()
        elif not left:
            return
        else:
            beginning = window.buffer[position : position + 200]
            yield Row(beginning, window.offset + position, fault=_fault(window, left, limit))
            resumed = _resume(window, begins, position)
            if resumed is None:
                return
            position = resumed


def _fields(
    form: Form, buffer: bytes, position: int, ended: bool
) -> tuple[Sequence[tuple[int, int]] | None, int]:
    """Return the ranges of one row's fields and its end; None while the row is incomplete.

    The end is -1 when no more bytes can complete the row. Of more fields than are allowed, the
    first are returned, with the end of the line that the last of them is on.
    """
    whole = _DUMP_ROW.match(buffer, position) if form.dialect == "dump" else None
    if whole is not None:
        return whole.regs[1:], whole.end()
    pattern, delimiter = _field_pattern(form.dialect, form.delimiter), form.delimiter[0]
    fields: list[tuple[int, int]] = []
    size = len(buffer)
    while position < size or (ended and fields):
        found = pattern.match(buffer, position)
        if found is None or (found.end() == size and not ended):
            return None, 0
        quoted = found[1] is not None
        fields.append(found.span(1 if quoted else 2))
        position = found.end()
        if len(fields) == MOST_FIELDS:
            line = buffer.find(b"\n", position)
            return fields, line + 1 if line >= 0 else size
        if position == size:
            return fields, size
        mark = buffer[position]
        if mark == 0x22 and not quoted:
            return None, 0  # a quotation mark that nothing closes yet
        if mark == 0x0A:
            return fields, position + 1
        if mark == 0x0D and (ended or position + 1 < size):
            return fields, position + (2 if buffer[position + 1 : position + 2] == b"\n" else 1)
        if mark != delimiter:
            return None, 0 if mark == 0x0D else -1
        position += 1
    return None, 0


def _fault(window: Window, left: int, limit: int) -> str:
    if left > limit:
        return f"{_too_large(limit)}, or a quotation mark left open"
    if window.ended:
        return f"the file ends inside a quoted field at byte {window.offset + len(window.buffer)}"
    return "text follows a closing quotation mark"


def _too_large(limit: int) -> str:
    return f"a row larger than the limit of {limit} bytes"


def _resume(
    window: Window, begins: Callable[[Window, int], bool | None], position: int
) -> int | None:
    """Return the next line that begins like a row; None when there is none.

    ``begins`` tells whether a line does, None when more must be read first. Nothing is dropped
    before that, so that many faults in one window take linear time.
    """
    line, answer = position, None
    while True:
        while (line := window.buffer.find(b"\n", line) + 1) > 0:
            if (answer := begins(window, line)) is not False:
                break
        if line > 0 and answer:
            return line
        if window.ended:
            return None
        window.drop(line - 1 if line > 0 else len(window.buffer))
        line = 0
        window.more()


def _begins_dump(window: Window, line: int) -> bool | None:
    if DUMP_HEAD.match(window.buffer, line):
        return True
    return None if len(window.buffer) - line < _HEAD_BYTES and not window.ended else False


def _begins_csv(form: Form, window: Window, line: int) -> bool | None:
    """Tell whether a row begins at a line: lines of a text have commas, but no such field.

    A telegram holds line ends, so its field is in quotation marks. Only so far is looked that many
    lines without a row take linear time: as far as the beginning of that field.
    """
    stop = line + _LOOK_BYTES
    if len(window.buffer) < stop and not window.ended:
        return None
    pattern, mark = _field_pattern(form.dialect, form.delimiter), form.delimiter[0]
    position = line
    for _ in range(form.text):
        found = pattern.match(window.buffer, position, stop)
        if found is None or found.end() >= min(stop, len(window.buffer)):
            return False
        if window.buffer[found.end()] != mark:
            return False
        position = found.end() + 1
    return window.buffer[position : position + 1] == b'"'
