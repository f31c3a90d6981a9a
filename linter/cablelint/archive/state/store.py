"""Results that are kept: the cache of all runs, and the journal of one run that may be resumed.

Both are SQLite files in WAL mode: a process killed at any moment leaves what was committed. A
result is found by a digest of the record's bytes, its place, the program and the configuration, so
a stale one is never found. Values are JSON.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from hashlib import blake2b
from pathlib import Path
from types import ModuleType
from typing import Self

from cablelint import __version__, plugins
from cablelint.archive.errors import START_ANEW, DamagedStateError, StateError
from cablelint.archive.read.kinds import STATE_MARK, is_state_file

__all__ = ["Store", "code_identity", "open_cache", "open_journal"]

_FORMAT = 2
_CHECKSUM_BYTES = 8
_APPLICATION = int.from_bytes(STATE_MARK, "big")
_CACHE_BYTES = 4 << 30
_PATIENCE = 30.0
_CREATION = (
    "CREATE TABLE results(key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE about(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    f"PRAGMA application_id = {_APPLICATION}",
    f"PRAGMA user_version = {_FORMAT}",
)


class Store:
    """Results by key in one SQLite file."""

    def __init__(self, path: Path) -> None:
        """Open or create the file; raises StateError when it is not a store of this format."""
        self.path = path
        try:
            path.open("ab").close()  # SQLite does not say why it cannot open a file
            self._database = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            with ExitStack() as stack:
                stack.enter_context(self)
                self._prepare()
                stack.pop_all()
        except FileNotFoundError as error:
            raise StateError(f"{path}: cannot be opened: no such folder") from error
        except OSError as error:
            raise StateError(f"{path}: cannot be opened: {error.strerror}") from error
        except sqlite3.OperationalError as error:
            raise StateError(f"{path}: cannot be opened: {error}") from error
        except sqlite3.DatabaseError as error:
            message = f"{path}: damaged, or not a state file of cablelint: {error}"
            raise DamagedStateError(message) from error

    def _prepare(self) -> None:
        """Create or look at the tables, while no other process does."""
        database = self._database
        database.execute("BEGIN IMMEDIATE")
        (application,) = database.execute("PRAGMA application_id").fetchone()
        (version,) = database.execute("PRAGMA user_version").fetchone()
        (objects,) = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        for statement in () if objects else _CREATION:
            database.execute(statement)
        database.execute("COMMIT")
        if objects and application != _APPLICATION:
            raise StateError(f"{self.path}: a database, but not a state file of cablelint")
        if objects and version != _FORMAT:
            raise DamagedStateError(f"{self.path}: a state file of format {version}, not {_FORMAT}")
        self._use_wal()
        database.execute("PRAGMA synchronous = NORMAL")

    def _use_wal(self) -> None:
        """Turn the WAL on; SQLite does not wait by itself for another process that does so."""
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                self._database.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() > until:
                    raise
                time.sleep(0.01)
            else:
                return

    def get(self, key: bytes) -> bytes | None:
        """Return the value of a key, or None; raises StateError when the file is damaged.

        A value that is not what was kept, by its checksum, is not there: its record is checked
        again.
        """
        try:
            row = self._database.execute(
                "SELECT CAST(value AS BLOB) FROM results WHERE key = ?", (key,)
            ).fetchone()
        except sqlite3.DatabaseError as error:
            raise StateError(f"{self.path}: cannot be read: {error}") from error
        return _checked(key, row[0]) if row else None

    def put(self, items: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep values in one transaction; raises StateError, with nothing of them kept."""
        try:
            self._database.execute("BEGIN IMMEDIATE")
            rows = ((key, _checksum(key, value) + value) for key, value in items)
            self._database.executemany("INSERT OR REPLACE INTO results VALUES (?, ?)", rows)
            self._database.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            with suppress(sqlite3.DatabaseError):
                self._database.execute("ROLLBACK")
            raise StateError(f"{self.path}: cannot be written: {error}") from error

    def about(self, name: str, value: str) -> str:
        """Return what the file says of itself under a name; a new file takes the given value."""
        try:
            self._database.execute("INSERT OR IGNORE INTO about VALUES (?, ?)", (name, value))
            row = self._database.execute(
                "SELECT value FROM about WHERE name = ?", (name,)
            ).fetchone()
        except sqlite3.DatabaseError as error:
            raise StateError(f"{self.path}: cannot be used: {error}") from error
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


def _checksum(key: bytes, value: bytes) -> bytes:
    return blake2b(value, key=key[:64], digest_size=_CHECKSUM_BYTES).digest()


def _checked(key: bytes, stored: bytes) -> bytes | None:
    """Return a value without its checksum, None where the two do not agree."""
    checksum, value = stored[:_CHECKSUM_BYTES], stored[_CHECKSUM_BYTES:]
    return value if checksum == _checksum(key, value) else None


def open_cache(folder: Path) -> Store | None:
    """Open the cache, anew when it is damaged, too large or of another format.

    Returns None where no cache can be, or another's file is: a run goes on without one.
    """
    path = folder / "results.sqlite"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists() and path.stat().st_size > _CACHE_BYTES:
            _remove(path)
        try:
            return Store(path)
        except DamagedStateError:
            _remove(path)
            return Store(path)
    except (OSError, StateError):
        return None


def open_journal(path: Path) -> Store:
    """Open the journal of a run; raises StateError when it is damaged or of another version.

    A file is said to be one that may be deleted only if it is a state file by its first bytes.
    """
    try:
        store = Store(path)
    except DamagedStateError as error:
        raise StateError(f"{error}; {START_ANEW}" if _is_ours(path) else str(error)) from error
    version = store.about("version", __version__)
    if version == __version__:
        return store
    store.close()
    raise StateError(f"{path}: was written by version {version}; {START_ANEW}")


def _is_ours(path: Path) -> bool:
    """Tell whether a file begins as a database of this application does."""
    with path.open("rb") as stream:
        return is_state_file(stream.read(72))


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def code_identity() -> str:
    """Return a digest of the program and its plug-ins: version, and the state of their files."""
    state = blake2b(__version__.encode(), digest_size=16)
    for package in ("cablegrammar", "cablelint", *plugins.loaded_modules()):
        for file in _files_of(sys.modules[package]):
            about = file.stat()
            state.update(f"{file} {about.st_size} {about.st_mtime_ns}\n".encode())
    return state.hexdigest()


def _files_of(module: ModuleType) -> Iterator[Path]:
    """Yield the files of a package, or the one of a module, in a fixed order."""
    if module.__file__ is not None and not hasattr(module, "__path__"):
        yield Path(module.__file__)
        return
    for folder in module.__path__:
        for root, _, files in sorted(os.walk(folder)):
            yield from (Path(root, name) for name in sorted(files) if not name.endswith(".pyc"))
