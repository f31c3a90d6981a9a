"""The baseline: findings stored by fingerprint that later runs do not report.

The file has one entry per line in a fixed order, so that version control can merge it; equal
fingerprints are counted. A name in ``.gz`` is compressed; ``.jsonl`` contains entries only.
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
from cablelint.paths import is_folder
from cablelint.regular_file import open_regular
from cablelint.result import Placed, Result

__all__ = ["DEFAULT_LOCATION", "Baseline", "BaselineError", "Entry"]

DEFAULT_LOCATION = "cablelint-suppressions.json"
_VERSION = 1


class BaselineError(Exception):
    """A baseline that cannot be read; the message says which and why."""


class Entry(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """A finding of the baseline: its record as shown, its rule, its fingerprint, its count."""

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
    """The findings of a baseline, by record.

    ``apply`` uses them up record by record; what is left of the checked records is stale. Their
    names are relative to ``folder``.
    """

    folder: Path = Path()
    stored: dict[str, Counter[_Key]] = field(default_factory=dict[str, Counter[_Key]])
    _left: Counter[str] = field(default_factory=Counter[str])
    # For each checked record of the baseline, the rules that did not run on it.
    _silent: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    @classmethod
    def load(cls, path: Path, folder: Path | None = None) -> Baseline:
        """Read a baseline whose names are relative to a folder, this one if none is given.

        Raises BaselineError.
        """
        baseline = cls(folder or Path())
        for entry in _entries(path):
            baseline._store(entry.record, (entry.rule, entry.fingerprint), entry.count)
        return baseline

    def _store(self, record: str, key: _Key, count: int) -> None:
        self.stored.setdefault(record, Counter())[key] += count
        self._left[key[1]] += count

    def apply(self, result: Result, silent: frozenset[str] = frozenset()) -> Result:
        """Return the result with its findings of the baseline moved to the suppressed ones.

        ``silent`` are the rules that did not run on the record: their entries do not become stale.
        The verdict does not change: the record still has the defect.
        """
        if result.name in self.stored:
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
        """Return the entries that did not occur, of records that were checked or are gone."""
        left = +self._left
        found: list[Entry] = []
        for record, keys in sorted(self.stored.items()):
            silent = self._silent.get(record)
            if silent is None:
                is_left = any(left[fingerprint] for _, fingerprint in keys)
                if not is_left or not _is_gone(record, self.folder):
                    continue
                silent = frozenset()
            for (rule, fingerprint), times in sorted(keys.items()):
                count = min(left[fingerprint], times)
                if count > 0 and rule not in silent:
                    left[fingerprint] -= count
                    found.append(Entry(record, rule, fingerprint, count))
        return found

    def prune(self) -> int:
        """Remove the stale entries and return their number of findings."""
        stale = self.stale()
        for entry in stale:
            self._drop(entry.record, (entry.rule, entry.fingerprint), entry.count)
        return sum(entry.count for entry in stale)

    def _drop(self, record: str, key: _Key, count: int) -> None:
        keys = self.stored[record]
        keys[key] -= count
        if keys[key] <= 0:
            del keys[key]
        if not keys:
            del self.stored[record]
            self._silent.pop(record, None)

    def add(self, result: Result, rules: frozenset[str] | None = None) -> int:
        """Store the findings of a result, or only those of some rules; return their number."""
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
        """Remove the entries of a record, or only those of some rules; keep silent rules."""
        for key, count in list(self.stored.get(record, {}).items()):
            if (rules is None or key[0] in rules) and key[0] not in silent:
                self._left[key[1]] -= count
                self._drop(record, key, count)

    def save(self, path: Path) -> None:
        """Write the file atomically; raises OSError."""
        entries = [
            msgspec.json.encode(Entry(record, *key, count))
            for record, keys in sorted(self.stored.items())
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
        elif path.exists():  # a device such as /dev/stdout, which must not be replaced
            path.write_bytes(data)
        else:
            write_copy(path, data)


def _is_gone(record: str, folder: Path) -> bool:
    """Tell whether a record's file is certainly gone: its folder exists and no longer has it.

    For a member only the container is looked at. A ``#`` may be part of a name or precede an id:
    no reading of the record may lead to a file. When the folder does not exist, for example on
    another machine, the file may still exist.
    """
    if record.startswith("<") or "\\x" in record:  # not a file, or an escaped name
        return False
    readings = [record[:at] for at, sign in enumerate(record) if sign == "#"]
    return all(_left_its_folder(folder / reading) for reading in [*readings, record])


def _left_its_folder(path: Path) -> bool:
    # Not `path.exists()`: from Python 3.14 on it is False, too, where nobody can look.
    try:
        path.stat()
    except FileNotFoundError:
        return is_folder(path.parent)
    except OSError:  # the name is too long, or the folder is not readable
        return False
    return False


def _stem(finding: Finding) -> str:
    """Return a fingerprint without its ordinal: equal findings are counted."""
    return finding.fingerprint.partition(":")[0]


def _is_lines(path: Path) -> bool:
    """Tell whether a file contains entries only, one per line."""
    return ".jsonl" in path.suffixes


def _entries(path: Path) -> Iterator[Entry]:
    """Yield the entries of a file; raises BaselineError."""
    try:
        with open_regular(path) as stream:
            data = stream.read()
        if path.suffix == ".gz":
            import gzip

            data = gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise BaselineError(f"{path}: {reason}") from None
    try:
        if _is_lines(path):
            yield from msgspec.json.Decoder(Entry).decode_lines(data)
            return
        file = msgspec.json.decode(data, type=_File)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BaselineError(f"{path}: not a baseline: {error}") from None
    if file.version != _VERSION:
        raise BaselineError(f"{path}: unknown version {file.version}; expected {_VERSION}")
    yield from file.suppressions
