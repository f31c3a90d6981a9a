"""From a span of a record's text back to the bytes of the file: encodings, escapes, joined fields.

All maps work on demand: a record without findings costs nothing but the references it holds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence, Sized
from functools import cached_property
from itertools import accumulate

from msgspec import Struct

from cablegrammar import Span
from cablelint.record import OffsetMap

__all__ = ["ByteMap", "Escape", "EscapeMap", "JoinedMap"]

_BLOCK = 1024  # code points that are encoded for one place


class ByteMap:
    """Text that was decoded from ``raw``, which starts at byte ``base`` of its file.

    ``skip`` is the length of a byte order mark in front of the text. Where bytes had to be
    replaced, the map counts from the start of the line, so that an error never grows beyond it.
    """

    def __init__(
        self, text: str, raw: bytes, base: int = 0, encoding: str = "utf-8", skip: int = 0
    ) -> None:
        """Take text and bytes; nothing is computed yet."""
        self.text, self.raw, self.base = text, raw, base
        self.encoding, self.skip = encoding, skip

    def bytes_of(self, span: Span) -> tuple[int, int]:
        """Return the byte range of the span in the file, end exclusive."""
        return self._byte(span.start), self._byte(span.end)

    @cached_property
    def _one_to_one(self) -> bool:
        return len(self.text) == len(self.raw) - self.skip

    @cached_property
    def _exact(self) -> bool:
        return self._encoded[-1] == len(self.raw) - self.skip

    @cached_property
    def _encoded(self) -> list[int]:
        """How many bytes the text up to each block has, and all of it."""
        starts = range(0, len(self.text), _BLOCK)
        blocks = (self.text[at : at + _BLOCK].encode(self.encoding, "replace") for at in starts)
        return [0, *accumulate(map(len, blocks))]

    @cached_property
    def _lines(self) -> tuple[list[int], list[int]]:
        """Where the lines begin in the text and in the bytes; as many of both."""
        newline = "\n".encode(self.encoding)
        raw = self.raw[self.skip :].split(newline)
        return _starts(self.text.split("\n"), 1, 0), _starts(raw, len(newline), self.skip)

    def _byte(self, offset: int) -> int:
        start = self.base + self.skip
        if self._one_to_one:
            return start + offset
        if self._exact:
            return start + self._length(offset)
        lines, anchors = self._lines
        line = min(bisect_right(lines, offset), len(anchors)) - 1
        inside = self._length(offset) - self._length(lines[line])
        return self.base + min(anchors[line] + inside, len(self.raw))

    def _length(self, offset: int) -> int:
        """Return how many bytes the text up to an offset has, were it encoded anew."""
        block = min(offset, len(self.text)) // _BLOCK
        rest = self.text[block * _BLOCK : offset]
        return self._encoded[block] + len(rest.encode(self.encoding, "replace"))


def _starts(lines: Sequence[Sized], newline: int, first: int) -> list[int]:
    """Return where consecutive lines of some lengths begin."""
    return list(accumulate((len(line) + newline for line in lines[:-1]), initial=first))


class Escape(Struct, frozen=True):
    """A place where source and text differ: ``taken`` code points of the source became ``given``.

    ``at`` is the place in the undone text. A tag that vanished gives nothing.
    """

    at: int
    taken: int
    given: int


class EscapeMap:
    """Text from which escapes were undone, over the map of the source it was written in."""

    def __init__(self, source: OffsetMap, escapes: Sequence[Escape], base: int = 0) -> None:
        """Wrap the source's map; escapes ascend, ``base`` is where the text begins in the source.

        ``base`` counts code points of the source before the text.
        """
        self._source = source
        self._begins = [escape.at for escape in escapes]
        self._ends = [escape.at + escape.given for escape in escapes]
        self._shifts = [base]
        for escape in escapes:
            self._shifts.append(self._shifts[-1] + escape.taken - escape.given)

    def bytes_of(self, span: Span) -> tuple[int, int]:
        """Return the byte range; an escape that the span touches is wholly inside it."""
        start = span.start + self._shifts[bisect_right(self._ends, span.start)]
        end = span.end + self._shifts[bisect_left(self._begins, span.end)]
        return self._source.bytes_of(Span(start, max(start, end)))


class JoinedMap(Struct, frozen=True):
    """Two fields read as one text: ``first`` up to ``boundary``, a separator, then ``second``."""

    first: OffsetMap
    second: OffsetMap
    boundary: int
    resume: int

    def bytes_of(self, span: Span) -> tuple[int, int]:
        """Return the byte range; a span over both fields covers what is between them."""
        if span.end <= self.boundary:
            return self.first.bytes_of(span)
        second = Span(max(span.start - self.resume, 0), max(span.end - self.resume, 0))
        if span.start >= self.boundary:
            return self.second.bytes_of(second)
        start, _ = self.first.bytes_of(Span(span.start, self.boundary))
        return start, self.second.bytes_of(Span(0, second.end))[1]
