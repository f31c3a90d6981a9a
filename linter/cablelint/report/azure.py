"""The ``azure`` format: logging commands that Azure Pipelines shows as issues."""

from __future__ import annotations

from typing import IO, Final

from cablelint.finding import Severity
from cablelint.report import Style
from cablelint.report.common import message_of, printable, relative_path, whereabouts
from cablelint.result import Placed, Result, Summary

#: Azure knows errors and warnings; what weighs less is written as plain text.
_TYPES: Final = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_ESCAPES: Final = str.maketrans({"%": "%AZP25", "\r": "%0D", "\n": "%0A", ";": "%3B", "]": "%5D"})


def escape(value: str) -> str:
    """Return a message or a value as a logging command may hold it."""
    return printable(value.translate(_ESCAPES))


def _command(result: Result, placed: Placed) -> str:
    finding = placed.finding
    message = f"{whereabouts(result, placed)}: {finding.code} {message_of(finding)}"
    kind = _TYPES.get(finding.severity)
    if kind is None:
        return printable(message)
    properties = [f"type={kind}", f"sourcepath={escape(relative_path(result.path))}"]
    if result.record_id is None:  # the lines of a record are not those of its container
        properties.append(f"linenumber={placed.place.line}")
        properties.append(f"columnnumber={placed.place.column}")
    properties.append(f"code={finding.code}")
    return f"##vso[task.logissue {';'.join(properties)};]{escape(message)}"


class Azure:
    """Writes a logging command per finding as the records end."""

    needs_text = False

    def __init__(self, stream: IO[str]) -> None:
        """Write to a text stream."""
        self._stream = stream

    def begin(self) -> None:
        """Write nothing: the commands need no frame."""

    def result(self, result: Result) -> None:
        """Write the findings of one record."""
        if result.passed_over:
            return
        if result.message:
            message = escape(f"{result.name}: {result.verdict}: {result.message}")
            path = escape(relative_path(result.path))
            self._stream.write(f"##vso[task.logissue type=error;sourcepath={path};]{message}\n")
        for placed in result.findings:
            self._stream.write(f"{_command(result, placed)}\n")

    def end(self, summary: Summary) -> None:
        """Write out what is held back."""
        self._stream.flush()


def reporter(stream: IO[str], style: Style) -> Azure:
    """Return the reporter of this format."""
    return Azure(stream)
