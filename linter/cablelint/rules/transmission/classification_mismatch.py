"""The classification differs between the lines of the telegram.

## What it reports
A letter of the ZNY/ZNR line that is not that of the heading, ZNR (which is for clear text) with a
letter of classified text, and a later head of another level than the heading. A heading whose class
word is misspelled is left to `unknown-classification`, a header that is another telegram's to
`serial-mismatch`, and the columns of an archive to `metadata-mismatch`.

## Why it matters
One of the lines understates or overstates what the text is, and a release or a search may go by
that one.

## Example
    ZNY SSSSS ZZH
    C O N F I D E N T I A L PARIS 001823

## Instead
    ZNY CCCCC ZZH
    C O N F I D E N T I A L PARIS 001823

## Fix
None: the portion marks may show which is right.

## Era
Every era. LIMITED OFFICIAL USE goes with any letter up to C; R (Restricted) says nothing here.

## References
CF 1, format line 4 and invariants: 1109 of 1111 headers agree; CF 2, heads of later sections.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablegrammar.model import Heading
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._heads import (
    channel_levels,
    foreign_header,
    later_heads,
    line_of,
)


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the channel line and the later heads with the heading."""
    heading = cable.heading
    if heading is None or not heading.exact:
        return
    word = heading.level.words
    related = (Related(heading.classification, f"the heading says {word}"),)
    if not foreign_header(cable):
        yield from _channel(cable, heading, related)
    for head in later_heads(context.facts):
        if head.exact and head.level is not heading.level:
            message = f"a later heading says {head.level.words}; expected {word} as in the first"
            yield Defect(head.classification, message, related=related)


def _channel(cable: Cable, heading: Heading, related: tuple[Related, ...]) -> Iterable[Defect]:
    header = cable.transmission
    line = line_of(cable, "channel-line")
    allowed = channel_levels(cable)
    if header is None or header.channel_classification is None or line is None or not allowed:
        return
    letters = f"{header.channel} {header.channel_classification * 5}"
    if heading.level not in allowed:
        message = (
            f"channel line {letters} is for {allowed[0].words} text;"
            f" the heading says {heading.level.words}"
        )
        yield Defect(line, message, related=related)
    elif header.channel == "ZNR" and header.channel_classification in "CST":
        yield Defect(line, f"channel line {letters} is for unclassified text; expected ZNY")


RULE = Rule(
    code="CBL209",
    name="classification-mismatch",
    summary="The classification differs between the lines of the telegram",
    severity=Severity.ERROR,
    origin=Origin.TRANSMISSION,
    check=check,
)
