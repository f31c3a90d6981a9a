"""What several rules on the heads of a telegram ask of the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from cablegrammar import Cable, Level
from cablegrammar.lexicon import same_station, stations
from cablegrammar.model import Caption, Heading, PageMark, Span
from cablelint.facts import Facts
from cablelint.spans import is_quoted

__all__ = [
    "channel_levels",
    "foreign_header",
    "later_heads",
    "level_disputed",
    "levels_of_letter",
    "line_of",
    "names_no_station",
    "originator_agrees",
    "own_captions",
    "own_page_marks",
    "same_name",
]

_SHORTEST_WORD = 3
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
    return levels_of_letter(letter)


def levels_of_letter(letter: str | None) -> tuple[Level, ...] | None:
    """Return the levels that a letter of a channel allows; None when it says nothing."""
    return _CHANNEL_LEVELS.get(letter or "")


def level_disputed(cable: Cable) -> bool:
    """Return whether another rule doubts the heading's level: misspelled or contradicted.

    Most portion marks contradict it where they are above it, and a single one where date and
    authority are those of a classified telegram.
    """
    heading = cable.heading
    if heading is None or not heading.exact:
        return True
    allowed = channel_levels(cable)
    if allowed is not None and heading.level not in allowed:
        return True
    marks = [
        paragraph.mark.level
        for paragraph in cable.paragraphs
        if paragraph.mark and paragraph.mark.level is not None
    ]
    above = sum(level > heading.level for level in marks)
    return above * 2 > len(marks) or (above > 0 and _is_classified_by(cable))


def _is_classified_by(cable: Cable) -> bool:
    """Return whether a telegram says by whom and until when it is classified."""
    declass = cable.executive_order.declass if cable.executive_order else None
    return cable.authority is not None and declass is not None and declass.kind == "date"


def names_no_station(name: str) -> bool:
    """Return whether a station's name is missing or redacted (CF 12)."""
    return not name.strip("X ")


def same_name(one: str, other: str) -> bool:
    """Return whether two names can be one station.

    A redacted or missing name agrees with all; else the tables decide, or a word they share, since
    page marks leave words out (RPO DUBAI is DUBAI there).
    """
    if one == other or names_no_station(one) or names_no_station(other) or same_station(one, other):
        return True
    words = {word for word in one.upper().split() if len(word) >= _SHORTEST_WORD}
    return not words.isdisjoint(other.upper().split())


def originator_agrees(cable: Cable) -> bool:
    """Return whether the FM line can name the heading's station, or one of them names none."""
    heading, header = cable.heading, cable.transmission
    if heading is None or header is None or header.originator is None:
        return True
    name = " ".join(header.originator.name.upper().split())
    if "XXXX" in name:
        return True
    _, _, place = name.partition(" ")
    known = (_by_plad().get(name), name, place)
    return any(name and same_name(name, heading.station) for name in known)


@cache
def _by_plad() -> Mapping[str, str]:
    return {post.plad: post.canonical for post in stations().values() if post.plad}


def foreign_header(cable: Cable) -> bool:
    """Return whether the header is another telegram's: other station and other serial (CF 12)."""
    heading, header = cable.heading, cable.transmission
    if heading is None or heading.serial is None or header is None or header.serial is None:
        return False
    return int(header.serial) != heading.serial % 10_000 and not originator_agrees(cable)


def own_captions(cable: Cable) -> list[Caption]:
    """Return the captions in order of place, without those of a readdressed telegram."""
    inner = next(
        (
            problem.span.start
            for problem in cable.problems
            if problem.kind == "repeated" and problem.element == "heading"
        ),
        len(cable.text),
    )
    found = [caption for caption in cable.captions if caption.span.start < inner]
    return sorted(found, key=lambda caption: caption.span.start)


def later_heads(facts: Facts) -> Sequence[Heading]:
    """Return the headings of this telegram's later sections, not those of telegrams it quotes.

    A head is the telegram's own when it counts sections and agrees in station or serial.
    """
    return facts.get(_later_heads)


def _later_heads(facts: Facts) -> Sequence[Heading]:
    cable = facts.cable
    first = cable.heading
    if first is None:
        return ()
    return [
        head
        for head in cable.section_headings
        if head.sections is not None
        and not is_quoted(facts, head.span)
        and (head.serial == first.serial or same_name(head.station, first.station))
    ]


def own_page_marks(facts: Facts) -> Sequence[PageMark]:
    """Return the page marks of this telegram: those that differ from its heading in one part only.

    The parts are station, serial and count of sections; what a mark does not say agrees. The page
    line in the header of a State print is one of them.
    """
    return facts.get(_own_page_marks)


def _own_page_marks(facts: Facts) -> Sequence[PageMark]:
    cable = facts.cable
    first = cable.heading
    if first is None:
        return ()
    top = cable.transmission.page if cable.transmission is not None else None
    marks = (*((top,) if top is not None else ()), *cable.page_marks)
    return [mark for mark in marks if _is_own(mark, first) and not is_quoted(facts, mark.span)]


def _is_own(mark: PageMark, first: Heading) -> bool:
    """Return whether a page mark differs from the heading in no more than one part."""
    if mark.station is None or mark.serial is None:
        return False
    agreeing = (
        same_name(mark.station, first.station)
        + (first.serial in (None, mark.serial))
        + (mark.sections is None or first.sections in (None, mark.sections))
    )
    return agreeing > 1
