"""Known findings: stored by fingerprint, taken out of later runs, told of when they are gone.

The file holds one entry a line in a fixed order, so that version control merges it; the same
fingerprint twice is counted twice. A name in ``.gz`` is compressed; ``.jsonl`` has entries only.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from msgspec.structs import replace

from cablelint.atomic_write import replace_file, write_copy
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


_Key = tuple[str, str]  # rule and fingerprint


@dataclass(slots=True)
class Baseline:
    """The known findings of a run, by record.

    ``apply`` uses them up record by record, so that what is left of the records that were answered
    is stale.
    """

    known: dict[str, Counter[_Key]] = field(default_factory=dict[str, Counter[_Key]])
    _left: Counter[str] = field(default_factory=Counter[str])
    # Of each answered record that has known findings, the rules that said nothing of it.
    _silent: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    @classmethod
    def load(cls, path: Path) -> Baseline:
        """Read a file of known findings; raises BaselineError."""
        baseline = cls()
        for entry in _entries(path):
            baseline._store(entry.record, (entry.rule, entry.fingerprint), entry.count)
        return baseline

    def _store(self, record: str, key: _Key, count: int) -> None:
        self.known.setdefault(record, Counter())[key] += count
        self._left[key[1]] += count

    def apply(self, result: Result, silent: frozenset[str] = frozenset()) -> Result:
        """Return the result with its known findings moved to the suppressed ones.

        ``silent`` are the rules that did not run on the record: their findings are still known.
        The verdict stays: a known defect is still one of the record.
        """
        if result.name in self.known:
            self._silent[result.name] = silent
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
        """Return what did not occur, of the records that were answered or that are gone."""
        left = +self._left
        found: list[Entry] = []
        for record, keys in sorted(self.known.items()):
            silent = self._silent.get(record)
            if silent is None:
                if not any(left[fingerprint] for _, fingerprint in keys) or not _is_gone(record):
                    continue
                silent = frozenset()
            for (rule, fingerprint), times in sorted(keys.items()):
                count = min(left[fingerprint], times)
                if count > 0 and rule not in silent:
                    left[fingerprint] -= count
                    found.append(Entry(record, rule, fingerprint, count))
        return found

    def prune(self) -> int:
        """Drop the stale entries and return how many findings they stood for."""
        stale = self.stale()
        for one in stale:
            self._drop(one.record, (one.rule, one.fingerprint), one.count)
        return sum(one.count for one in stale)

    def _drop(self, record: str, key: _Key, count: int) -> None:
        keys = self.known[record]
        keys[key] -= count
        if keys[key] <= 0:
            del keys[key]
        if not keys:
            del self.known[record]
            self._silent.pop(record, None)

    def add(self, result: Result, rules: frozenset[str] | None = None) -> int:
        """Store the findings of a result, of some rules only if given; return how many."""
        found = [
            placed.finding
            for placed in result.findings
            if rules is None or placed.finding.rule in rules
        ]
        for finding in found:
            self._store(result.name, (finding.rule, _stem(finding)), 1)
        return len(found)

    def forget(
        self,
        record: str,
        rules: frozenset[str] | None = None,
        silent: frozenset[str] = frozenset(),
    ) -> None:
        """Drop the entries of a record, of some rules only if given, those of silent rules kept."""
        for key, count in list(self.known.get(record, {}).items()):
            if (rules is None or key[0] in rules) and key[0] not in silent:
                self._left[key[1]] -= count
                self._drop(record, key, count)

    def save(self, path: Path) -> None:
        """Write the file, whole or not at all; raises OSError."""
        entries = [
            msgspec.json.encode(Entry(record, *key, count))
            for record, keys in sorted(self.known.items())
            for key, count in sorted(keys.items())
        ]
        if _is_lines(path):
            data = b"".join(entry + b"\n" for entry in entries)
        else:
            head = b'{"version":%d,"suppressions":[' % _VERSION
            data = head + b",".join(b"\n" + entry for entry in entries) + b"\n]}\n"
        if path.suffix == ".gz":
            import gzip

            data = gzip.compress(data, mtime=0)
        if path.is_file():
            replace_file(str(path), data)
        elif path.exists():  # such as /dev/stdout, in whose place nothing may be put
            path.write_bytes(data)
        else:
            write_copy(path, data)


def _is_gone(record: str) -> bool:
    """Tell whether a record's file surely is gone: the folder that held it holds it no more.

    Of a member the container is seen only, and a ``#`` may stand in a name as well as before an id:
    however the record is read, no file may be there. In a folder that is not there, be it of
    another machine, everything may still be.
    """
    if record.startswith("<") or "\\x" in record:  # no file, or a name that is not shown as it is
        return False
    readings = [record[:at] for at, sign in enumerate(record) if sign == "#"]
    return all(_left_its_folder(Path(reading)) for reading in [*readings, record])


def _left_its_folder(path: Path) -> bool:
    try:
        return path.parent.is_dir() and not path.exists()
    except OSError:  # too long for a file's name, or not for our eyes
        return False


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
    except (OSError, EOFError, zlib.error) as error:
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
