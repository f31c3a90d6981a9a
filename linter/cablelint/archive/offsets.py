"""From a span of a record's text back to the bytes of the file: encodings, escapes, joined fields.

All maps work on demand: a record without findings costs nothing but the references it holds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cablegrammar import Span
from cablegrammar.value import value
from cablelint.record import OffsetMap

__all__ = ["ByteMap", "Escape", "EscapeMap", "JoinedMap"]


@dataclass(frozen=True)
class ByteMap:
    """Text that was decoded from ``raw``, which starts at byte ``base`` of its file.

    ``skip`` is the length of a byte order mark in front of the text. Where bytes had to be
    replaced, the map counts from the start of the line, so that an error never grows beyond it.
    """

    text: str = field(repr=False)
    raw: bytes = field(repr=False)
    base: int = 0
    encoding: str = "utf-8"
    skip: int = 0

    def bytes_of(self, span: Span) -> tuple[int, int]:
        """Return the byte range of the span in the file, end exclusive."""
        return self._byte(span.start), self._byte(span.end)

    @cached_property
    def _one_to_one(self) -> bool:
        return len(self.text) == len(self.raw) - self.skip

    @cached_property
    def _exact(self) -> bool:
        encoded = len(self.text.encode(self.encoding, "replace"))
        return encoded == len(self.raw) - self.skip

    def _byte(self, offset: int) -> int:
        start = self.base + self.skip
        if self._one_to_one:
            return start + offset
        if self._exact:
            return start + len(self.text[:offset].encode(self.encoding))
        line = self.text.count("\n", 0, offset)
        line_start = self.text.rfind("\n", 0, offset) + 1
        anchor = self._byte_of_line(line)
        inside = len(self.text[line_start:offset].encode(self.encoding, "replace"))
        return self.base + min(anchor + inside, len(self.raw))

    def _byte_of_line(self, line: int) -> int:
        newline, position = "\n".encode(self.encoding), self.skip
        for _ in range(line):
            position = self.raw.find(newline, position) + len(newline)
        return position


@value
class Escape:
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

        ``base`` counts code points of the source that stand before the text.
        """
        self._source = source
        self._begins = [escape.at for escape in escapes]
        self._ends = [escape.at + escape.given for escape in escapes]
        self._shifts = [base]
        for escape in escapes:
            self._shifts.append(self._shifts[-1] + escape.taken - escape.given)

    def bytes_of(self, span: Span) -> tuple[int, int]:
        """Return the byte range; an escape that the span touches lies wholly inside it."""
        start = span.start + self._shifts[bisect_right(self._ends, span.start)]
        end = span.end + self._shifts[bisect_left(self._begins, span.end)]
        return self._source.bytes_of(Span(start, max(start, end)))


@value
class JoinedMap:
    """Two fields read as one text: ``first`` up to ``boundary``, a separator, then ``second``."""

    first: OffsetMap
    second: OffsetMap
    boundary: int
    resume: int

    def bytes_of(self, span: Span) -> tuple[int, int]:
        """Return the byte range; a span over both fields covers what stands between them."""
        if span.end <= self.boundary:
            return self.first.bytes_of(span)
        second = Span(max(span.start - self.resume, 0), max(span.end - self.resume, 0))
        if span.start >= self.boundary:
            return self.second.bytes_of(second)
        start, _ = self.first.bytes_of(Span(span.start, self.boundary))
        return start, self.second.bytes_of(Span(0, second.end))[1]
