"""A database for the length of a run, in a temporary folder: memory stays flat.

Where no temporary folder can be written, as in a container that is read-only, it is in memory.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

from cablelint.archive.errors import StateError

__all__ = ["Scratch"]


_IN_MEMORY = ":memory:"


class Scratch:
    """A database in a temporary folder, which is removed when the database is closed."""

    def __init__(self, schema: str) -> None:
        """Create the database; raises StateError."""
        self._folder = _temporary_folder()
        path = Path(self._folder.name) / "scratch.sqlite" if self._folder else _IN_MEMORY
        self._database = sqlite3.connect(path, isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -4096"):
            self.execute(f"PRAGMA {setting}")
        for statement in filter(str.strip, schema.split(";")):
            self.execute(statement)
        self.execute("BEGIN")

    def execute(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """Execute a statement; raises StateError, as when the disk is full."""
        try:
            return self._database.execute(statement, values)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def enter(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Execute a statement for each row; raises StateError."""
        try:
            self._database.executemany(statement, rows)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _unusable(self, error: sqlite3.Error) -> StateError:
        place = self._folder.name if self._folder else _IN_MEMORY
        return StateError(f"{place}: {error}; set TMPDIR to a folder with more room")

    def close(self) -> None:
        """Close the database and remove its folder."""
        self._database.close()
        if self._folder is not None:
            self._folder.cleanup()

    def __enter__(self) -> Self:
        """Return the database."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the database."""
        self.close()


def _temporary_folder() -> tempfile.TemporaryDirectory[str] | None:
    """Return a new temporary folder, None where none can be written."""
    try:
        return tempfile.TemporaryDirectory(prefix="cablelint-", ignore_cleanup_errors=True)
    except FileNotFoundError:
        return None
