"""Places in a text: inside one of many spans, without blanks, of a word, of the first line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from operator import attrgetter

from cablegrammar import Span
from cablelint.facts import Facts

__all__ = ["Cover", "first_line", "is_quoted", "trimmed", "word_start"]


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


def trimmed(text: str, span: Span) -> Span:
    """Return a span without the blanks at its ends."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))


def word_start(text: str, end: int) -> int:
    """Return where the word that ends at a place begins: behind the last blank or line end."""
    return max(text.rfind(" ", 0, end), text.rfind("\n", 0, end)) + 1


def first_line(text: str) -> Span:
    """Return the place of the first line with words, from its first word on."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    return Span(start, len(text) if end < 0 else end)
