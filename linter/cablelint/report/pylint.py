"""The ``pylint`` format: ``path:line: [CODE] message``, as flake8 and Ruff write it.

GitHub's problem matchers and the pylint parsers of Jenkins and diff-quality read it. The line of a
record in a container is that of the record, so its id follows the path.
"""

from __future__ import annotations

from typing import IO

from cablelint.report import Style
from cablelint.report.common import TextReporter, message_of, relative_name
from cablelint.report.escape import message_line, plain_line
from cablelint.result import Result


class Pylint(TextReporter):
    """Writes a line per finding as records end; what cannot be checked is reported at line 1."""

    def result(self, result: Result) -> None:
        """Write the findings of one record."""
        if result.passed_over:
            return
        name = relative_name(result)
        for placed in result.findings:
            self._write(name, placed.place.line, placed.finding.code, message_of(placed.finding))
        if result.message is not None and not result.findings:
            self._write(name, 1, str(result.verdict), result.message)

    def _write(self, name: str, line: int, code: str, message: str) -> None:
        self._stream.write(f"{plain_line(name)}:{line}: [{code}] {message_line(message)}\n")


def reporter(stream: IO[str], style: Style) -> Pylint:
    """Return the reporter of this format."""
    return Pylint(stream, style)
