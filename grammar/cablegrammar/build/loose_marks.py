"""Passages of which one side is not in the usual words (CF 8).

A closing without opening, or an opening without closing, is looked up again: the other side may be
there as a title without a rule, without its colon, or with other words about it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain

from msgspec.structs import replace

from cablegrammar.build.spans import places_of
from cablegrammar.model import Passage
from cablegrammar.runtime.search import terminal
from cablegrammar.source import Span

__all__ = ["completed"]

_OPENING = terminal("LOOSE_OPENING")
_CLOSING = terminal("LOOSE_CLOSING")
_STEMS = {
    "SUM": "summary",
    "S U M": "summary",
    "COMMENT": "comment",
    "NOTE": "note",
    "INTRODUCTION": "introduction",
    "BACKGROUND": "background",
    "ACTION REQUEST": "action request",
    "KEY POINTS": "points",
    "TALKING POINTS": "points",
    "POINTS": "points",
}
_KINDS = {stem[:3]: kind for stem, kind in _STEMS.items()}
_NAMES = sorted(set(_KINDS.values()))
# As far as the words of a loose mark can be from its stem: five of twenty letters, with blanks.
_REACH = 160


def completed(capitals: str, body: Span, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the passages, those with one side completed where the other is there after all."""
    found: list[Passage] = []
    for kind in _NAMES:
        same = [passage for passage in passages if passage.kind == kind]
        if any(not (passage.opening and passage.closing) for passage in same):
            found += _completed(capitals, body, same)
        else:
            found += same
    others = (passage for passage in passages if passage.kind not in _NAMES)
    return tuple(sorted(chain(found, others), key=_span_of))


def _completed(capitals: str, body: Span, same: Sequence[Passage]) -> list[Passage]:
    """Complete passages of one kind, in their order, without words that another one has."""
    kind = same[0].kind
    closed = all(passage.closing for passage in same)
    opened = all(passage.opening for passage in same)
    openings = [] if opened else _marks(capitals, body, kind, opens=True)
    closings = [] if closed else _marks(capitals, body, kind, opens=False)
    whole: list[Passage] = []
    low = body.start
    for at, half in enumerate(same):
        high = same[at + 1].span.start if at + 1 < len(same) else body.end
        passage = half
        if half.opening is None:
            index = bisect_left(openings, Span(half.span.start, half.span.start)) - 1
            if index >= 0 and openings[index].start >= low:
                start = openings[index]
                whole_span = Span(start.start, half.span.end)
                passage = replace(half, opening=start, form="lead-in", span=whole_span)
        elif half.closing is None:
            index = bisect_left(closings, Span(half.span.end, half.span.end))
            if index < len(closings) and closings[index].end <= high:
                end = closings[index]
                passage = replace(half, closing=end, span=Span(half.span.start, end.end))
        low = max(low, passage.span.end)
        whole.append(passage)
    return whole


def _marks(capitals: str, body: Span, kind: str, *, opens: bool) -> list[Span]:
    """Return the loose marks of a kind, ascending: of an opening the word, of a closing all."""
    pattern = _OPENING if opens else _CLOSING
    return [
        Span(*match.span(match.lastgroup or 0)) if opens else Span(*match.span())
        for near in _near(capitals, body, kind)
        for match in pattern.finditer(capitals, near.start, near.end)
        if _KINDS[match[match.lastgroup or 0][:3]] == kind
    ]


def _near(capitals: str, body: Span, kind: str) -> list[Span]:
    """Return the parts of a body around the words that name a kind; only they are searched."""
    places = (
        place
        for stem, named in _STEMS.items()
        if named == kind
        for place in places_of(stem, capitals, body.start, body.end)
    )
    parts = list[Span]()
    for place in sorted(places):
        start, end = max(place - _REACH, body.start), min(place + _REACH, body.end)
        if parts and start <= parts[-1].end:
            start = parts.pop().start
        parts.append(Span(start, end))
    return parts


def _span_of(passage: Passage) -> Span:
    return passage.span
