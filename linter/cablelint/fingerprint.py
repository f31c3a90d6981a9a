"""Fingerprints of findings that survive moved lines: rule, record, words of the line, ordinal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from cablegrammar import Source, Span
from cablelint.finding import Finding, Severity

__all__ = ["Fingerprints"]


class Fingerprints:
    """Makes the fingerprints of the findings of one record; each line is hashed once."""

    def __init__(self, place: str, source: Source) -> None:
        """Take the record's id, or else its path, and its text."""
        self._place = place
        self._source = source
        self._lines: dict[int, bytes] = {}
        self._seen: Counter[str] = Counter()

    def mark(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings that are on, in order of place, with their fingerprints."""
        shown = (finding for finding in findings if finding.severity is not Severity.OFF)
        for finding in sorted(shown, key=_order):
            words = f"{finding.rule}\0{self._place}\0".encode("utf-8", "replace")
            key = _digest(words + self._line(finding.span)).hex()
            self._seen[key] += 1
            yield replace(finding, fingerprint=f"{key}:{self._seen[key]}")

    def _line(self, span: Span) -> bytes:
        """Return the digest of the line where a span begins, with normalized blanks."""
        line, _ = self._source.position(span.start)
        if line not in self._lines:
            text = self._source.line_span(line).of(self._source.text)
            folded = " ".join(text.split()).encode("utf-8", "replace")
            self._lines[line] = _digest(folded)
        return self._lines[line]


def _digest(words: bytes) -> bytes:
    from hashlib import blake2b  # a file without findings needs none

    return blake2b(words, digest_size=8).digest()


def _order(finding: Finding) -> tuple[int, int, str]:
    """Return the sort key of a finding: place, then code."""
    return finding.span.start, finding.span.end, finding.code
