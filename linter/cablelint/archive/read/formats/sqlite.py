"""SQLite files: one of their tables holds the texts.

A file of a stranger is read with care: read-only, without views, triggers and extensions, and only
by the statements written here.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from cablelint.archive.read.fields import decoded
from cablelint.archive.read.formats.shared import (
    Columns,
    choose_columns,
    metadata_of,
    record_of,
)
from cablelint.archive.read.frame import Frame, Reader, ReadOptions, digest
from cablelint.record import Record

__all__ = ["READER", "connected", "quoted", "table_names"]

_MAGIC = b"SQLite format 3\0"
_PATIENCE = 2.0
_MOST_TABLES = 1000
_SETTINGS = (
    "trusted_schema = OFF",
    "query_only = ON",
    "cell_size_check = ON",
    "ignore_check_constraints = ON",
)
#: What expressions in the schema of a file may cost.
_MOST = {sqlite3.SQLITE_LIMIT_LENGTH: 1 << 28, sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 100}
_LONGEST = 200  # of what SQLite says


class SqliteReader(Struct, frozen=True):
    """Reads the rows of one table; spans have no bytes in the file."""

    name: str = "sqlite"

    def claims(self, path: str, head: bytes) -> bool:
        """Take files with the signature of SQLite."""
        return head.startswith(_MAGIC)

    def frames(self, stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Frame]:
        """Yield a frame for each row of the table that was named, or of the only one with texts."""
        number = 0
        try:
            with _database(stream) as database:
                table, columns = _table(database, options)
                for values in _rows(database, table, columns, options):
                    number += 1
                    yield _frame(path, values, number, options)
                if (wrong := _damage(database)) is not None:
                    problem = f"damaged SQLite file, read up to row {number}: {wrong}"
                    yield Frame(path, b"", self.name, id=f"row-{number + 1}", problem=problem)
        except _ChoiceError as error:
            yield Frame(path, b"", self.name, problem=str(error))
        except sqlite3.Error as error:
            after = f" after row {number}" if number else ""
            problem = f"the SQLite file cannot be read{after}: {error}"
            yield Frame(path, b"", self.name, id=f"row-{number + 1}", problem=problem)

    def record(self, frame: Frame) -> Record:
        """Return the text with what the row says of it."""
        text = decoded(frame.data, 0, frame.encoding)
        return replace(record_of(frame, text, metadata_of(frame.hints)), offsets=None)


class _ChoiceError(Exception):
    """No table that can be read; the message says why."""


@contextmanager
def _database(stream: BinaryIO) -> Iterator[sqlite3.Connection]:
    """Open the database of a stream: in place where it is a file, else as a copy."""
    name = getattr(stream, "name", None)
    if isinstance(name, str) and Path(name).is_file():
        with closing(connected(Path(name))) as database:
            yield database
        return
    with tempfile.TemporaryDirectory(prefix="cablelint-") as folder:
        copy = Path(folder) / "table.sqlite"
        with copy.open("wb") as out:
            shutil.copyfileobj(stream, out, 1 << 20)
        with closing(connected(copy)) as database:
            yield database


def connected(file: Path) -> sqlite3.Connection:
    """Open a file so that nothing in it can act or cost much; texts come as bytes."""
    address = f"file:{quote(str(file.absolute()))}?mode=ro"
    database = sqlite3.connect(address, uri=True, timeout=_PATIENCE)
    database.text_factory = bytes
    for setting in _SETTINGS:
        database.execute(f"PRAGMA {setting}")
    for limit, most in _MOST.items():
        database.setlimit(limit, most)
    return database


def quoted(name: str) -> str:
    """Return a name of the file as SQL takes it for a name only."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def table_names(database: sqlite3.Connection) -> list[str]:
    """Return the names of the tables in their order."""
    rows = database.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " ORDER BY name LIMIT ?",
        (_MOST_TABLES,),
    )
    return [name.decode("utf-8", "replace") for (name,) in rows]


def _table(database: sqlite3.Connection, options: ReadOptions) -> tuple[str, list[str | None]]:
    """Return the table with the texts and its columns; raises _ChoiceError."""
    names = table_names(database)
    listed = ", ".join(names[:50])
    if options.table is not None and options.table not in names:
        raise _ChoiceError(f"no table named '{options.table}'; the tables are: {listed}")
    asked = names if options.table is None else [options.table]
    chosen = {name: _chosen(database, name, options) for name in asked}
    if options.table is not None and (wrong := chosen[options.table][0].wrong) is not None:
        raise _ChoiceError(wrong)
    good = [name for name, (columns, _) in chosen.items() if columns.wrong is None]
    if len(good) != 1:
        found = "several tables hold" if good else "no table holds"
        raise _ChoiceError(f"{found} a column of texts; name one with --table (tables: {listed})")
    columns, written = chosen[good[0]]
    wanted = (columns.text, columns.id, columns.header, *columns.about)
    return good[0], [written[column] if column >= 0 else None for column in wanted]


def _chosen(
    database: sqlite3.Connection, table: str, options: ReadOptions
) -> tuple[Columns, list[str]]:
    """Return the columns of a table by their roles, and their names."""
    rows = database.execute("SELECT name FROM pragma_table_info(?)", (table,))
    names = [row[0].decode("utf-8", "replace") for row in rows]
    return choose_columns(tuple(names), options), names


def _rows(
    database: sqlite3.Connection, table: str, columns: list[str | None], options: ReadOptions
) -> Iterator[tuple[bytes | int, ...]]:
    """Yield the values of a row as bytes; the size of a text that is too large instead of it."""
    limit = options.limits.record_bytes
    parts = [
        "''"
        if column is None
        else f"CASE WHEN length(CAST({quoted(column)} AS BLOB)) > {limit}"
        f" THEN length(CAST({quoted(column)} AS BLOB))"
        f" ELSE coalesce(CAST({quoted(column)} AS BLOB), '') END"
        for column in columns
    ]
    # The names are those of the file, quoted: nothing of them is taken for a statement.
    yield from database.execute(" ".join(("SELECT", ", ".join(parts), "FROM", quoted(table))))


def _damage(database: sqlite3.Connection) -> str | None:
    """Return what SQLite finds wrong with the file: a damaged page may lose rows silently."""
    ((found,),) = database.execute("PRAGMA quick_check(1)").fetchmany(1)
    answer = found.decode("utf-8", "replace")
    return None if answer == "ok" else " ".join(answer.split())[:_LONGEST]


def _frame(path: str, values: tuple[bytes | int, ...], number: int, options: ReadOptions) -> Frame:
    if any(isinstance(value, int) for value in values):
        limit = options.limits.record_bytes
        problem = f"row {number}: larger than the limit of {limit} bytes for a record"
        return Frame(path, b"", "sqlite", id=f"row-{number}", problem=problem)
    text, key, header, *about = (value for value in values if isinstance(value, bytes))
    data = header + b"\n" + text if header else text
    name = key.decode("utf-8", "replace") or f"row-{number}"
    hints = tuple(value.decode("utf-8", "replace") for value in about)
    return Frame(path, data, "sqlite", id=name, hints=hints, mark=digest(data))


READER: Reader = SqliteReader()
