"""Passages of which one side is not in the usual words (CF 8).

A closing without opening, or an opening without closing, is looked up again: the other side may be
there as a title without a rule, without its colon, or with other words about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from cablegrammar.model import Passage
from cablegrammar.runtime.search import terminal
from cablegrammar.source import Span

__all__ = ["completed"]

_OPENING = terminal("LOOSE_OPENING")
_CLOSING = terminal("LOOSE_CLOSING")
_KINDS = {"SUM": "summary", "S U": "summary", "COM": "comment", "NOT": "note"}


def completed(capitals: str, body: Span, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the passages, those with one side completed where the other is there after all."""
    halves = [p for p in passages if p.kind in _KINDS.values() and not (p.opening and p.closing)]
    if not halves:
        return tuple(passages)
    whole = {id(half): _completed(capitals, body, passages, half) for half in halves}
    return tuple(sorted((whole.get(id(p), p) for p in passages), key=_span_of))


def _completed(
    capitals: str, body: Span, passages: Sequence[Passage], half: Passage
) -> Passage:
    same = [p.span for p in passages if p.kind == half.kind and p is not half]
    if half.opening is None:
        low = max((span.end for span in same if span.end <= half.span.start), default=body.start)
        found = list(_openings(capitals, low, half.span.start, half.kind))
        if not found:
            return half
        return replace(
            half, opening=found[-1], form="lead-in", span=Span(found[-1].start, half.span.end)
        )
    high = min((span.start for span in same if span.start >= half.span.end), default=body.end)
    closing = next(_closings(capitals, half.opening.end, high, half.kind), None)
    if closing is None:
        return half
    return replace(half, closing=closing, span=Span(half.span.start, closing.end))


def _openings(capitals: str, low: int, high: int, kind: str) -> Iterator[Span]:
    for match in _OPENING.finditer(capitals, low, high):
        if _KINDS[match[match.lastgroup or 0][:3]] == kind:
            yield Span(*match.span(match.lastgroup or 0))


def _closings(capitals: str, low: int, high: int, kind: str) -> Iterator[Span]:
    for match in _CLOSING.finditer(capitals, low, high):
        if _KINDS[match[match.lastgroup or 0][:3]] == kind:
            yield Span(*match.span())


def _span_of(passage: Passage) -> Span:
    return passage.span
