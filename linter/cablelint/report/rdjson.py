"""The ``rdjson`` and ``rdjsonl`` formats: the diagnostics that reviewdog reads.

Columns are code points as in all formats of cablelint (reviewdog counts bytes: the two agree on
lines of plain ASCII, as nearly all lines of telegrams are).
"""

from __future__ import annotations

from typing import IO, Final

from cablelint.finding import Applicability, Severity
from cablelint.report import Style
from cablelint.report.common import edit_places, message_of, relative_path, rule_url
from cablelint.report.json_text import dumps
from cablelint.result import Place, Placed, Result, Summary

_SEVERITIES: Final = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}
_SOURCE: Final = {"name": "cablelint", "url": "https://pypi.org/project/cablelint/"}


def _range(place: Place) -> dict[str, dict[str, int]]:
    return {
        "start": {"line": place.line, "column": place.column},
        "end": {"line": place.end_line, "column": place.end_column},
    }


def diagnostic(result: Result, placed: Placed) -> dict[str, object]:
    """Return one diagnostic; fixes that may be applied are its suggestions."""
    finding = placed.finding
    url = rule_url(finding.code, finding.rule)
    item: dict[str, object] = {
        "message": message_of(finding),
        "location": {"path": relative_path(result.path), "range": _range(placed.place)},
        "severity": _SEVERITIES[finding.severity],
        "source": _SOURCE,
        "code": {"value": finding.code} | ({"url": url} if url else {}),
    }
    if result.record_id is not None:  # the lines of a record are not those of its container
        place = placed.place
        item["message"] = f"{result.record_id}:{place.line}:{place.column}: {message_of(finding)}"
        item["location"] = {"path": relative_path(result.path)}
    elif finding.fix is not None and finding.fix.applicability is not Applicability.DISPLAY:
        item["suggestions"] = [
            {"range": _range(place), "text": edit.replacement}
            for edit, place in edit_places(result, finding.fix.edits)
        ]
    return item


class RdJson:
    """Writes diagnostics, in one document or one to a line."""

    needs_text = True

    def __init__(self, stream: IO[str], *, lines: bool) -> None:
        """Write to a text stream; ``lines`` leaves the document's frame away."""
        self._stream = stream
        self._lines = lines
        self._separator = ""

    def begin(self) -> None:
        """Open the document."""
        if not self._lines:
            source = dumps(_SOURCE)
            self._stream.write(f'{{"source":{source},"severity":"WARNING","diagnostics":[\n')

    def result(self, result: Result) -> None:
        """Write the findings of one record."""
        if result.passed_over:
            return
        if result.message and not result.findings:
            message = f"{result.name}: {result.verdict}: {result.message}"
            location = {"path": relative_path(result.path)}
            self._write({"message": message, "location": location, "severity": "ERROR"})
        for placed in result.findings:
            self._write(diagnostic(result, placed))

    def end(self, summary: Summary) -> None:
        """Close the document."""
        if not self._lines:
            self._stream.write("\n]}\n" if self._separator else "]}\n")
        self._stream.flush()

    def _write(self, item: dict[str, object]) -> None:
        self._stream.write(f"{self._separator}{dumps(item)}")
        if self._lines:
            self._stream.write("\n")
        else:
            self._separator = ",\n"


def reporter(stream: IO[str], style: Style) -> RdJson:
    """Return the reporter of the ``rdjson`` format."""
    return RdJson(stream, lines=False)
