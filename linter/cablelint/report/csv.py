"""The ``csv`` format: one row per finding, for spreadsheets and data frames."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import IO, Final

from cablelint.report import Style
from cablelint.report.common import fix_title
from cablelint.report.escape import cell, in_pipeline, plain_line
from cablelint.result import Result, Summary

__all__ = ["COLUMNS", "Csv", "reporter", "rows"]

#: Column -> type, in the order of the columns; ``parquet`` has the same.
COLUMNS: Final[dict[str, type[str] | type[int]]] = {
    "path": str,
    "record_id": str,
    "verdict": str,
    "station": str,
    "year": int,
    "severity": str,
    "confidence": str,
    "code": str,
    "rule": str,
    "origin": str,
    "message": str,
    "line": int,
    "column": int,
    "end_line": int,
    "end_column": int,
    "start_byte": int,
    "end_byte": int,
    "fix": str,
    "applicability": str,
    "fingerprint": str,
}

#: Columns of ``--statistics``.
COUNTS: Final = ("count", "code", "fixable", "rule")

Cell = str | int | None


def counts(summary: Summary) -> Iterator[tuple[Cell, ...]]:
    """Yield count, code, best fix and name of each rule with findings, most findings first."""
    from cablelint.rules import by_key

    for name, count in summary.ranked_rules:
        rule = by_key().get(name)
        yield count, rule.code if rule else None, rule.fixable if rule else None, name


def rows(result: Result) -> Iterator[tuple[Cell, ...]]:
    """Yield one row per finding; a record that could not be checked has one row with its reason."""
    record = (result.path, result.record_id, str(result.verdict))
    identity = (result.identity.station, result.identity.year)
    if result.message and not result.findings:
        head = (*record, *identity, "error", None, None, None, None, result.message)
        yield (*head, *[None] * (len(COLUMNS) - len(head)))
    for placed in result.findings:
        finding, place, fix = placed.finding, placed.place, placed.finding.fix
        yield (
            *record,
            *identity,
            finding.severity.label,
            finding.confidence.label,
            finding.code,
            finding.rule,
            str(finding.origin),
            finding.message,
            place.line,
            place.column,
            place.end_line,
            place.end_column,
            *(placed.bytes or (None, None)),
            fix_title(fix),
            str(fix.applicability) if fix else None,
            finding.fingerprint,
        )


def guard(value: Cell, *, printed: bool = False) -> Cell:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe goes before its sign.

    One that is printed is not obeyed by the terminal or the pipeline either.
    """
    if not isinstance(value, str):
        return value
    return cell(plain_line(value) if printed else value)


class Csv:
    """Writes a heading line, then one row per finding as the records end, or counts per rule."""

    needs_text = False

    def __init__(self, stream: IO[str], style: Style) -> None:
        """Write to a text stream."""
        self._stream = stream
        self._statistics = style.statistics
        self._printed = style.path is None and (stream.isatty() or in_pipeline())
        self._writer = csv.writer(stream, lineterminator="\n")

    def begin(self) -> None:
        """Write the heading line."""
        self._writer.writerow(COUNTS if self._statistics else COLUMNS)

    def result(self, result: Result) -> None:
        """Write the rows of one record."""
        if not (result.passed_over or self._statistics):
            self._writer.writerows(
                [guard(value, printed=self._printed) for value in row] for row in rows(result)
            )

    def end(self, summary: Summary) -> None:
        """Write the counts if they were asked for, most findings first."""
        if self._statistics:
            self._writer.writerows(counts(summary))
        self._stream.flush()


def reporter(stream: IO[str], style: Style) -> Csv:
    """Return the reporter of this format."""
    return Csv(stream, style)
