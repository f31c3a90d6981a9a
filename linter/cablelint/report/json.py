"""``json`` (``json-v1``): one object with findings, records and summary.

Its names change only with a major version, and then under a new name of the format.
"""

from __future__ import annotations

from typing import IO

from cablelint import __version__
from cablelint.report import Style
from cablelint.report.json_text import dumps
from cablelint.report.wire import finding_row, record_row, summary_row
from cablelint.result import Result, Summary

__all__ = ["Json", "reporter"]


class Json:
    """Writes findings as records end, and keeps the verdicts on the records for the end.

    It grows with the number of records; for archives there is ``json-lines``.
    """

    needs_text = False

    def __init__(self, stream: IO[str], style: Style) -> None:
        """Write to a text stream."""
        self._stream = stream
        self._statistics = style.statistics
        self._records: list[str] = []
        self._separator = "\n"

    def begin(self) -> None:
        """Open the object and the array of findings."""
        self._stream.write(f'{{"version":"json-v1","cablelint":"{__version__}","findings":[')

    def result(self, result: Result) -> None:
        """Write the findings of one record, and keep the verdict on it."""
        if result.passed_over or self._statistics:
            return
        for placed in result.findings:
            self._stream.write(self._separator + dumps(finding_row(result, placed)))
            self._separator = ",\n"
        self._records.append(dumps(record_row(result)))

    def end(self, summary: Summary) -> None:
        """Write the records and the totals, and close the object."""
        self._stream.write('\n],"records":[\n')
        self._stream.write(",\n".join(self._records))
        self._stream.write(f'\n],"summary":{dumps(summary_row(summary))}}}\n')
        self._stream.flush()


def reporter(stream: IO[str], style: Style) -> Json:
    """Return the reporter of this format."""
    return Json(stream, style)
