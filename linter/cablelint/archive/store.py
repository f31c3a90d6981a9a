"""Results that are kept: the cache of all runs, and the journal of one run that may be resumed.

Both are SQLite files in WAL mode: a process killed at any moment leaves what was committed. A
result is found by a digest of the record's bytes, its place, the program and the configuration, so
a stale one is never found. Values are JSON.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Self

from cablelint import __version__
from cablelint.archive.errors import START_ANEW, StateError

__all__ = ["Store", "code_identity", "open_cache", "open_journal"]

_FORMAT = 1
_APPLICATION = 0x43424C4E  # "CBLN"
_CACHE_BYTES = 4 << 30
_SCHEMA = """
CREATE TABLE IF NOT EXISTS results(key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS about(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class Store:
    """Results by key in one SQLite file."""

    def __init__(self, path: Path) -> None:
        """Open or create the file; raises StateError when it is no store of this format."""
        self.path = path
        try:
            self._database = sqlite3.connect(path, timeout=30, isolation_level=None)
            self._prepare()
        except sqlite3.DatabaseError as error:
            raise StateError(f"{path}: damaged, or no state file of cablelint: {error}") from error

    def _prepare(self) -> None:
        database = self._database
        (application,) = database.execute("PRAGMA application_id").fetchone()
        (version,) = database.execute("PRAGMA user_version").fetchone()
        (objects,) = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if objects and application != _APPLICATION:
            raise StateError(f"{self.path}: a database, but no state file of cablelint")
        if objects and version != _FORMAT:
            raise StateError(f"{self.path}: a state file of format {version}, not {_FORMAT}")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        if not objects:
            database.execute(f"PRAGMA application_id = {_APPLICATION}")
            database.execute(f"PRAGMA user_version = {_FORMAT}")
            database.executescript(_SCHEMA)

    def get(self, key: bytes) -> bytes | None:
        """Return the value of a key, or None; raises StateError when the file is damaged."""
        try:
            row = self._database.execute(
                "SELECT CAST(value AS BLOB) FROM results WHERE key = ?", (key,)
            ).fetchone()
        except sqlite3.DatabaseError as error:
            raise StateError(f"{self.path}: can't be read: {error}") from error
        return row[0] if row else None

    def put(self, items: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep values in one transaction; raises StateError, with nothing of them kept."""
        try:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany("INSERT OR REPLACE INTO results VALUES (?, ?)", items)
            self._database.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            with suppress(sqlite3.DatabaseError):
                self._database.execute("ROLLBACK")
            raise StateError(f"{self.path}: can't be written: {error}") from error

    def about(self, name: str, value: str) -> str:
        """Return what the file says of itself under a name; a new file takes the given value."""
        try:
            self._database.execute("INSERT OR IGNORE INTO about VALUES (?, ?)", (name, value))
            row = self._database.execute(
                "SELECT value FROM about WHERE name = ?", (name,)
            ).fetchone()
        except sqlite3.DatabaseError as error:
            raise StateError(f"{self.path}: can't be used: {error}") from error
        return str(row[0])

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()


def open_cache(folder: Path) -> Store | None:
    """Open the cache, anew when it is damaged, too large or of another format.

    Returns None where no cache can be: a run goes on without one.
    """
    path = folder / "results.sqlite"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists() and path.stat().st_size > _CACHE_BYTES:
            _remove(path)
        try:
            return Store(path)
        except StateError:
            _remove(path)
            return Store(path)
    except (OSError, StateError):
        return None


def open_journal(path: Path) -> Store:
    """Open the journal of a run; raises StateError when it is damaged or of another version."""
    try:
        store = Store(path)
    except StateError as error:
        raise StateError(f"{error}; {START_ANEW}") from error
    version = store.about("version", __version__)
    if version == __version__:
        return store
    store.close()
    raise StateError(f"{path}: was written by version {version}; {START_ANEW}")


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def code_identity() -> str:
    """Return a digest of the program: its version, and the state of its files for developers."""
    import cablegrammar
    import cablelint

    state = blake2b(__version__.encode(), digest_size=16)
    for package in (cablegrammar, cablelint):
        for folder in package.__path__:
            for root, _, files in sorted(os.walk(folder)):
                for name in sorted(files):
                    if not name.endswith(".pyc"):
                        about = Path(root, name).stat()
                        line = f"{root}/{name} {about.st_size} {about.st_mtime_ns}\n"
                        state.update(line.encode())
    return state.hexdigest()
