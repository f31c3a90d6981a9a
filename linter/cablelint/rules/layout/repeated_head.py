"""The head of the telegram is given twice.

## What it reports
A second classification line with the same station and serial, and fields below it, above the first
paragraph. Some copies give the head in full and again in lower case. One finding for all repeated
lines.

## Why it matters
Programs that take the last of two lines, or both, count captions and TAGS twice, or take the poorer
copy of them.

## Example
    CONFIDENTIAL LIMA 001650
    SUBJECT: WHEAT
    confidential lima 001650
    subject: wheat
    1. (C) The harvest was good.

## Instead
    CONFIDENTIAL LIMA 001650
    SUBJECT: WHEAT
    1. (C) The harvest was good.

## Fix
None: the two heads may differ, and each may have lines that the other lacks.

## Era
Every era: the finding is about the copy, not about the telegram.

## References
CF 12, artefacts of extraction.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable, Span
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.layout._second import repeated_head


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Report the second head at its classification line."""
    place = repeated_head(context.facts)
    if place is not None and cable.heading is not None:
        line = place.of(cable.text).split("\n", 1)[0].rstrip()
        related = (Related(cable.heading.span, "the first heading"),)
        message = "the head of the telegram is repeated from here on; expected once"
        yield Defect(Span(place.start, place.start + len(line)), message, related=related)


RULE = Rule(
    code="CBL024",
    name="repeated-head",
    summary="The head of the telegram is given twice",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
)
