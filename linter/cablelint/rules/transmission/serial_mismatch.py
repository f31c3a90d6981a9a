"""The telegram's number differs between its lines.

## What it reports
A serial of the station line (`DE`), a page mark or a later head that is not the heading's, and a
station of a page mark or later head that is not the heading's. The station line keeps the last
four digits, page marks cut the station to six or ten letters. Each later section has a station-line
serial of its own, so only that of section 1 is compared. A mark or head that differs in station and
serial is another telegram's. A header that differs in both is one finding, whatever else of it
disagrees with the text.

## Why it matters
Station and serial are the name by which every other telegram cites this one.

## Example
    DE RUEHFR #1832/01 0741234
    C O N F I D E N T I A L PARIS 001823

## Instead
    DE RUEHFR #1823/01 0741234
    C O N F I D E N T I A L PARIS 001823

## Fix
None: nothing shows which line is right. What the record's own id says is compared by `id-mismatch`.

## Era
Every era; the station line is part of the header from format line 3 on.

## References
CF 1, invariants (1061 of 1064 headers agree); CF 9, section footers; LE 0, PAGE lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cablegrammar import Cable, Span
from cablegrammar.lexicon import station
from cablegrammar.model import Heading
from cablelint.facts import Facts
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._heads import (
    foreign_header,
    later_heads,
    line_of,
    own_page_marks,
    same_name,
)

_DIGITS = 10_000  # the station line keeps four


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report each other serial and each other station once, at its first place."""
    heading = cable.heading
    if heading is None:
        return
    if heading.serial is not None:
        yield from _serials(context.facts, heading, heading.serial)
    # A station that no list has is unknown-station.
    if heading.exact and station(heading.station) is not None:
        yield from _stations(context.facts, heading)


def _serials(facts: Facts, heading: Heading, serial: int) -> Iterator[Defect]:
    others: dict[int, list[Span]] = {}
    shown: dict[int, str] = {}
    for other, words, span in _witnesses(facts, heading):
        if other % _DIGITS != serial % _DIGITS or (other >= _DIGITS and other != serial):
            others.setdefault(other % _DIGITS, []).append(span)
            shown.setdefault(other % _DIGITS, words)
    written = Related(heading.serial_span, f"the heading has {heading.serial_text}")
    for key, (first, *rest) in others.items():
        message = f"{shown[key]}; the heading has {heading.station} {heading.serial_text}"
        more = tuple(Related(span, "the same here") for span in rest)
        yield Defect(first, message, related=(written, *more))


def _witnesses(facts: Facts, heading: Heading) -> Iterator[tuple[int, str, Span]]:
    """Yield the serials of other lines with words for the message, and their places."""
    cable = facts.cable
    header = cable.transmission
    line = line_of(cable, "station-line")
    if (
        header is not None
        and header.serial is not None
        and line is not None
        and (header.section or 1) == (heading.section or 1) == 1
    ):
        words = f"the station line has the serial {header.serial}"
        if foreign_header(cable) and header.originator is not None:
            words = f"the header is that of {header.originator.name} {header.serial}"
        at = cable.text.find("#", line.start, line.end)
        yield int(header.serial), words, Span(at, at + 1 + len(header.serial))
    for head in later_heads(facts):
        if head.serial is not None:
            yield head.serial, f"a later heading has the serial {head.serial}", head.serial_span
    for mark in own_page_marks(facts):
        if mark.serial is not None:
            yield mark.serial, f"a page mark has the serial {mark.serial}", mark.span


def _stations(facts: Facts, heading: Heading) -> Iterator[Defect]:
    heads = ((head.station, head.station_span) for head in later_heads(facts))
    marks = ((mark.station or "", mark.span) for mark in own_page_marks(facts))
    related = (Related(heading.station_span, f"the heading has {heading.station}"),)
    seen: set[str] = set()
    for name, span in (*heads, *marks):
        if name not in seen and not same_name(name, heading.station):
            message = f"the station here is {name}; the heading names {heading.station}"
            yield Defect(span, message, related=related)
        seen.add(name)


RULE = Rule(
    code="CBL204",
    name="serial-mismatch",
    summary="The telegram's number differs between its lines",
    severity=Severity.ERROR,
    origin=Origin.TRANSMISSION,
    check=check,
)
