"""The columns of a table: what each is taken for, and which one holds the texts."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path

import msgspec
from msgspec import Struct

from cablelint.archive.read.formats.rows import DUMP_HEAD
from cablelint.archive.read.formats.shared import choose_columns, written
from cablelint.archive.read.formats.sqlite import connected, quoted, table_names
from cablelint.archive.read.frame import ReadOptions
from cablelint.archive.read.telegram_text import is_telegram
from cablelint.decode import decode
from cablelint.regular_file import open_regular

__all__ = ["Column", "Layout", "layout_of"]

_ROWS = 20
_TABLES = 100
_HEAD_BYTES = 1 << 20
_DOCUMENT_BYTES = 16 << 20
_CHARACTERS = 20_000
_SHOWN = 40
_DELIMITERS = ",;\t|"
_ROLES = ("classification", "origin", "TAGS", "subject", "date")
_DUMP = ("number", "date", "id", "origin", "classification", "references", "header", "text")
_UNUSUAL = "text?"
_SPACES = re.compile(r"\s{1,100}")


class Column(Struct, frozen=True):
    """A column: its name, what it is taken for, a value.

    ``role`` is ``text?`` for a column that holds telegrams and has to be named with --text-column.
    """

    name: str
    role: str | None
    example: str


class Layout(Struct, frozen=True):
    """The columns of a table, and its name when the file holds several."""

    columns: tuple[Column, ...] = ()
    table: str | None = None

    @property
    def text_column(self) -> str | None:
        """The column that has to be named with --text-column, since its name is not a usual one."""
        return next((column.name for column in self.columns if column.role == _UNUSUAL), None)


def layout_of(file: str, reader: str) -> Layout:
    """Return the columns of a table on disk by the name of its reader; none for other files.

    A file that cannot be read has none: its problem is reported where it is read.
    """
    readers = {"table": _table, "json-lines": _json_lines, "json": _json, "parquet": _parquet}
    errors = (OSError, ValueError, csv.Error, ImportError, msgspec.MsgspecError, sqlite3.Error)
    with suppress(*errors):
        if reader == "sqlite":
            return _sqlite(Path(file))
        if reader in readers:
            return Layout(_columns(readers[reader](Path(file))))
    return Layout()


def _columns(rows: Sequence[Mapping[str, str]]) -> tuple[Column, ...]:
    if not rows:
        return ()
    names = tuple(rows[0])
    chosen = choose_columns(names, ReadOptions())
    roles = dict(zip(chosen.about, _ROLES, strict=False))
    roles |= {chosen.id: "id", chosen.header: "header", chosen.text: "text"}
    if chosen.text < 0 and (found := _holds_telegrams(names, rows)) is not None:
        roles[found] = _UNUSUAL
    return tuple(
        Column(name, roles.get(index), _example(row.get(name, "") for row in rows))
        for index, name in enumerate(names)
    )


def _holds_telegrams(names: Sequence[str], rows: Iterable[Mapping[str, str]]) -> int | None:
    """Return the index of the column with most telegrams, None when there are none."""
    counts = [0] * len(names)
    for row in rows:
        for index, name in enumerate(names):
            text = row.get(name, "")[:_CHARACTERS]
            counts[index] += "\n" in text and is_telegram(text, name)
    return counts.index(max(counts)) if any(counts) else None


def _example(values: Iterable[str]) -> str:
    value = next((value for value in values if value.strip()), "")
    folded = _SPACES.sub(" ", value[: 4 * _SHOWN]).strip()
    return folded if len(folded) <= _SHOWN else f"{folded[:_SHOWN]}..."


def _head(file: Path) -> bytes:
    with open_regular(file) as stream:
        return stream.read(_HEAD_BYTES)


def _table(file: Path) -> list[Mapping[str, str]]:
    data = _head(file)
    text = decode(data).text
    if DUMP_HEAD.match(data):
        rows = csv.reader(io.StringIO(text, newline=""), escapechar="\\", doublequote=False)
        return [dict(zip(_DUMP, row, strict=False)) for row in islice(rows, _ROWS)]
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    named = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [
        {name: value for name, value in row.items() if isinstance(value, str)}
        for row in islice(named, _ROWS)
    ]


def _json_lines(file: Path) -> list[Mapping[str, str]]:
    lines = _head(file).removeprefix(b"\xef\xbb\xbf").split(b"\n")[:_ROWS]
    rows = [msgspec.json.decode(line, type=dict[str, object]) for line in lines if line.strip()]
    return [{name: written(value) for name, value in row.items()} for row in rows]


def _parquet(file: Path) -> list[Mapping[str, str]]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(file) as table:
        batch = next(table.iter_batches(_ROWS), None)
        rows = batch.to_pylist() if batch else [dict.fromkeys(table.schema_arrow.names)]
    return [{name: written(value) for name, value in row.items()} for row in rows]


def _json(file: Path) -> list[Mapping[str, str]]:
    """Return the first records of a document of usual size."""
    if file.stat().st_size > _DOCUMENT_BYTES:
        return []
    value = msgspec.json.decode(file.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    if isinstance(value, dict):
        lists = (inner for inner in value.values() if isinstance(inner, list))
        value = next(lists, [*value.values()])
    rows = [row for row in value[:_ROWS] if isinstance(row, dict)] if value else []
    return [{name: written(cell) for name, cell in row.items()} for row in rows]


def _sqlite(file: Path) -> Layout:
    """Return the columns of the table that holds telegrams, else of the first."""
    with closing(connected(file)) as database:
        names = table_names(database)[:_TABLES]
        layouts = [Layout(_columns(_rows(database, name)), name) for name in names]
    found = (layout for layout in layouts if {"text", _UNUSUAL} & {c.role for c in layout.columns})
    return next(found, layouts[0] if layouts else Layout())


def _rows(database: sqlite3.Connection, table: str) -> list[Mapping[str, str]]:
    cursor = database.execute(" ".join(("SELECT * FROM", quoted(table))))
    names = [column[0] for column in cursor.description]
    rows = cursor.fetchmany(_ROWS)
    return [dict(zip(names, map(_cell, row), strict=True)) for row in rows]


def _cell(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else written(value)
