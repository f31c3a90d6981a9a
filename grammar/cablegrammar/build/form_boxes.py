"""What the boxes of a printed form say: class, FROM, number, and when it was sent (LE F5)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from cablegrammar.build.levels import level_of
from cablegrammar.build.spans import span_of
from cablegrammar.elements import readable_parts
from cablegrammar.lexicon import month
from cablegrammar.model import Heading
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cablegrammar.runtime.tree import Lexeme

__all__ = ["form_dispatch", "form_heading"]

# The boxes that may say when the message was sent, in the order in which they are trusted.
_DATED = ("FORM_NUMBER", "FORM_TO", "DATED", "RECEIVED", "CONTROL", "FRUS_DATE")
_CENTURY = 100


def form_heading(tokens: Iterable[Lexeme]) -> Heading | None:
    """Build the heading of a form from its boxes: class, FROM, and the number."""
    boxes: dict[str, Lexeme] = {}
    for token in tokens:
        boxes.setdefault(token.type, token)
    level, number = boxes.get("CLASS_LINE"), boxes.get("FORM_NUMBER")
    if level is None:
        return None
    place = span_of(level)
    station, station_span = _part(boxes.get("FORM_FROM"), "FORM_WORDS")
    title = boxes.get("FORM_TITLE")
    if station_span is None and title is not None and "OUT" in title.upper():
        station, station_span = "STATE", span_of(title)
    serial, serial_span = _part(number or boxes.get("FORM_TO"), "FORM_SERIAL")
    spans = [span for span in (place, station_span, serial_span) if span is not None]
    return Heading(
        level=level_of(level),
        section=None,
        sections=None,
        station=" ".join(station.upper().split()),
        serial=int(serial) if serial else None,
        spaced=False,
        final=False,
        exact=True,
        caveats=(),
        serial_text=serial,
        classification=place,
        section_span=None,
        station_span=station_span or Span(place.end, place.end),
        serial_span=serial_span or Span(place.end, place.end),
        span=Span(min(span.start for span in spans), max(span.end for span in spans)),
    )


def form_dispatch(tokens: Sequence[Lexeme]) -> datetime | None:
    """Return when a form says its message was sent; the year may be in Rec'd only."""
    dates = [
        part
        for kind in _DATED
        for token in tokens
        if token.type == kind
        for part in _parts(token)
        if part.type == "FORM_DATE"
    ]
    read = [_day(str(part)) for part in dates]
    year = next((year for year, _, _ in read if year is not None), None)
    for _, number, day in read:
        if year is not None and number is not None:
            try:
                return datetime(year, number, day)
            except ValueError:
                continue
    return None


def _day(words: str) -> tuple[int | None, int | None, int]:
    """Read ``November 14, 1963`` or ``14 November 1963``; the year may be absent."""
    pieces = words.replace(",", " ").replace(".", " ").split()
    name = next(piece for piece in pieces if piece.isalpha())
    numbers = [int(piece) for piece in pieces if piece.isdecimal()]
    year = next((number for number in numbers if number >= _CENTURY), None)
    return year, month(name), next((number for number in numbers if number < _CENTURY), 0)


def _parts(token: Lexeme) -> list[Lexeme]:
    return readable_parts("form_box", token.strip())


def _part(token: Lexeme | None, kind: str) -> tuple[str, Span | None]:
    if token is None:
        return "", None
    base = span_of(token).start
    for part in _parts(token):
        if part.type == kind:
            words = part.strip(" .,:;*_\n")
            start = base + part.start + part.index(words)
            return words, Span(start, start + len(words))
    return "", None
