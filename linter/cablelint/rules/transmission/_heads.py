"""What several rules on the heads of a telegram ask of the model."""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable, Level
from cablegrammar.lexicon import same_station
from cablegrammar.model import Heading, PageMark, Span

__all__ = [
    "LEVEL_WORDS",
    "channel_levels",
    "later_heads",
    "level_disputed",
    "line_of",
    "names_no_station",
    "own_page_marks",
    "quoted",
    "same_name",
]

LEVEL_WORDS = {
    Level.UNCLASSIFIED: "UNCLASSIFIED",
    Level.LIMITED_OFFICIAL_USE: "LIMITED OFFICIAL USE",
    Level.CONFIDENTIAL: "CONFIDENTIAL",
    Level.SECRET: "SECRET",
    Level.TOP_SECRET: "TOP SECRET",
}
# R is Restricted of other nations and says nothing here; LIMITED OFFICIAL USE travelled under any
# letter up to C (CF 1, format line 4).
_CHANNEL_LEVELS = {
    "U": (Level.UNCLASSIFIED, Level.LIMITED_OFFICIAL_USE),
    "E": (Level.UNCLASSIFIED, Level.LIMITED_OFFICIAL_USE),
    "C": (Level.CONFIDENTIAL, Level.LIMITED_OFFICIAL_USE),
    "S": (Level.SECRET,),
    "T": (Level.TOP_SECRET,),
}


def line_of(cable: Cable, name: str) -> Span | None:
    """Return the span of the first format line of a name (``station-line``), or None."""
    lines = cable.transmission.lines if cable.transmission else ()
    return next((line.span for line in lines if line.kind == name), None)


def channel_levels(cable: Cable) -> tuple[Level, ...] | None:
    """Return the levels that the ZNY/ZNR letter allows; None when it says nothing."""
    letter = cable.transmission.channel_classification if cable.transmission else None
    return _CHANNEL_LEVELS.get(letter or "")


def level_disputed(cable: Cable) -> bool:
    """Tell whether another rule already doubts the heading's level: misspelt or contradicted."""
    heading = cable.heading
    if heading is None or not heading.exact:
        return True
    allowed = channel_levels(cable)
    return allowed is not None and heading.level not in allowed


def names_no_station(name: str) -> bool:
    """Tell whether a station's name is missing or redacted (CF 12)."""
    return not name.strip("X ")


def same_name(one: str, other: str) -> bool:
    """Tell whether two names can be one station; a redacted or missing name agrees with all."""
    return names_no_station(one) or names_no_station(other) or same_station(one, other)


def quoted(cable: Cable, span: Span) -> bool:
    """Tell whether a place lies inside a quoted or readdressed telegram."""
    return any(outer.start <= span.start and span.end <= outer.end for outer in cable.quoted)


def later_heads(cable: Cable) -> Iterator[Heading]:
    """Yield the headings of this telegram's later sections, not those of telegrams it quotes.

    A head is the telegram's own when it counts sections and agrees in station or serial.
    """
    first = cable.heading
    if first is None:
        return
    for head in cable.section_headings:
        if head.sections is None or quoted(cable, head.span):
            continue
        if head.serial == first.serial or same_name(head.station, first.station):
            yield head


def own_page_marks(cable: Cable) -> Iterator[PageMark]:
    """Yield the page marks of this telegram: those that agree with it in station or serial."""
    first = cable.heading
    if first is None:
        return
    for mark in cable.page_marks:
        if mark.station is None or mark.serial is None or quoted(cable, mark.span):
            continue
        if mark.serial == first.serial or same_name(mark.station, first.station):
            yield mark
