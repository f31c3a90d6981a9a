"""The ``gitlab`` format: a Code Quality report."""

from __future__ import annotations

import hashlib
from typing import IO, Final

from cablelint.finding import Severity
from cablelint.report import Style
from cablelint.report.common import message_of, relative_path
from cablelint.report.json_text import dumps
from cablelint.result import Placed, Result, Summary

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


class GitLab:
    """Writes one array, item by item; GitLab drops equal fingerprints, so each is unique."""

    needs_text = False

    def __init__(self, stream: IO[str]) -> None:
        """Write to a text stream."""
        self._stream = stream
        self._seen: set[str] = set()
        self._separator = "\n"

    def begin(self) -> None:
        """Open the array."""
        self._stream.write("[")

    def result(self, result: Result) -> None:
        """Write the findings of one record."""
        if result.passed_over:
            return
        if result.message and not result.findings:
            self._write(result, str(result.verdict), result.message, "critical", None)
        for placed in result.findings:
            finding = placed.finding
            severity = _SEVERITIES[finding.severity]
            self._write(result, finding.rule, message_of(finding), severity, placed)

    def end(self, summary: Summary) -> None:
        """Close the array."""
        self._stream.write("\n]\n" if self._seen else "]\n")
        self._stream.flush()

    def _write(
        self, result: Result, check: str, message: str, severity: str, placed: Placed | None
    ) -> None:
        path = relative_path(result.path)
        content = placed.finding.fingerprint if placed else message
        location: dict[str, object] = {"path": path, "lines": {"begin": 1}}
        description = message
        if placed is not None and result.record_id is None:
            place = placed.place
            location = {
                "path": path,
                "positions": {
                    "begin": {"line": place.line, "column": place.column},
                    "end": {"line": place.end_line, "column": place.end_column},
                },
            }
        elif placed is not None:  # the lines of a record are not those of its container
            description = f"{result.record_id}:{placed.place.line}:{placed.place.column}: {message}"
        item = {
            "check_name": check,
            "description": description,
            "severity": severity,
            "fingerprint": self._fingerprint(path, result.record_id, check, content),
            "location": location,
        }
        self._stream.write(f"{self._separator}  {dumps(item)}")
        self._separator = ",\n"

    def _fingerprint(self, *parts: str | None) -> str:
        digest = hashlib.sha256(
            "\0".join(part or "" for part in parts).encode("utf-8", "replace")
        ).hexdigest()[:32]
        unique, ordinal = digest, 1
        while unique in self._seen:
            ordinal += 1
            unique = f"{digest}-{ordinal}"
        self._seen.add(unique)
        return unique


def reporter(stream: IO[str], style: Style) -> GitLab:
    """Return the reporter of this format."""
    return GitLab(stream)
