"""What the records of a run say of each other, in a SQLite file: memory stays flat.

Twins are known while records are read. Near-duplicates and absent references need the signs of
all records before the first is checked, so they cost a second reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

import msgspec
from msgspec.structs import replace

from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.archive.read.frame import Frame
from cablelint.archive.state.scratch import Scratch
from cablelint.identity import mrn_of, year_of
from cablelint.record import Near, Siblings, Twin

__all__ = ["AllSigns", "Signs", "Twins", "record_key"]

# What readers call a record of a table that has no id.
_NUMBERED = lazy_pattern(r"(?:row|line)-\d+")


def record_key(frame: Frame) -> str | None:
    """Return the canonical id of a record: its own, else its file's name when that is one.

    A transmission header that is kept apart (``05PARIS1823.head.txt``) is not a record of its own.
    """
    if frame.id is not None:
        if _NUMBERED.fullmatch(frame.id):
            return None
        return mrn_of(frame.id) or frame.id
    name, _, rest = frame.path.rpartition("/")[2].partition(".")
    return None if rest.startswith("head.") else mrn_of(name)


class Twins(Scratch):
    """Finds records whose id an earlier one had."""

    def __init__(self) -> None:
        """Create the empty index."""
        super().__init__(
            "CREATE TABLE seen(id TEXT PRIMARY KEY, name TEXT, mark BLOB, reader TEXT)"
            " WITHOUT ROWID"
        )

    def mark(self, frames: Iterator[Frame]) -> Iterator[Frame]:
        """Yield the frames; a later one of an id gets the place of the first."""
        for frame in frames:
            key = record_key(frame)
            if key is None or frame.problem is not None:
                yield frame
                continue
            inserted = self.execute(
                "INSERT OR IGNORE INTO seen VALUES (?, ?, ?, ?)",
                (key, frame.name, frame.mark, frame.reader),
            )
            if inserted.rowcount:
                yield frame
                continue
            statement = "SELECT name, mark, reader FROM seen WHERE id = ?"
            name, mark, reader = self.execute(statement, (key,)).fetchone()
            siblings = frame.siblings or Siblings()
            twin = Twin(name, equal=mark == frame.mark if reader == frame.reader else None)
            yield replace(frame, siblings=replace(siblings, twin=twin))


class Signs(msgspec.Struct, frozen=True):
    """What the first reading takes from a record: the ids it refers to, and its MinHash."""

    references: tuple[str, ...] = ()
    signature: tuple[int, ...] = ()


_TABLES = """
CREATE TABLE record(number INTEGER PRIMARY KEY, name TEXT, id TEXT, place TEXT, signature BLOB);
CREATE INDEX record_id ON record(id);
CREATE INDEX record_place ON record(place);
CREATE TABLE reference(number INTEGER, id TEXT, place TEXT);
CREATE INDEX reference_number ON reference(number);
CREATE TABLE band(hash INTEGER, number INTEGER);
CREATE INDEX band_hash ON band(hash);
CREATE TABLE near(number INTEGER, other INTEGER, similarity REAL);
CREATE INDEX near_number ON near(number);
"""
_ROWS_PER_BAND = 8
_MOST_NEAR = 5
_MOST_CANDIDATES = 50


def _place_of(key: str | None) -> str | None:
    """Return year and station of an id, the part before the serial."""
    return key.rstrip("0123456789") if key and year_of(key) is not None else None


class AllSigns(Scratch):
    """What must be known of all records before the first is checked."""

    def __init__(self, similarity: float) -> None:
        """Create the empty tables; ``similarity`` is the least share in common of two bodies."""
        super().__init__(_TABLES)
        self._similarity = similarity
        self._numbers = count()

    def add(self, frame: Frame, signs: Signs) -> None:
        """Enter a record; records come in the order in which they are checked later."""
        number = next(self._numbers)
        key = record_key(frame)
        pack = msgspec.msgpack.encode
        self.execute(
            "INSERT INTO record VALUES (?, ?, ?, ?, ?)",
            (number, frame.name, key, _place_of(key), pack(signs.signature)),
        )
        self.enter(
            "INSERT INTO reference VALUES (?, ?, ?)",
            ((number, reference, _place_of(reference)) for reference in signs.references),
        )
        if signs.signature:
            self._enter_near(number, key, signs.signature)

    def _enter_near(self, number: int, key: str | None, signature: tuple[int, ...]) -> None:
        bands = _bands(signature)
        candidates = self.execute(
            "SELECT DISTINCT record.number, signature, id FROM band JOIN record"
            " ON record.number = band.number WHERE hash IN (SELECT value FROM json_each(?))"
            " ORDER BY record.number LIMIT ?",
            (msgspec.json.encode(bands).decode(), _MOST_CANDIDATES),
        ).fetchall()
        for other, packed, other_key in candidates:
            theirs = msgspec.msgpack.decode(packed)
            equal = sum(a == b for a, b in zip(signature, theirs, strict=True))
            similarity = equal / len(signature)
            if similarity >= self._similarity and (key is None or key != other_key):
                self.execute("INSERT INTO near VALUES (?, ?, ?)", (number, other, similarity))
        self.enter("INSERT INTO band VALUES (?, ?)", ((band, number) for band in bands))

    def mark(self, frames: Iterator[Frame]) -> Iterator[Frame]:
        """Yield the frames of the second reading with what the first says of each."""
        for number, frame in enumerate(frames):
            near, absent = self._near(number), self._absent(number)
            if near or absent:
                siblings = frame.siblings or Siblings()
                frame = replace(frame, siblings=replace(siblings, near=near, absent=absent))
            yield frame

    def _near(self, number: int) -> tuple[Near, ...]:
        rows = self.execute(
            "SELECT name, similarity FROM near JOIN record ON record.number = other"
            " WHERE near.number = ? ORDER BY similarity DESC, other LIMIT ?",
            (number, _MOST_NEAR),
        )
        return tuple(Near(name, round(similarity, 3)) for name, similarity in rows)

    def _absent(self, number: int) -> tuple[str, ...]:
        rows = self.execute(
            "SELECT DISTINCT id FROM reference WHERE number = ?"
            " AND EXISTS (SELECT 1 FROM record WHERE record.place = reference.place)"
            " AND NOT EXISTS (SELECT 1 FROM record WHERE record.id = reference.id)"
            " ORDER BY id",
            (number,),
        )
        return tuple(key for (key,) in rows)


def _bands(signature: Sequence[int]) -> tuple[int, ...]:
    """Return one hash per band of rows; similar bodies share at least one of them."""
    size = _ROWS_PER_BAND
    starts = range(0, len(signature), size)
    # Python's hash of a tuple of ints is the same in every process.
    return tuple(hash((start, *signature[start : start + size])) for start in starts)
