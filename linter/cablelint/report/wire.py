"""A result as the JSON formats write it: snake_case names, 1-based places, ends exclusive."""

from __future__ import annotations

from typing import Any

from cablelint.finding import Fix
from cablelint.report.common import rule_url
from cablelint.result import Place, Placed, Result, Summary

__all__ = ["finding_row", "record_row", "summary_row"]

Row = dict[str, Any]


def finding_row(result: Result, placed: Placed) -> Row:
    """Return a finding with the record it is in; ``span`` counts code points of the text."""
    finding, place = placed.finding, placed.place
    return {
        "code": finding.code,
        "name": finding.rule,
        "message": finding.message,
        "severity": finding.severity.label,
        "confidence": finding.confidence.label,
        "origin": finding.origin,
        "filename": result.path,
        "archive_member": result.member,
        "record_id": result.record_id,
        "location": _location(place.line, place.column),
        "end_location": _location(place.end_line, place.end_column),
        "span": [finding.span.start, finding.span.end],
        "byte_span": list(placed.bytes) if placed.bytes else None,
        "fix": _fix(finding.fix),
        "related": [
            {"message": one.message, "span": [one.span.start, one.span.end], **_range(where)}
            for one, where in zip(finding.related, placed.related, strict=False)
        ],
        "url": rule_url(finding.code, finding.rule),
        "fingerprint": finding.fingerprint,
    }


def record_row(result: Result) -> Row:
    """Return the verdict on a record, what it says it is, and its counts."""
    identity = result.identity
    return {
        "filename": result.path,
        "record_id": result.record_id,
        "verdict": result.verdict,
        "message": result.message,
        "cable": {
            "id": identity.id,
            "family": identity.family,
            "wrappers": identity.wrappers,
            "checked": identity.checked,
            "station": identity.station,
            "date": identity.date,
            "year": identity.year,
            "classification": identity.classification,
            "subject": identity.subject,
        },
        "counts": {"findings": len(result.findings), "suppressed": len(result.suppressed)},
    }


def summary_row(summary: Summary) -> Row:
    """Return the totals of a run."""
    return {
        "records": summary.records,
        "findings": summary.findings,
        "suppressed": summary.suppressed,
        "passed_over": summary.passed_over,
        "skipped": _sorted(summary.skipped),
        "fixed": summary.fixed,
        "fixable": {"safe": summary.fixable_safe, "unsafe": summary.fixable_unsafe},
        "verdicts": _sorted(summary.verdicts),
        "rules": _sorted(summary.rules),
        "origins": _sorted(summary.origins),
        "severities": {
            severity.label: count for severity, count in sorted(summary.severities.items())
        },
        "partial": summary.partial,
    }


def _sorted(counts: dict[Any, int]) -> dict[str, int]:
    """Return counts by name in order of name."""
    return {str(key): count for key, count in sorted(counts.items())}


def _location(line: int, column: int) -> Row:
    return {"row": line, "column": column}


def _range(place: Place) -> Row:
    return {
        "location": _location(place.line, place.column),
        "end_location": _location(place.end_line, place.end_column),
    }


def _fix(fix: Fix | None) -> Row | None:
    """Return a fix; its edits are spans of code points and what they put there."""
    if fix is None:
        return None
    return {
        "applicability": fix.applicability,
        "message": fix.title,
        "edits": [
            {"span": [edit.span.start, edit.span.end], "content": edit.replacement}
            for edit in fix.edits
        ],
    }
