"""What changed between two runs, record by record, with memory that stays flat.

The results of the old run are kept in a temporary SQLite file while those of the new one are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from cablelint.archive.state.scratch import Scratch
from cablelint.finding import Severity
from cablelint.result import Result

__all__ = ["JUDGEMENTS", "Change", "Comparison", "Note", "RecordChange", "Totals", "record_name"]

Change = Literal["better", "worse", "same", "only-old", "only-new"]

#: What a record of both runs can be.
JUDGEMENTS: tuple[Change, ...] = ("better", "worse", "same")

_PLACES = range(3)
_TABLES = """
CREATE TABLE old (name TEXT, turn INTEGER, verdict TEXT, notes BLOB, PRIMARY KEY (name, turn));
CREATE TABLE changes (change TEXT, weight INTEGER, name TEXT, body BLOB);
"""


class Note(Struct, frozen=True, array_like=True):
    """A finding as far as it is compared."""

    rule: str
    severity: str
    message: str
    line: int
    fingerprint: str


class RecordChange(Struct, frozen=True):
    """What changed in one record; a verdict is None where a run has no such record."""

    name: str
    change: Change
    old_verdict: str | None
    new_verdict: str | None
    gone: tuple[Note, ...] = ()
    new: tuple[Note, ...] = ()
    kept: int = 0


class Totals(Struct):
    """The sums over all records; ``rules`` holds gone, new and kept findings by rule."""

    old_records: int = 0
    new_records: int = 0
    changes: dict[str, int] = {}
    rules: dict[str, list[int]] = {}

    def add(self, rule: str, place: int) -> None:
        """Count a finding of a rule: place 0 is gone, 1 new, 2 kept."""
        self.rules.setdefault(rule, [0, 0, 0])[place] += 1

    @property
    def ranked_rules(self) -> list[tuple[str, list[int]]]:
        """The rules with their counts, those with most changes first."""
        return sorted(self.rules.items(), key=lambda item: (-item[1][0] - item[1][1], item[0]))

    @property
    def findings(self) -> tuple[int, int, int]:
        """The findings that are gone, new and kept, of all rules."""
        gone, new, kept = (
            sum(counts[place] for counts in self.rules.values()) for place in _PLACES
        )
        return gone, new, kept


_NOTES = msgspec.json.Decoder(tuple[Note, ...])
_CHANGE = msgspec.json.Decoder(RecordChange)


def record_name(result: Result) -> str:
    """Return the name by which a record is found again: its id, the telegram's own, or its path."""
    return result.record_id or result.identity.id or result.path


class Comparison(Scratch):
    """Two runs compared; to be closed, which removes the temporary file."""

    def __init__(self) -> None:
        """Make the temporary file."""
        super().__init__(_TABLES)
        self.totals = Totals()

    def compare(self, old: Iterable[Result], new: Iterable[Result]) -> None:
        """Read both runs, the old one first. Raises StateError when the disk is full."""
        for result in old:
            self._enter_old(result)
        for result in new:
            self._enter_new(result)
        left = self.execute("SELECT name, verdict FROM old ORDER BY name, turn")
        for name, verdict in left:
            self._record(RecordChange(name, "only-old", verdict, None))

    def records(self, change: Change, limit: int = -1) -> Iterator[RecordChange]:
        """Yield the records with a change, the greatest change first."""
        rows = self.execute(
            "SELECT body FROM changes WHERE change = ? ORDER BY weight DESC, name LIMIT ?",
            (change, limit),
        )
        for (body,) in rows:
            yield _CHANGE.decode(body)

    def _enter_old(self, result: Result) -> None:
        self.totals.old_records += 1
        name = record_name(result)
        notes = msgspec.json.encode(_notes(result))
        turn = "(SELECT count(*) FROM old WHERE name = ?)"  # one id may name several records
        values = (name, name, str(result.verdict), notes)
        self.execute(f"INSERT INTO old SELECT ?, {turn}, ?, ?", values)

    def _enter_new(self, result: Result) -> None:
        self.totals.new_records += 1
        name, verdict = record_name(result), str(result.verdict)
        found = self.execute(
            "SELECT turn, verdict, notes FROM old WHERE name = ? ORDER BY turn LIMIT 1", (name,)
        ).fetchone()
        if found is None:
            self._record(RecordChange(name, "only-new", None, verdict))
            return
        turn, old_verdict, data = found
        self.execute("DELETE FROM old WHERE name = ? AND turn = ?", (name, turn))
        gone, fresh, kept = _matched(_NOTES.decode(data), _notes(result))
        for place, notes in enumerate((gone, fresh, kept)):
            for note in notes:
                self.totals.add(note.rule, place)
        change = _judged(gone, fresh)
        self._record(
            RecordChange(name, change, old_verdict, verdict, tuple(gone), tuple(fresh), len(kept))
        )

    def _record(self, record: RecordChange) -> None:
        counts = self.totals.changes
        counts[record.change] = counts.get(record.change, 0) + 1
        if record.change == "same" and not record.gone and not record.new:
            return
        weight = abs(_weight(record.gone) - _weight(record.new))
        row = (record.change, weight, record.name, msgspec.json.encode(record))
        self.execute("INSERT INTO changes VALUES (?, ?, ?, ?)", row)


def _notes(result: Result) -> tuple[Note, ...]:
    """Return the findings of a record; a text without an answer has one that says why."""
    notes = [
        Note(
            placed.finding.rule,
            placed.finding.severity.label,
            placed.finding.message,
            placed.place.line,
            placed.finding.fingerprint,
        )
        for placed in result.findings
    ]
    if result.message is not None:
        notes.append(Note(str(result.verdict), "error", result.message, 1, ""))
    return tuple(notes)


def _matched(old: Sequence[Note], new: Sequence[Note]) -> tuple[list[Note], list[Note], list[Note]]:
    """Return what is gone, new and kept: same fingerprint, else same rule and message."""
    gone, fresh, kept = _paired(old, new, lambda note: note.fingerprint or id(note))
    gone, fresh, more = _paired(gone, fresh, lambda note: (note.rule, note.message))
    return gone, fresh, kept + more


def _paired(
    old: Sequence[Note], new: Sequence[Note], key: Callable[[Note], Hashable]
) -> tuple[list[Note], list[Note], list[Note]]:
    """Return the findings of one side alone, old and new, and the old ones with a partner."""
    partners = Counter(map(key, new))
    gone, kept = list[Note](), list[Note]()
    for note in old:
        paired = partners[key(note)] > 0
        partners[key(note)] -= paired
        (kept if paired else gone).append(note)
    taken = Counter(map(key, kept))
    fresh = list[Note]()
    for note in new:
        if taken[key(note)] > 0:
            taken[key(note)] -= 1
        else:
            fresh.append(note)
    return gone, fresh, kept


def _weight(notes: Iterable[Note]) -> int:
    """Return the weight of findings: an error outweighs any number of warnings up to a thousand."""
    weights = {Severity.ERROR.label: 1_000_000, Severity.WARNING.label: 1_000}
    return sum(weights.get(note.severity, 1) for note in notes)


def _judged(gone: Sequence[Note], new: Sequence[Note]) -> Change:
    """Say whether a record is better or worse: by its errors, then warnings, then notes."""
    difference = _weight(gone) - _weight(new)
    if difference == 0:
        return "same"
    return "better" if difference > 0 else "worse"
