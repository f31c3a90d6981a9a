"""What a page shows of a record: its text, or the lines around its findings, and fixes as diffs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from cablegrammar import Source, Span
from cablelint.finding import Edit, Fix

__all__ = ["Hunk", "Piece", "hunks", "pieces", "whole"]

_CONTEXT: Final = 3
_LONGEST_HUNK: Final = 4_000


class Piece(Struct, frozen=True):
    """A run of whole lines: offset of its first code point, number of its first line, its text."""

    offset: int
    line: int
    text: str


class Hunk(Struct, frozen=True):
    """Lines before and after a fix; ``line`` is the number of the first."""

    line: int
    old: str
    new: str


def whole(text: str) -> list[Piece]:
    """Return the text as one piece."""
    return [Piece(0, 1, text)]


def pieces(source: Source, spans: Iterable[Span]) -> list[Piece]:
    """Return the lines of the spans with three lines of context, runs that touch joined."""
    runs: list[tuple[int, int]] = []
    for span in sorted(spans):
        first = max(source.position(span.start)[0] - _CONTEXT, 1)
        last = min(source.position(span.end)[0] + _CONTEXT, source.line_count)
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(last, runs[-1][1]))
        else:
            runs.append((first, last))
    return [_piece(source, first, last) for first, last in runs]


def _piece(source: Source, first: int, last: int) -> Piece:
    start = source.line_starts[first - 1]
    return Piece(start, first, source.text[start : source.line_span(last).end])


def hunks(source: Source, fix: Fix) -> Iterator[Hunk]:
    """Yield the changes of a fix as runs of whole lines; edits on touching lines share one."""
    group: list[Edit] = []
    last = 0
    for edit in fix.edits:
        if group and source.position(edit.span.start)[0] > last:
            yield _hunk(source, group)
            group = []
        group.append(edit)
        last = source.position(edit.span.end)[0]
    if group:
        yield _hunk(source, group)


def _hunk(source: Source, edits: list[Edit]) -> Hunk:
    first = source.position(edits[0].span.start)[0]
    last = source.position(edits[-1].span.end)[0]
    start, end = source.line_starts[first - 1], source.line_span(last).end
    end = max(end, edits[-1].span.end)
    new, offset = [], start
    for edit in edits:
        new += [source.text[offset : edit.span.start], edit.replacement]
        offset = edit.span.end
    new.append(source.text[offset:end])
    old = source.text[start:end]
    return Hunk(first, old[:_LONGEST_HUNK], "".join(new)[:_LONGEST_HUNK])
