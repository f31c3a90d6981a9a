"""The records with the most errors and warnings of a run."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from cablelint.finding import Severity
from cablelint.report.escape import printable
from cablelint.result import Result, Summary

__all__ = ["Worst"]


class Worst:
    """Keeps the few records with the most errors, then warnings; memory stays flat."""

    def __init__(self, limit: int) -> None:
        """Keep at most ``limit`` records."""
        self._limit = limit
        self._heap: list[tuple[int, int, int, str]] = []
        self._count = 0

    def add(self, result: Result) -> None:
        """Enter a record, if it is among the worst."""
        severities = [placed.finding.severity for placed in result.findings]
        errors, warnings = severities.count(Severity.ERROR), severities.count(Severity.WARNING)
        if not errors and not warnings:
            return
        self._count += 1  # of equal records the first ones are kept
        entry = (errors, warnings, -self._count, printable(result.name))
        heapq.heappush(self._heap, entry)
        if len(self._heap) > self._limit:
            heapq.heappop(self._heap)

    def lines(self, summary: Summary) -> Iterator[str]:
        """Yield the records, the worst first, and a blank line."""
        if not self._heap:
            return
        yield f"Most errors and warnings in {summary.records:,} records:"
        for errors, warnings, _, name in sorted(self._heap, reverse=True):
            yield f"{errors:>5} {warnings:>5}  {name}"
        yield ""
