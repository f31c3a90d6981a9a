r"""Tables of telegrams in CSV: the eight-column dump, and any file with a header line.

The dump has no header: number, date, id, origin, classification, references, transmission header,
text; all fields stand in quotation marks, quotation marks inside are written ``\"``, and line
breaks stand in fields as they are. Other tables follow RFC 4180 (quotation marks doubled).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from cablegrammar.value import value
from cablelint.archive.decoding import FieldText, decoded, joined, unescaped
from cablelint.archive.frame import Frame, Reader, ReadOptions, digest
from cablelint.archive.metadata import metadata
from cablelint.archive.readers.rows import CHUNK, DUMP_HEAD, Dialect, Row, Window, rows
from cablelint.record import Metadata, Record

__all__ = ["NO_TEXT", "READER", "choose_column"]

_DUMP_COLUMNS = 8
_ESCAPES: dict[str, re.Pattern[str]] = {
    "dump": re.compile(r'\\(.)|"(?=")', re.DOTALL),
    "csv": re.compile(r'"(?=")'),
}
#: What is said of a table that names no column for the text, and has none of a usual name.
NO_TEXT = "no column holds the text; name it with --text-column"
#: Names of columns that are taken when the user names none.
TEXT_NAMES = ("text", "body", "content", "cable", "telegram", "message")
ID_NAMES = ("id", "mrn", "record_id", "reference_id", "document_number", "name")
DATE_NAMES = ("date", "created", "sent_date", "draft_date")


def choose_column(
    columns: Sequence[str], asked: str | None, usual: Sequence[str]
) -> tuple[int, str | None]:
    """Return the index of a column and what is wrong: -1 when it is not there.

    A column that was asked for has to be there; otherwise the first usual name is taken.
    """
    if asked is not None:
        known = ", ".join(columns)
        if asked not in columns:
            return -1, f"no column named {asked!r}; the columns are: {known}"
        return columns.index(asked), None
    folded = [column.strip().lower().replace(" ", "_") for column in columns]
    return next((folded.index(name) for name in usual if name in folded), -1), None


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
    names = [_field(header.field(column), 0, "csv").text for column in range(len(header.fields))]
    text, wrong = choose_column(names, options.text_column, TEXT_NAMES)
    key, wrong_key = choose_column(names, options.id_column, ID_NAMES)
    date, wrong_date = choose_column(names, options.date_column, DATE_NAMES)
    wrong = wrong or wrong_key or wrong_date
    if wrong is None and text < 0:
        known = ", ".join(names)
        wrong = f"{NO_TEXT} (columns: {known})"
    return wrong or _Layout("csv", text, key, date, len(names))


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
        return Record(
            path=frame.path,
            text=text.text,
            id=frame.id,
            metadata=_metadata(row, dialect, int(date_column)),
            offsets=text.offsets,
            undecodable=text.undecodable,
            binary=text.binary,
            siblings=frame.siblings,
        )


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
