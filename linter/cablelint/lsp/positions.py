"""Positions in a text in the units negotiated with the client."""

from __future__ import annotations

from typing import Final

from lsprotocol import types

from cablegrammar import Source, Span

__all__ = ["Positions"]

_BYTES: Final = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2)}


class Positions:
    """Converts offsets in code points to the client's positions and back.

    Lines end at LF, CRLF or CR, in ``Source`` as in the protocol; a form feed does not end a line.
    """

    def __init__(self, source: Source, encoding: str) -> None:
        """Wrap a text; the encoding is ``utf-8``, ``utf-16`` or ``utf-32``."""
        self._source = source
        self._codec = _BYTES.get(encoding)

    def position(self, offset: int) -> types.Position:
        """Return the client's position of an offset."""
        line, column = self._source.position(offset)
        start = self._source.line_starts[line - 1]
        return types.Position(line - 1, self._units(self._source.text[start : start + column - 1]))

    def range(self, span: Span) -> types.Range:
        """Return the client's range of a span."""
        return types.Range(self.position(span.start), self.position(span.end))

    def offset(self, position: types.Position) -> int:
        """Return the offset of a client's position, clamped to the line and the text."""
        if position.line >= len(self._source.line_starts):
            return len(self._source.text)
        span = self._source.line_span(position.line + 1)
        return span.start + self._points(span.of(self._source.text), position.character)

    def span(self, places: types.Range) -> Span:
        """Return the span of a client's range."""
        start = self.offset(places.start)
        return Span(start, max(start, self.offset(places.end)))

    def _units(self, text: str) -> int:
        """Return the length of a text in the client's units."""
        if self._codec is None or text.isascii():
            return len(text)
        codec, size = self._codec
        return len(text.encode(codec, "surrogatepass")) // size

    def _points(self, text: str, units: int) -> int:
        """Return the number of code points of a text that a number of the client's units covers."""
        if self._codec is None or text.isascii():
            return min(units, len(text))
        codec, size = self._codec
        data = text.encode(codec, "surrogatepass")[: units * size]
        return len(data.decode(codec, "ignore"))
