"""``json-lines``: one object a line as each record ends, ``summary`` the last of them.

``kind`` tells them apart: each record is a line ``record``, its findings lines ``finding`` before
it, and the totals the line ``summary``, with its number in ``shard`` if they are of one of several.
A suppressed finding is a line ``suppressed``, so that a count of ``finding`` leaves it out. With
``--with-text`` a record that has findings holds its text, too, which ``cablelint report`` can show.
"""

from __future__ import annotations

from typing import IO

from cablelint.report import Style
from cablelint.report.json_text import dump_lines, dumps
from cablelint.report.wire import finding_row, record_row, summary_row
from cablelint.result import Result, Summary

__all__ = ["VERSION", "JsonLines", "reporter"]

VERSION = 1


class JsonLines:
    """Writes each record as it ends; keeps nothing."""

    def __init__(self, stream: IO[str], style: Style) -> None:
        """Write to a text stream."""
        self._stream = stream
        self._statistics = style.statistics
        self.needs_text = style.with_text

    def begin(self) -> None:
        """Write nothing: every line is complete."""

    def result(self, result: Result) -> None:
        """Write the findings of one record and the verdict on it."""
        if result.passed_over or self._statistics:
            return
        rows = [{"kind": "finding", **finding_row(result, finding)} for finding in result.findings]
        rows += [
            {
                "kind": "suppressed",
                "suppressed": hidden.finding.suppressed,
                **finding_row(result, hidden),
            }
            for hidden in result.suppressed
        ]
        record = {"kind": "record", **record_row(result)}
        if self.needs_text and result.findings and result.text is not None:
            record["text"] = result.text
        rows.append(record)
        self._stream.write(dump_lines(rows))
        self._stream.flush()

    def end(self, summary: Summary) -> None:
        """Write the totals."""
        row = {"kind": "summary", "version": VERSION, **summary_row(summary)}
        if summary.shard is not None:
            row["shard"] = summary.shard
        self._stream.write(f"{dumps(row)}\n")
        self._stream.flush()


def reporter(stream: IO[str], style: Style) -> JsonLines:
    """Return the reporter of this format."""
    return JsonLines(stream, style)
