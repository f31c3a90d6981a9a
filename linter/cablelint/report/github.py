"""The ``github`` format: workflow commands that GitHub Actions shows as annotations."""

from __future__ import annotations

from typing import IO, Final

from cablelint.finding import Severity
from cablelint.report import Style
from cablelint.report.common import TextReporter, Top, message_of, relative_path, whereabouts
from cablelint.report.escape import github_message, github_property, printable
from cablelint.result import Placed, Result, Summary

#: GitHub shows so many annotations of each level for a step, and this many for a job.
PER_LEVEL: Final = 10
PER_JOB: Final = 50

_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def _annotation(result: Result, placed: Placed) -> str:
    finding, place = placed.finding, placed.place
    properties = {
        "title": f"cablelint ({finding.code})",
        "file": relative_path(result.path),
        "line": str(place.line),
        "col": str(place.column),
        "endLine": str(place.end_line),
        "endColumn": str(place.end_column),
    }
    if result.record_id is not None:  # its lines are not the lines of the container
        properties = {key: properties[key] for key in ("title", "file")}
    written = ",".join(f"{key}={github_property(value)}" for key, value in properties.items())
    message = github_message(f"{whereabouts(result, placed)}: {finding.code} {message_of(finding)}")
    return f"::{_LEVELS[finding.severity]} {written}::{message}"


class GitHub(TextReporter):
    """Writes the annotations at the end, heaviest first, no more than GitHub would show."""

    def __init__(self, stream: IO[str], style: Style) -> None:
        """Write to a text stream."""
        super().__init__(stream, style)
        self._top: Top[str] = Top(PER_LEVEL)

    def result(self, result: Result) -> None:
        """Keep the findings of one record that may be shown."""
        if result.passed_over:
            return
        if result.message and not result.findings:
            file = github_property(relative_path(result.path))
            title = f"title=cablelint ({result.verdict}),file={file}"
            self._top.add(
                Severity.ERROR,
                f"::error {title}::{github_message(f'{result.name}: {result.message}')}",
            )
        for placed in result.findings:
            self._top.add(placed.finding.severity, _annotation(result, placed))

    def end(self, summary: Summary) -> None:
        """Write the annotations, and how many findings have none."""
        shown = self._top.heaviest(PER_JOB)
        for line in shown:
            self._stream.write(f"{printable(line)}\n")
        if hidden := self._top.total - len(shown):
            self._stream.write(
                f"{hidden} more without annotation: GitHub shows {PER_LEVEL} of each level. "
                "The markdown format gives a summary of all.\n"
            )
        self._stream.flush()


def reporter(stream: IO[str], style: Style) -> GitHub:
    """Return the reporter of this format."""
    return GitHub(stream, style)
