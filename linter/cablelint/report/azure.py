"""The ``azure`` format: logging commands that Azure Pipelines shows as issues."""

from __future__ import annotations

from typing import IO, Final

from cablelint.finding import Severity
from cablelint.report import Style
from cablelint.report.common import TextReporter, message_of, relative_path, whereabouts
from cablelint.report.escape import azure_text, azure_value, plain_line
from cablelint.result import Placed, Result

#: Azure knows errors and warnings; what weighs less is written as plain text.
_TYPES: Final = {Severity.ERROR: "error", Severity.WARNING: "warning"}


def _command(result: Result, placed: Placed) -> str:
    finding = placed.finding
    message = f"{whereabouts(result, placed)}: {finding.code} {message_of(finding)}"
    kind = _TYPES.get(finding.severity)
    if kind is None:
        return plain_line(message)
    properties = [f"type={kind}", f"sourcepath={azure_value(relative_path(result.path))}"]
    if result.record_id is None:  # the lines of a record are not those of its container
        properties.append(f"linenumber={placed.place.line}")
        properties.append(f"columnnumber={placed.place.column}")
    properties.append(f"code={finding.code}")
    return f"##vso[task.logissue {';'.join(properties)};]{azure_text(message)}"


class Azure(TextReporter):
    """Writes a logging command per finding as the records end."""

    def result(self, result: Result) -> None:
        """Write the findings of one record."""
        if result.passed_over:
            return
        if result.message and not result.findings:
            message = azure_text(f"{result.name}: {result.verdict}: {result.message}")
            path = azure_value(relative_path(result.path))
            self._stream.write(f"##vso[task.logissue type=error;sourcepath={path};]{message}\n")
        for placed in result.findings:
            self._stream.write(f"{_command(result, placed)}\n")


def reporter(stream: IO[str], style: Style) -> Azure:
    """Return the reporter of this format."""
    return Azure(stream, style)
