"""Whether one of many spans holds a place, without looking at each of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter

from cablegrammar import Cable, Span

__all__ = ["Cover", "is_quoted"]


class Cover:
    """Spans that may overlap; ``span in cover`` tells whether one of them holds a span."""

    def __init__(self, spans: Iterable[Span]) -> None:
        """Take the spans in any order."""
        ordered = sorted(spans, key=attrgetter("start"))
        self._starts = [span.start for span in ordered]
        self._reach = list(accumulate((span.end for span in ordered), max))

    def __contains__(self, span: Span) -> bool:
        """Tell whether a span lies inside one of these."""
        at = bisect_right(self._starts, span.start)
        return at > 0 and span.end <= self._reach[at - 1]


def is_quoted(cable: Cable, span: Span) -> bool:
    """Tell whether a place lies inside a quoted or readdressed telegram."""
    return bool(cable.quoted) and span in _quoted(cable)


@lru_cache(maxsize=1)  # asked for every paragraph, heading, page mark and citation
def _quoted(cable: Cable) -> Cover:
    return Cover(cable.quoted)
