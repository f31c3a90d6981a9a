"""Find whether a span is inside one of many spans, without comparing each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from operator import attrgetter

from cablegrammar import Span
from cablelint.facts import Facts

__all__ = ["Cover", "is_quoted"]


class Cover:
    """Spans that may overlap; ``span in cover`` tells whether one of them contains the span."""

    def __init__(self, spans: Iterable[Span]) -> None:
        """Take the spans in any order."""
        ordered = sorted(spans, key=attrgetter("start"))
        self._starts = [span.start for span in ordered]
        self._reach = list(accumulate((span.end for span in ordered), max))

    def __contains__(self, span: Span) -> bool:
        """Tell whether a span is inside one of these."""
        at = bisect_right(self._starts, span.start)
        return at > 0 and span.end <= self._reach[at - 1]


def is_quoted(facts: Facts, span: Span) -> bool:
    """Tell whether a span is inside a quoted or readdressed telegram."""
    return bool(facts.cable.quoted) and span in facts.get(_quoted)


def _quoted(facts: Facts) -> Cover:
    return Cover(facts.cable.quoted)
