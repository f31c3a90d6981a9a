"""The ``checkstyle`` format: the XML of Checkstyle 4.3, which Jenkins and most others read."""

from __future__ import annotations

from typing import IO

from cablelint.report import Style
from cablelint.report.common import message_of, relative_name
from cablelint.report.escape import xml_attribute
from cablelint.result import Placed, Result, Summary


class Checkstyle:
    """Writes a ``file`` per record as it ends, a clean one, too, so no report is empty.

    The line of a record in a container is that of the record, so its id follows the path.
    """

    needs_text = False

    def __init__(self, stream: IO[str]) -> None:
        """Write to a text stream."""
        self._stream = stream

    def begin(self) -> None:
        """Open the document."""
        self._stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n')

    def result(self, result: Result) -> None:
        """Write the findings of one record; what cannot be checked is an error at line 1."""
        if result.passed_over:
            return
        errors = [_error(placed) for placed in result.findings]
        if result.message is not None and not errors:
            source = f'source="cablelint.{result.verdict}"'
            message = xml_attribute(result.message)
            errors.append(f'<error line="1" severity="error" message={message} {source}/>')
        name = xml_attribute(relative_name(result))
        if not errors:
            self._stream.write(f"  <file name={name}/>\n")
            return
        self._stream.write(f"  <file name={name}>\n")
        self._stream.writelines(f"    {error}\n" for error in errors)
        self._stream.write("  </file>\n")

    def end(self, summary: Summary) -> None:
        """Close the document."""
        self._stream.write("</checkstyle>\n")
        self._stream.flush()


def _error(placed: Placed) -> str:
    finding, place = placed.finding, placed.place
    where = f'line="{place.line}" column="{place.column}"'
    what = f'severity="{finding.severity.label}" message={xml_attribute(message_of(finding))}'
    return f"<error {where} {what} source={xml_attribute(f'cablelint.{finding.code}')}/>"


def reporter(stream: IO[str], style: Style) -> Checkstyle:
    """Return the reporter of this format."""
    return Checkstyle(stream)
