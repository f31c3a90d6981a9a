"""Paired passages: Summary / End summary and their kin (CF 8)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from cablegrammar.build.loose_marks import completed
from cablegrammar.build.passage_marks import LONGEST_PREFIX, Mark, passage_marks
from cablegrammar.model import Paragraph, Passage, Title
from cablegrammar.runtime.search import terminal
from cablegrammar.source import Span

__all__ = ["find_passages", "quoted_telegrams"]

_LABEL_ONLY = terminal("LABEL_ONLY")
_BRACKET = terminal("BRACKET")


def quoted_telegrams(capitals: str, marks: Sequence[Mark]) -> list[Span]:
    """Return what marks of quotes enclose, ascending and apart."""
    if not any(mark.opens for mark in marks) or all(mark.opens for mark in marks):
        return []
    spans: list[Span] = []
    for passage in _pair(capitals, marks, ()):
        apart = not spans or spans[-1].end <= passage.span.start
        if passage.opening and passage.closing and apart:
            spans.append(passage.span)
    return spans


def find_passages(
    text: str,
    capitals: str,
    body: Span,
    paragraphs: Sequence[Paragraph],
    titles: Sequence[Title],
    quotes: Sequence[Mark],
) -> tuple[Passage, ...]:
    """Pair the openings and closings of the body, marks of quotes among them, in their order."""
    found = (*passage_marks(text, capitals, body, paragraphs, titles), *quotes)
    marks = sorted(
        {mark.span: mark for mark in found}.values(),
        key=lambda mark: (mark.span.start, -mark.span.end),
    )
    starts = [paragraph.span.start for paragraph in paragraphs]
    pairs = tuple(_pair(capitals, _without_doubles(capitals, marks), starts))
    return completed(capitals, body, pairs)


def _without_doubles(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """Drop an opening that only repeats the title or bracket right before it."""
    kept: list[Mark] = []
    for mark in marks:
        last = kept[-1] if kept else None
        if last is not None and mark.opens and last.opens and last.kind == mark.kind:
            between = text[last.span.end : mark.span.start]
            if mark.span.start < last.span.end or _only_a_label(between):
                continue
        if last is not None and mark.span.start < last.span.end:
            continue
        kept.append(mark)
    return kept


def _only_a_label(text: str) -> bool:
    return not text or (len(text) < LONGEST_PREFIX and _LABEL_ONLY.match(text) is not None)


def _pair(text: str, marks: Sequence[Mark], starts: Sequence[int]) -> Iterable[Passage]:
    waiting: dict[str, list[Mark]] = {}
    done: list[Passage] = []
    for mark in marks:
        openings = waiting.setdefault(mark.kind, [])
        if mark.opens:
            openings.append(mark)
        elif openings:
            partner = openings.pop()
            whole = Span(partner.span.start, mark.span.end)
            done.append(Passage(mark.kind, partner.span, mark.span, partner.form, whole))
        else:
            done.append(Passage(mark.kind, None, mark.span, None, mark.span))
        for kind in () if mark.opens else mark.also:  # END COMMENT AND SUMMARY closes what is open
            if waiting.get(kind):
                partner = waiting[kind].pop()
                whole = Span(partner.span.start, mark.span.end)
                done.append(Passage(kind, partner.span, mark.span, partner.form, whole))
    left = [mark for openings in waiting.values() for mark in openings]
    brackets = _bracket_ends(text, {mark.span.start for mark in left if mark.form == "bracket"})
    for mark in left:
        closing = brackets.get(mark.span.start)
        # Notes end in the paragraph they begin in or in the next; an item 7) is not a bracket.
        if closing is not None and _between(starts, mark.span.start, closing.start) > 1:
            closing = None
        whole = Span(mark.span.start, closing.end if closing else mark.span.end)
        done.append(Passage(mark.kind, mark.span, closing, mark.form, whole))
    return sorted(done, key=lambda passage: passage.span)


def _between(starts: Sequence[int], low: int, high: int) -> int:
    return bisect_left(starts, high) - bisect_right(starts, low)


def _bracket_ends(text: str, wanted: set[int]) -> dict[int, Span]:
    """Find the brackets that close ``(Note: ...)``, which needs no End note."""
    found: dict[int, Span] = {}
    if not wanted:
        return found
    stacks: dict[str, list[int]] = {")": [], "]": []}
    for match in _BRACKET.finditer(text):
        at, bracket = match.start(), match[0]
        if bracket in stacks:
            opener = stacks[bracket].pop() if stacks[bracket] else None
            if opener in wanted and opener is not None:
                found[opener] = Span(at, at + 1)
        else:
            stacks[")" if bracket == "(" else "]"].append(at)
    return found
