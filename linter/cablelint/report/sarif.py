"""The ``sarif`` format: SARIF 2.1.0, one run, within the limits of GitHub's code scanning."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, Final
from urllib.parse import quote

from cablelint import __version__
from cablelint.finding import Applicability, Severity
from cablelint.report import Style
from cablelint.report.common import Top, edit_places, message_of, relative_path, rule_url
from cablelint.report.json_text import dumps
from cablelint.result import Place, Placed, Result, Summary

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT: Final = "SRCROOT"
_LEVELS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
    Severity.OFF: "none",
}
Json = dict[str, object]


def artifact(path: str) -> Json:
    """Return the location of a file: relative to the root when it is below it."""
    written = relative_path(path)
    if Path(written).is_absolute():
        return {"uri": Path(_encodable(written)).as_uri()}
    return {"uri": quote(_encodable(written)), "uriBaseId": _ROOT}


def _region(place: Place) -> Json:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _location(result: Result, placed: Placed, place: Place) -> Json:
    """Return a place; in a container its region is in bytes: the lines are those of the record."""
    physical: Json = {"artifactLocation": artifact(result.path)}
    location: Json = {"physicalLocation": physical}
    if result.record_id is None:
        physical["region"] = _region(place)
        return location
    if placed.bytes is not None and place is placed.place:
        start, end = placed.bytes
        physical["region"] = {"byteOffset": start, "byteLength": end - start}
    name = {"name": result.record_id, "fullyQualifiedName": result.name, "kind": "element"}
    location["logicalLocations"] = [name]
    return location


def _fix(result: Result, placed: Placed) -> list[Json]:
    fix = placed.finding.fix
    if fix is None or fix.applicability is Applicability.DISPLAY or result.record_id is not None:
        return []
    replacements = [
        {"deletedRegion": _region(place), "insertedContent": {"text": edit.replacement}}
        for edit, place in edit_places(result, fix.edits)
    ]
    if not replacements:
        return []
    change = {"artifactLocation": artifact(result.path), "replacements": replacements}
    return [{"description": {"text": fix.title}, "artifactChanges": [change]}]


def _properties(result: Result, placed: Placed) -> Json:
    finding = placed.finding
    properties: Json = {
        "origin": str(finding.origin),
        "confidence": finding.confidence.label,
        "verdict": str(result.verdict),
    }
    if result.record_id is not None:
        properties["record"] = {"id": result.record_id, **_region(placed.place)}
    if finding.fix is not None:
        properties["fix"] = str(finding.fix.applicability)
    return properties


def to_result(result: Result, placed: Placed) -> Json:
    """Return one result of the log."""
    finding = placed.finding
    message = message_of(finding)
    if result.record_id is not None:
        message = f"{result.record_id}:{placed.place.line}:{placed.place.column}: {message}"
    item: Json = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [_location(result, placed, placed.place)],
        "partialFingerprints": {"cablelint/v1": finding.fingerprint},
        "properties": _properties(result, placed),
    }
    if placed.related:
        item["relatedLocations"] = [
            {"id": n, "message": {"text": note.message}, **_location(result, placed, place)}
            for n, (note, place) in enumerate(
                zip(finding.related, placed.related, strict=True), start=1
            )
        ]
    if fixes := _fix(result, placed):
        item["fixes"] = fixes
    if finding.suppressed is not None:
        item["suppressions"] = [{"kind": str(finding.suppressed)}]
    return item


def _rule(code: str, name: str) -> Json:
    from cablelint.rules import by_key

    item: Json = {"id": code, "name": name}
    if url := rule_url(code, name):
        item["helpUri"] = url
    rule = by_key().get(code)
    if rule is not None:
        item["shortDescription"] = {"text": rule.summary}
        item["defaultConfiguration"] = {"level": _LEVELS[rule.severity]}
        item["properties"] = {"tags": [str(rule.origin)]}
    return item


class Sarif:
    """Writes the log at the end: the heaviest results first, no more than the limit."""

    needs_text = True

    def __init__(self, stream: IO[str], style: Style) -> None:
        """Write to a text stream."""
        self._stream = stream
        self._limit = style.sarif_max_results
        self._top: Top[str] = Top(self._limit)
        self._rules: dict[str, str] = {}
        self._failures: list[Json] = []

    def begin(self) -> None:
        """Write nothing: the heaviest results come first."""

    def result(self, result: Result) -> None:
        """Keep the results of one record while there is room."""
        if result.passed_over:
            return
        if result.message and len(self._failures) < self._limit:
            message = {"text": f"{result.name}: {result.verdict}: {result.message}"}
            location = {"physicalLocation": {"artifactLocation": artifact(result.path)}}
            failure: Json = {"level": "error", "message": message, "locations": [location]}
            self._failures.append(failure)
        for placed in (*result.findings, *result.suppressed):
            self._add(result, placed)

    def end(self, summary: Summary) -> None:
        """Write the log, and say on standard error when results are left out."""
        kept = self._top.heaviest(self._limit)
        driver: Json = {
            "name": "cablelint",
            "semanticVersion": __version__,
            "informationUri": "https://pypi.org/project/cablelint/",
            "rules": [_rule(code, self._rules[code]) for code in sorted(self._rules)],
        }
        invocation: Json = {
            "executionSuccessful": not self._failures and not summary.partial,
            "toolExecutionNotifications": self._failures,
        }
        root = {"description": {"text": "The folder in which cablelint was started."}}
        head = {
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {_ROOT: root},
            "invocations": [invocation],
        }
        self._stream.write(f'{{"$schema":"{_SCHEMA}","version":"2.1.0","runs":[')
        self._stream.write(f'{dumps(head)[:-1]},"results":[\n')
        for number, item in enumerate(kept):
            self._stream.write(f"{',' if number else ''}{item}\n")
        self._stream.write("]}]}\n")
        self._stream.flush()
        if left_out := self._top.total - len(kept):
            sys.stderr.write(
                f"sarif: {len(kept):,} of {self._top.total:,} results written, the heaviest first; "
                f"{left_out:,} left out (--sarif-max-results).\n"
            )

    def _add(self, result: Result, placed: Placed) -> None:
        finding = placed.finding
        self._rules.setdefault(finding.code, finding.rule)
        severity = Severity.INFO if finding.suppressed else finding.severity
        if self._top.room(severity):
            item = dumps(to_result(result, placed))
            self._top.add(severity, item)
        else:
            self._top.skip()


def _encodable(path: str) -> str:
    """Return a path whose lone surrogates, which UTF-8 does not know, are question marks."""
    return path.encode("utf-8", "replace").decode("utf-8")


def reporter(stream: IO[str], style: Style) -> Sarif:
    """Return the reporter of this format."""
    return Sarif(stream, style)
