"""The ``grouped`` format: findings under the name of their record."""

from __future__ import annotations

from typing import IO

from cablelint.report import Style
from cablelint.report.common import message_of
from cablelint.report.concise import Concise, mark
from cablelint.report.escape import message_line, plain_line
from cablelint.result import Result


class Grouped(Concise):
    """Writes a heading per record with findings, places in aligned columns below it."""

    def result(self, result: Result) -> None:
        """Write the findings of one record; a record without any takes no line."""
        nothing = not (result.findings or result.message)
        if result.passed_over or self._style.statistics or nothing:
            return
        self._stream.write(f"{plain_line(result.name)}:\n")
        if result.message and not result.findings:
            self._stream.write(f"  {result.verdict}: {message_line(result.message)}\n")
        places = [f"{p.place.line}:{p.place.column}" for p in result.findings]
        width = max(map(len, places), default=0)
        for place, placed in zip(places, result.findings, strict=True):
            finding = placed.finding
            severity = finding.severity.label
            head = " ".join(filter(None, (severity, finding.code, mark(finding, self._style))))
            self._stream.write(f"  {place:>{width}} {head} {message_line(message_of(finding))}\n")
        self._stream.write("\n")


def reporter(stream: IO[str], style: Style) -> Grouped:
    """Return the reporter of this format."""
    return Grouped(stream, style)
