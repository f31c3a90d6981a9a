r"""Tables of telegrams in CSV: the eight-column dump, and any file with a header line.

The dump has no header: number, date, id, origin, classification, references, transmission header,
text; all fields are in quotation marks, quotation marks inside are written ``\"``, and line breaks
are written as they are. Other tables follow RFC 4180 (quotation marks doubled); their fields are
separated by commas, semicolons, tabs or bars.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from cablelint.archive.read.fields import FieldText, decoded, joined, unescaped
from cablelint.archive.read.formats.rows import CHUNK, DUMP_HEAD, Dialect, Form, Row, Window, rows
from cablelint.archive.read.formats.shared import (
    Columns,
    choose_columns,
    metadata_of,
    record_of,
)
from cablelint.archive.read.frame import Frame, Reader, ReadOptions, digest
from cablelint.archive.read.metadata import metadata
from cablelint.record import Metadata, Record

__all__ = ["READER"]

_DUMP_COLUMNS = 8
_NO_MORE = io.BytesIO()
_ESCAPES: dict[str, re.Pattern[str]] = {
    "dump": re.compile(r'\\(.)|"(?=")', re.DOTALL),
    "csv": re.compile(r'"(?=")'),
}
_BACKSLASH = re.compile(rb"\\(.)", re.DOTALL)


class _Layout(Struct, frozen=True):
    """Where a table keeps what: its form, and indexes of columns, -1 for none.

    ``about`` are those of ``Columns.about``; ``header`` is the column of the transmission header.
    """

    form: Form
    id: int
    about: tuple[int, ...]
    header: int

    @property
    def hints(self) -> tuple[str, ...]:
        about = " ".join(map(str, self.about))
        return (self.form.dialect, str(self.form.text), about, str(self.header))


_DUMP = _Layout(Form("dump", width=_DUMP_COLUMNS, text=7), id=2, about=(4, 3, -1, -1, 1), header=6)
_REFERENCES = 5
_DELIMITERS = ",;\t|"
_SUFFIXES = (".csv", ".tsv", ".tab", ".psv")
_TAB_SUFFIXES = (".tsv", ".tab")
_HEADER_BYTES = 1 << 16


def _layout(window: Window, path: str, options: ReadOptions) -> _Layout | str:
    """Take the header line off, and return the layout that it tells or what is wrong with it."""
    if window.buffer.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in window.buffer[:64]:
        return "the table is UTF-16 or not text; tables are read as UTF-8 or Windows-1252"
    if not window.buffer.strip():
        return "the table is empty"
    delimiter = options.delimiter or _delimiter(window.buffer, path, options)
    form = Form("csv", delimiter=delimiter.encode())
    header = next(rows(window, form, options.limits.record_bytes), None)
    if header is None:
        return "the table is empty"
    if header.fault:
        return header.fault
    window.drop(header.offset + len(header.data) - window.offset)
    columns = _columns(header, options)
    if columns.wrong is not None:
        return columns.wrong
    whole = replace(form, width=len(header.fields), text=columns.text)
    return _Layout(whole, columns.id, columns.about, columns.header)


def _columns(header: Row, options: ReadOptions) -> Columns:
    fields = [header.field(column) for column in range(len(header.fields))]
    return choose_columns(tuple(_field(name, 0, "csv").text for name in fields), options)


def _delimiter(head: bytes, path: str, options: ReadOptions) -> str:
    """Return what separates the fields: what makes a text column of the header line, else most."""
    if PurePosixPath(path).suffix.lower() in _TAB_SUFFIXES:
        return "\t"
    line = head[:_HEADER_BYTES].partition(b"\n")[0].partition(b"\r")[0]
    for mark in _DELIMITERS:
        window = Window(_NO_MORE, line, ended=True)
        header = next(rows(window, Form("csv", delimiter=mark.encode()), _HEADER_BYTES), None)
        whole = header is not None and header.fault is None and len(header.fields) > 1
        if header is not None and whole and _columns(header, options).wrong is None:
            return mark
    return max(_DELIMITERS, key=lambda mark: line.count(mark.encode()))


def _field(data: bytes, base: int, dialect: str, encoding: str | None = None) -> FieldText:
    def undo(found: re.Match[str]) -> str:
        return (found[1] or "") if found.lastindex else ""

    return unescaped(decoded(data, base, encoding), _ESCAPES[dialect], undo)


class TableReader(Struct, frozen=True):
    """Reads CSV by rows, as a stream, with the byte offset of each."""

    name: str = "table"

    def claims(self, path: str, head: bytes) -> bool:
        """Take ``.csv`` and ``.tsv`` files and their like."""
        return path.lower().endswith(_SUFFIXES)

    def frames(self, stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Frame]:
        """Yield a frame for each row; a row that lacks columns says so."""
        window = Window(stream, stream.read(CHUNK))
        limit = options.limits.record_bytes
        dump = options.text_column is None and DUMP_HEAD.match(window.buffer) is not None
        if window.buffer.startswith(b"\xef\xbb\xbf"):
            window.drop(3)
        layout = _DUMP if dump else _layout(window, path, options)
        if isinstance(layout, str):
            yield Frame(path, b"", self.name, problem=layout)
            return
        for number, row in enumerate(rows(window, layout.form, limit), 1):
            yield self._frame(path, row, number, layout)

    def _frame(self, path: str, row: Row, number: int, layout: _Layout) -> Frame:
        form = layout.form
        key = _plain(row.field(layout.id), form.dialect).decode("utf-8", "replace").strip()
        key = key or f"row-{number}"
        problem = row.fault
        if problem is None and len(row.fields) != form.width:
            problem = f"the row has {len(row.fields)} columns instead of {form.width}"
        if problem is None and b"\0" in row.data:
            problem = _empty_bytes(row, {form.text, layout.header})
        if problem is not None:
            problem = f"row {number} at byte {row.offset}: {problem}"
            return Frame(path, b"", self.name, row.offset, key, problem=problem)
        text = _plain(row.field(form.text), form.dialect)
        if head := row.field(layout.header):
            text = _plain(head, form.dialect) + b"\n" + text
        bounds = " ".join(f"{start}:{end}" for start, end in row.fields)
        hints = (*layout.hints, bounds)
        return Frame(path, row.data, self.name, row.offset, key, hints, digest(text))

    def record(self, frame: Frame) -> Record:
        """Undo the escapes and read the metadata."""
        dialect, text_column, about, header, bounds = frame.hints
        pairs = (bound.split(":") for bound in bounds.split())
        row = Row(frame.data, frame.offset, tuple((int(a), int(b)) for a, b in pairs))
        text = _text(row, int(text_column), dialect, frame.encoding)
        if int(header) >= 0:
            text = joined(_text(row, int(header), dialect, frame.encoding), text)
        return record_of(frame, text, _metadata(row, dialect, about, frame.encoding))


def _empty_bytes(row: Row, texts: Collection[int]) -> str | None:
    """Return the problem with NUL bytes outside the texts: blocks of a disk that were lost."""
    for column, (start, end) in enumerate(row.fields):
        if column not in texts and (at := row.data.find(b"\0", start, end)) >= 0:
            return f"NUL bytes at byte {row.offset + at}; this row and others may be lost there"
    return None


def _text(row: Row, column: int, dialect: str, encoding: str | None) -> FieldText:
    return _field(row.field(column), row.offset + row.fields[column][0], dialect, encoding)


def _metadata(row: Row, dialect: str, about: str, encoding: str | None) -> Metadata:
    def value(column: int) -> str:
        return _field(row.field(column), 0, dialect, encoding).text

    found = metadata_of([value(int(column)) for column in about.split()])
    if dialect == "dump":
        references = metadata(references=value(_REFERENCES)).references
        found = replace(found, references=references)
    return found


def _plain(data: bytes, dialect: Dialect) -> bytes:
    """Return a field without the escapes of its dialect, quickly: every record is asked for it."""
    if dialect == "csv":
        return data.replace(b'""', b'"')
    return _BACKSLASH.sub(_escaped, data) if b"\\" in data else data


def _escaped(found: re.Match[bytes]) -> bytes:
    return found[1]


READER: Reader = TableReader()
