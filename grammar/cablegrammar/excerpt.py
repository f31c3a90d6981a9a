"""A text with parts removed, and the original place of each remaining piece."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Excerpt"]


class Excerpt:
    """The pieces of an original that are left, joined into one text.

    Places in ``text`` lead back to places in the original, whatever was removed before.
    """

    __slots__ = ("_ends", "_pieces", "_starts", "text")

    def __init__(self, text: str, pieces: Sequence[Span]) -> None:
        """Join nothing: the text is that of the pieces, which are ascending and apart."""
        self.text = text
        self._pieces = pieces
        *self._starts, _ = accumulate(map(len, pieces), initial=0)
        self._ends = [piece.end for piece in pieces]

    @classmethod
    def whole(cls, text: str) -> Excerpt:
        """Return a text with nothing removed."""
        return cls(text, (Span(0, len(text)),))

    def keep(self, spans: Iterable[Span]) -> Excerpt:
        """Return what is left when only these spans of the text stay; ascending and apart."""
        kept = [span for span in spans if len(span)]
        pieces: list[Span] = []
        for piece in (piece for span in kept for piece in self.pieces_of(span)):
            if pieces and pieces[-1].end == piece.start:
                pieces[-1] = Span(pieces[-1].start, piece.end)
            else:
                pieces.append(piece)
        return Excerpt("".join(span.of(self.text) for span in kept), pieces or [Span(0, 0)])

    def parts_of(self, span: Span) -> Iterator[Span]:
        """Yield the parts of a span of the text without removals inside."""
        at = bisect_right(self._starts, span.start)
        start = span.start
        while at < len(self._starts) and self._starts[at] < span.end:
            yield Span(start, self._starts[at])
            start = self._starts[at]
            at += 1
        yield Span(start, span.end)

    def pieces_of(self, span: Span) -> Iterator[Span]:
        """Yield the pieces of the original that a span of the text consists of."""
        return map(self.span_of, self.parts_of(span))

    def span_of(self, span: Span) -> Span:
        """Return the span of the original from a span's beginning to its end, gaps included."""
        start = self._place(span.start)
        return Span(start, start if not len(span) else self._place(span.end - 1) + 1)

    def _place(self, offset: int) -> int:
        """Return where a character of the text was; the end of the text follows the last piece."""
        at = bisect_right(self._starts, offset) - 1
        return min(self._pieces[at].start + offset - self._starts[at], self._ends[at])

    def is_torn(self, span: Span) -> bool:
        """Tell whether something was removed inside a span."""
        return len(self.span_of(span)) > len(span)

    def gaps(self, length: int) -> Iterator[Span]:
        """Yield the parts removed from an original of this length."""
        start = 0
        for piece in self._pieces:
            if piece.start > start:
                yield Span(start, piece.start)
            start = piece.end
        if length > start:
            yield Span(start, length)
