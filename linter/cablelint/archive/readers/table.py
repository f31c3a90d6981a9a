r"""Tables of telegrams in CSV: the eight-column dump, and any file with a header line.

The dump has no header: number, date, id, origin, classification, references, transmission header,
text; all fields stand in quotation marks, quotation marks inside are written ``\"``, and line
breaks stand in fields as they are. Other tables follow RFC 4180 (quotation marks doubled).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from cablegrammar.value import value
from cablelint.archive.decoding import FieldText, decoded, joined, unescaped
from cablelint.archive.frame import Frame, Reader, ReadOptions, digest
from cablelint.archive.metadata import metadata
from cablelint.archive.readers.rows import CHUNK, DUMP_HEAD, Dialect, Row, Window, rows
from cablelint.archive.readers.shared import choose_columns, record_of
from cablelint.record import Metadata, Record

__all__ = ["READER"]

_DUMP_COLUMNS = 8
_ESCAPES: dict[str, re.Pattern[str]] = {
    "dump": re.compile(r'\\(.)|"(?=")', re.DOTALL),
    "csv": re.compile(r'"(?=")'),
}


@value
class _Layout:
    """Where a table keeps what: indexes of columns, -1 for none; ``width`` is their number."""

    dialect: Dialect
    text: int
    id: int
    date: int
    width: int

    @property
    def hints(self) -> tuple[str, ...]:
        return (self.dialect, str(self.text), str(self.id), str(self.date))


_DUMP = _Layout("dump", text=7, id=2, date=1, width=_DUMP_COLUMNS)


def _layout(header: Row | None, options: ReadOptions) -> _Layout | str:
    """Return the layout that a header line tells, or what is wrong with it."""
    if header is None:
        return "the table is empty"
    if header.fault:
        return header.fault
    fields = [header.field(column) for column in range(len(header.fields))]
    one = choose_columns(tuple(_field(name, 0, "csv").text for name in fields), options)
    return one.wrong or _Layout("csv", one.text, one.id, one.date, len(fields))


def _field(data: bytes, base: int, dialect: str) -> FieldText:
    def undo(found: re.Match[str]) -> str:
        return (found[1] or "") if found.lastindex else ""

    return unescaped(decoded(data, base), _ESCAPES[dialect], undo)


@value
class TableReader:
    """Reads CSV by rows, as a stream, with the byte offset of each."""

    name: str = "table"

    def claims(self, path: str, head: bytes) -> bool:
        """Take ``.csv`` files."""
        return path.lower().endswith(".csv")

    def frames(self, stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Frame]:
        """Yield a frame for each row; a row that lacks columns says so."""
        window = Window(stream, stream.read(CHUNK))
        limit = options.limits.record_bytes
        dump = options.text_column is None and DUMP_HEAD.match(window.buffer) is not None
        if window.buffer.startswith(b"\xef\xbb\xbf"):
            window.drop(3)
        table = rows(window, "dump" if dump else "csv", limit)
        layout = _DUMP if dump else _layout(next(table, None), options)
        if isinstance(layout, str):
            yield Frame(path, b"", self.name, problem=layout)
            return
        for number, row in enumerate(table, 1):
            yield self._frame(path, row, number, layout)

    def _frame(self, path: str, row: Row, number: int, layout: _Layout) -> Frame:
        written = row.field(layout.id).decode("utf-8", "replace").strip()
        key = written or f"row-{number}"
        problem = row.fault
        if problem is None and len(row.fields) != layout.width:
            problem = f"the row has {len(row.fields)} columns, not {layout.width}"
        if problem is not None:
            problem = f"row {number} at byte {row.offset}: {problem}"
            return Frame(path, b"", self.name, row.offset, key, problem=problem)
        first = row.fields[layout.text - (layout.dialect == "dump")][0]
        text = row.data[first : row.fields[layout.text][1]]
        bounds = " ".join(f"{start}:{end}" for start, end in row.fields)
        hints = (*layout.hints, bounds)
        return Frame(path, row.data, self.name, row.offset, key, hints, digest(text))

    def record(self, frame: Frame) -> Record:
        """Undo the escapes and read the metadata."""
        dialect, text_column, _, date_column, bounds = frame.hints
        pairs = (bound.split(":") for bound in bounds.split())
        row = Row(frame.data, frame.offset, tuple((int(a), int(b)) for a, b in pairs))
        text = _text(row, int(text_column), dialect)
        if dialect == "dump":
            text = joined(_text(row, int(text_column) - 1, dialect), text)
        return record_of(frame, text, _metadata(row, dialect, int(date_column)))


def _text(row: Row, column: int, dialect: str) -> FieldText:
    return _field(row.field(column), row.offset + row.fields[column][0], dialect)


def _metadata(row: Row, dialect: str, date_column: int) -> Metadata | None:
    if dialect == "dump":
        values = [_field(row.field(column), 0, dialect).text for column in range(1, 6)]
        day, _, origin, classification, references = values
        return metadata(
            classification=classification, origin=origin, day=day, references=references
        )
    if date_column < 0:
        return None
    return metadata(day=_field(row.field(date_column), 0, dialect).text)


READER: Reader = TableReader()
