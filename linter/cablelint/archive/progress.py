"""How far a run has read, for the remaining time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ReadProgress"]

_MOST_SIZES = 10_000


@dataclass(slots=True)
class ReadProgress:
    """The share of the input that was read, by bytes; by files when they are very many.

    ``records`` counts the records in it, of which some are still being worked on.
    """

    total: int
    by_bytes: bool
    records: int = 0
    _done: int = 0
    _here: int = 0

    @classmethod
    def of(cls, files: Iterable[str], count: int) -> ReadProgress:
        """Return the progress over some files; one of unknown size counts as one byte."""
        if count > _MOST_SIZES:
            return cls(count, by_bytes=False)
        return cls(sum(_size(file) for file in files), by_bytes=True)

    def at(self, position: int) -> None:
        """Note that a record was read up to a position in the file."""
        self.records += 1
        if self.by_bytes:
            self._here = position

    def next(self, file: str) -> None:
        """Note that a file was read to its end."""
        self._done += _size(file) if self.by_bytes else 1
        self._here = 0

    @property
    def share(self) -> float:
        """The share read so far, from 0 to 1."""
        return min((self._done + self._here) / self.total, 1.0) if self.total else 1.0


def _size(file: str) -> int:
    try:
        return Path(file).stat().st_size
    except OSError:
        return 1
