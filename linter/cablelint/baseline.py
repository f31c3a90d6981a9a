"""Known findings: stored by fingerprint, taken out of later runs, told of when they are gone.

The file holds one entry a line in a fixed order, so that version control merges it; the same
fingerprint twice is counted twice. A name in ``.gz`` is compressed; ``.jsonl`` has entries only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from cablelint.finding import Finding, Suppressed
from cablelint.result import Placed, Result

__all__ = ["DEFAULT_LOCATION", "Baseline", "BaselineError", "Entry"]

DEFAULT_LOCATION = "cablelint-suppressions.json"
_VERSION = 1


class BaselineError(Exception):
    """A file of known findings that can't be read; the message says which and why."""


class Entry(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """A known finding: its record as shown, its rule, its fingerprint, and how often it stands."""

    record: str
    rule: str
    fingerprint: str
    count: int = 1


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    suppressions: list[Entry]


_Key = tuple[str, str, str]


@dataclass(slots=True)
class Baseline:
    """The known findings of a run.

    ``apply`` uses them up record by record, so that what is left of the records that were seen is
    stale.
    """

    known: Counter[_Key] = field(default_factory=Counter[_Key])
    _left: Counter[str] = field(default_factory=Counter[str])
    _unseen: set[str] = field(default_factory=set[str])  # records of known findings only

    @classmethod
    def load(cls, path: Path) -> Baseline:
        """Read a file of known findings; raises BaselineError."""
        known: Counter[_Key] = Counter()
        for entry in _entries(path):
            known[entry.record, entry.rule, entry.fingerprint] += entry.count
        left: Counter[str] = Counter()
        for (_, _, fingerprint), count in known.items():
            left[fingerprint] += count
        return cls(known, left, {record for record, _, _ in known})

    def apply(self, result: Result) -> Result:
        """Return the result with its known findings moved to the suppressed ones.

        The verdict stays: a known defect is still one of the record.
        """
        self._unseen.discard(result.name)
        new: list[Placed] = []
        old: list[Placed] = []
        for placed in result.findings:
            key = _stem(placed.finding)
            if self._left[key] > 0:
                self._left[key] -= 1
                finding = replace(placed.finding, suppressed=Suppressed.EXTERNAL)
                old.append(replace(placed, finding=finding))
            else:
                new.append(placed)
        if not old:
            return result
        return replace(result, findings=tuple(new), suppressed=(*result.suppressed, *old))

    def stale(self) -> list[Entry]:
        """Return what did not occur, of the records that were seen or that are gone."""
        left = +self._left
        found: list[Entry] = []
        for record, rule, fingerprint in sorted(self.known):
            if not left[fingerprint]:
                continue
            if record not in self._unseen or not Path(record.partition("#")[0]).exists():
                count = min(left[fingerprint], self.known[record, rule, fingerprint])
                left[fingerprint] -= count
                found.append(Entry(record, rule, fingerprint, count))
        return found

    def prune(self) -> int:
        """Drop the stale entries and return how many findings they stood for."""
        stale = self.stale()
        for one in stale:
            self.known[one.record, one.rule, one.fingerprint] -= one.count
        self.known = +self.known
        return sum(one.count for one in stale)

    def add(self, result: Result, rules: frozenset[str] | None = None) -> int:
        """Store the findings of a result, of some rules only if given; return how many."""
        found = [
            placed.finding
            for placed in result.findings
            if rules is None or placed.finding.rule in rules
        ]
        if found:
            self._unseen.add(result.name)
        for finding in found:
            self.known[result.name, finding.rule, _stem(finding)] += 1
            self._left[_stem(finding)] += 1
        return len(found)

    def forget(self, record: str, rules: frozenset[str] | None = None) -> None:
        """Drop the entries of a record, of some rules only if given."""
        for key in [
            one for one in self.known if one[0] == record and (rules is None or one[1] in rules)
        ]:
            self._left[key[2]] -= self.known.pop(key)

    def save(self, path: Path) -> None:
        """Write the file; raises OSError."""
        entries = [msgspec.json.encode(Entry(*key, count)) for key, count in self._sorted()]
        if _is_lines(path):
            data = b"".join(entry + b"\n" for entry in entries)
        else:
            head = b'{"version":%d,"suppressions":[' % _VERSION
            data = head + b",".join(b"\n" + entry for entry in entries) + b"\n]}\n"
        if path.suffix == ".gz":
            import gzip

            data = gzip.compress(data, mtime=0)
        path.write_bytes(data)

    def _sorted(self) -> Iterable[tuple[_Key, int]]:
        return sorted(self.known.items())


def _stem(finding: Finding) -> str:
    """Return a fingerprint without its ordinal: equal findings are told apart by their count."""
    return finding.fingerprint.partition(":")[0]


def _is_lines(path: Path) -> bool:
    """Tell whether a file has one entry a line and nothing around them."""
    return ".jsonl" in path.suffixes


def _entries(path: Path) -> Iterator[Entry]:
    """Yield the entries of a file; raises BaselineError."""
    try:
        data = path.read_bytes()
        if path.suffix == ".gz":
            import gzip

            data = gzip.decompress(data)
    except (OSError, EOFError) as error:
        raise BaselineError(f"{path}: {error}") from None
    try:
        if _is_lines(path):
            yield from msgspec.json.Decoder(Entry).decode_lines(data)
            return
        file = msgspec.json.decode(data, type=_File)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BaselineError(f"{path}: not a file of known findings: {error}") from None
    if file.version != _VERSION:
        raise BaselineError(f"{path}: version {file.version} is not known, only {_VERSION}")
    yield from file.suppressions
