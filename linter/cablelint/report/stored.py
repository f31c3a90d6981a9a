"""Reads what ``json-lines`` wrote: the results of earlier runs, record by record.

The names are those of ``cablelint.report.wire``. Lines of a kind that is not known are passed over,
so a file of this version may hold more than this program writes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import IO, Final, Literal

import msgspec

from cablegrammar import Span
from cablelint.finding import (
    Applicability,
    Confidence,
    Edit,
    Finding,
    Fix,
    Origin,
    Related,
    Severity,
    Suppressed,
    Verdict,
)
from cablelint.report.json_lines import VERSION
from cablelint.result import Identity, Place, Placed, Result, Summary

__all__ = ["StoredError", "StoredSummary", "read", "read_summary"]

_TAIL: Final = 1 << 16
_SEVERITIES: Final = {severity.label: severity for severity in Severity}
_CONFIDENCES: Final = {confidence.label: confidence for confidence in Confidence}


class StoredError(Exception):
    """A findings file that cannot be read; the message names file, line and reason."""


class _Location(msgspec.Struct):
    row: int
    column: int


class _Range(msgspec.Struct):
    location: _Location
    end_location: _Location

    def place(self) -> Place:
        start, end = self.location, self.end_location
        return Place(start.row, start.column, end.row, end.column)


class _Related(_Range):
    message: str
    span: tuple[int, int] = (0, 0)


class _Edit(msgspec.Struct):
    span: tuple[int, int]
    content: str


class _Fix(msgspec.Struct):
    applicability: Applicability
    message: str
    edits: list[_Edit]

    def value(self) -> Fix:
        edits = tuple(Edit(Span(*edit.span), edit.content) for edit in self.edits)
        return Fix(self.message, edits, self.applicability)


class _Finding(_Range, tag_field="kind", tag="finding"):
    code: str
    name: str
    message: str
    severity: str
    origin: Origin
    span: tuple[int, int]
    byte_span: tuple[int, int] | None = None
    fix: _Fix | None = None
    related: list[_Related] = []
    fingerprint: str = ""
    archive_member: str | None = None
    suppressed: Suppressed | None = None
    confidence: Literal["low", "medium", "high"] = "high"

    def placed(self) -> Placed:
        finding = Finding(
            rule=self.name,
            code=self.code,
            message=self.message,
            span=Span(*self.span),
            severity=_SEVERITIES[self.severity],
            origin=self.origin,
            fix=self.fix.value() if self.fix else None,
            related=tuple(Related(Span(*place.span), place.message) for place in self.related),
            fingerprint=self.fingerprint,
            suppressed=self.suppressed,
            confidence=_CONFIDENCES[self.confidence],
        )
        related = tuple(place.place() for place in self.related)
        return Placed(finding, self.place(), related, self.byte_span)


class _Suppressed(_Finding, tag="suppressed"):
    """A finding that was not reported."""


class _Record(msgspec.Struct, tag_field="kind", tag="record"):
    filename: str
    verdict: Verdict
    record_id: str | None = None
    message: str | None = None
    cable: Identity = Identity()
    text: str | None = None

    def result(self, findings: list[_Finding]) -> Result:
        member = next((finding.archive_member for finding in findings), None)
        return Result(
            path=self.filename,
            record_id=self.record_id,
            verdict=self.verdict,
            findings=tuple(finding.placed() for finding in findings if not finding.suppressed),
            suppressed=tuple(finding.placed() for finding in findings if finding.suppressed),
            text=self.text,
            identity=self.cable,
            message=self.message,
            container=self.filename.removesuffix(f"/{member}") if member else None,
        )


class StoredSummary(msgspec.Struct, tag_field="kind", tag="summary"):
    """What the last line says of the run, beside what can be counted."""

    version: int = VERSION
    suppressed: int = 0
    passed_over: int = 0
    skipped: dict[str, int] = {}
    fixed: int = 0
    partial: bool = False
    records: int = 0
    shard: tuple[int, int] | None = None

    def add_to(self, summary: Summary, seen: int) -> None:
        """Add what cannot be counted from the records; so many suppressed findings were seen."""
        summary.suppressed += self.suppressed - seen
        summary.passed_over += self.passed_over
        summary.skipped.update(self.skipped)
        summary.fixed += self.fixed
        summary.partial |= self.partial


class _Kind(msgspec.Struct):
    kind: str
    version: int = VERSION


_KINDS: Final = {"finding", "suppressed", "record", "summary"}
_Item = _Finding | _Suppressed | _Record | StoredSummary
_LINE: Final[msgspec.json.Decoder[_Item]] = msgspec.json.Decoder(_Item)
_HEAD: Final = msgspec.json.Decoder(_Kind)


def read(path: str, stream: IO[bytes], totals: Summary) -> Iterator[Result]:
    """Yield the results of one file, and count them in the totals.

    A file whose last line is not a summary, or half a line, is of a run that was cut short; then
    the totals say so. Raises StoredError for another unreadable line, and for a newer version.
    """
    findings: list[_Finding] = []
    complete = False
    suppressed = 0
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            item = _decode(path, number, line)
        except StoredError:
            if line.endswith(b"\n"):
                raise
            complete = False
            break
        complete = isinstance(item, StoredSummary)
        if isinstance(item, _Finding):
            findings.append(item)
        elif isinstance(item, _Record):
            result = _result(path, number, item, findings)
            totals.add(result)
            suppressed += len(result.suppressed)
            yield result
            findings = []
        elif item is not None:
            _refuse_newer(path, item.version)
            item.add_to(totals, suppressed)
            suppressed = 0
    totals.partial |= not complete


def _result(path: str, number: int, record: _Record, findings: Iterable[_Finding]) -> Result:
    try:
        return record.result(list(findings))
    except KeyError as error:
        raise StoredError(f"{path}:{number}: unknown severity {error}") from None


def _decode(path: str, number: int, line: bytes) -> _Item | None:
    """Return what a line holds, None for a kind that is not known."""
    try:
        head = _HEAD.decode(line)
        if head.kind not in _KINDS:
            return None
        if head.kind == "summary":
            _refuse_newer(path, head.version)
        return _LINE.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoredError(
            f"{path}:{number}: not a line of findings ({error}); "
            "was it written by --output-format json-lines?"
        ) from None


def read_summary(path: str, stream: IO[bytes]) -> StoredSummary | None:
    """Return the summary, the last line, before anything is read; None when there is none.

    Raises StoredError for a newer version.
    """
    if not stream.seekable():
        return None
    end = stream.seek(0, os.SEEK_END)
    stream.seek(max(end - _TAIL, 0))
    last = stream.read().rstrip().rpartition(b"\n")[2]
    stream.seek(0)
    try:
        head = _HEAD.decode(last)
        if head.kind != "summary":
            return None
        _refuse_newer(path, head.version)
        item = _LINE.decode(last)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None  # a file that was cut off: what is whole in it can still be read
    return item if isinstance(item, StoredSummary) else None


def _refuse_newer(path: str, version: int) -> None:
    if version > VERSION:
        raise StoredError(
            f"{path}: written by a newer cablelint (findings version {version}; this one reads "
            f"{VERSION}): please update"
        )
