r"""Tables of telegrams in CSV: the eight-column dump, and any file with a header line.

The dump has no header: number, date, id, origin, classification, references, transmission header,
text; all fields stand in quotation marks, quotation marks inside are written ``\"``, and line
breaks stand in fields as they are. Other tables follow RFC 4180 (quotation marks doubled).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from cablelint.archive.read.fields import FieldText, decoded, joined, unescaped
from cablelint.archive.read.formats.rows import CHUNK, DUMP_HEAD, Dialect, Row, Window, rows
from cablelint.archive.read.formats.shared import choose_columns, metadata_of, record_of
from cablelint.archive.read.frame import Frame, Reader, ReadOptions, digest
from cablelint.archive.read.metadata import metadata
from cablelint.record import Metadata, Record

__all__ = ["READER"]

_DUMP_COLUMNS = 8
_ESCAPES: dict[str, re.Pattern[str]] = {
    "dump": re.compile(r'\\(.)|"(?=")', re.DOTALL),
    "csv": re.compile(r'"(?=")'),
}
_BACKSLASH = re.compile(rb"\\(.)", re.DOTALL)


class _Layout(Struct, frozen=True):
    """Where a table keeps what: indexes of columns, -1 for none; ``width`` is their number.

    ``about`` are those of ``Columns.about``.
    """

    dialect: Dialect
    text: int
    id: int
    about: tuple[int, ...]
    width: int

    @property
    def hints(self) -> tuple[str, ...]:
        return (self.dialect, str(self.text), " ".join(map(str, self.about)))


_DUMP = _Layout("dump", text=7, id=2, about=(4, 3, -1, -1, 1), width=_DUMP_COLUMNS)
_REFERENCES = 5


def _header(window: Window, options: ReadOptions) -> _Layout | str:
    """Take the header line off, and return the layout that it tells or what is wrong with it."""
    if window.buffer.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in window.buffer[:64]:
        return "the table is UTF-16 or no text; tables are read as UTF-8 or Windows-1252"
    header = next(rows(window, "csv", options.limits.record_bytes), None)
    if header is None:
        return "the table is empty"
    if header.fault:
        return header.fault
    window.drop(header.offset + len(header.data) - window.offset)
    fields = [header.field(column) for column in range(len(header.fields))]
    one = choose_columns(tuple(_field(name, 0, "csv").text for name in fields), options)
    return one.wrong or _Layout("csv", one.text, one.id, one.about, len(fields))


def _field(data: bytes, base: int, dialect: str) -> FieldText:
    def undo(found: re.Match[str]) -> str:
        return (found[1] or "") if found.lastindex else ""

    return unescaped(decoded(data, base), _ESCAPES[dialect], undo)


class TableReader(Struct, frozen=True):
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
        layout = _DUMP if dump else _header(window, options)
        if isinstance(layout, str):
            yield Frame(path, b"", self.name, problem=layout)
            return
        table = rows(window, layout.dialect, limit, (layout.width, layout.text))
        for number, row in enumerate(table, 1):
            yield self._frame(path, row, number, layout)

    def _frame(self, path: str, row: Row, number: int, layout: _Layout) -> Frame:
        key = _plain(row.field(layout.id), layout.dialect).decode("utf-8", "replace").strip()
        key = key or f"row-{number}"
        problem = row.fault
        if problem is None and len(row.fields) != layout.width:
            problem = f"the row has {len(row.fields)} columns, not {layout.width}"
        if problem is not None:
            problem = f"row {number} at byte {row.offset}: {problem}"
            return Frame(path, b"", self.name, row.offset, key, problem=problem)
        text = _plain(row.field(layout.text), layout.dialect)
        if layout.dialect == "dump" and (head := row.field(layout.text - 1)):
            text = _plain(head, layout.dialect) + b"\n" + text
        bounds = " ".join(f"{start}:{end}" for start, end in row.fields)
        hints = (*layout.hints, bounds)
        return Frame(path, row.data, self.name, row.offset, key, hints, digest(text))

    def record(self, frame: Frame) -> Record:
        """Undo the escapes and read the metadata."""
        dialect, text_column, about, bounds = frame.hints
        pairs = (bound.split(":") for bound in bounds.split())
        row = Row(frame.data, frame.offset, tuple((int(a), int(b)) for a, b in pairs))
        text = _text(row, int(text_column), dialect)
        if dialect == "dump":
            text = joined(_text(row, int(text_column) - 1, dialect), text)
        return record_of(frame, text, _metadata(row, dialect, about))


def _text(row: Row, column: int, dialect: str) -> FieldText:
    return _field(row.field(column), row.offset + row.fields[column][0], dialect)


def _metadata(row: Row, dialect: str, about: str) -> Metadata:
    def said(column: int) -> str:
        return _field(row.field(column), 0, dialect).text

    told = metadata_of([said(int(column)) for column in about.split()])
    if dialect == "dump":
        references = metadata(references=said(_REFERENCES)).references
        told = replace(told, references=references)
    return told


def _plain(data: bytes, dialect: Dialect) -> bytes:
    """Return a field without the escapes of its dialect, quickly: every record is asked for it."""
    if dialect == "csv":
        return data.replace(b'""', b'"')
    return _BACKSLASH.sub(_escaped, data) if b"\\" in data else data


def _escaped(found: re.Match[bytes]) -> bytes:
    return found[1]


READER: Reader = TableReader()
