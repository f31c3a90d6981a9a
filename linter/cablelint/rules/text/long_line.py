"""Lines longer than a telegram's.

## What it reports
Lines of over 69 characters in a copy that kept the telegram's lines. Copies that put every
paragraph on one line are skipped. Off unless it is enabled; one finding for a line.

## Why it matters
Lines over 69 characters could not be sent: somebody has edited the text after transmission.

## Example
    2. (U) The port of Aden loaded ninety-two ships with wheat in the first half of the year.

## Instead
    2. (U) The port of Aden loaded ninety-two ships with wheat in the
    first half of the year.

## Fix
None: where the line broke is not known.

## Era
Every era of teletype, 1973 to 2010.

## References
ACP 127 section 138f; CF 7: 532 of 1,295 cables are re-flowed.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Span
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Option, Rule

# The longest line of a copy that kept its lines, web addresses aside (CF 7: 80, and rarely 100).
_REFLOWED = 120


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Measure all lines, unless one of them shows that the text is re-flowed."""
    limit = context.options["max-columns"]
    if not isinstance(limit, int):
        raise TypeError(limit)
    at = 0
    found: list[Defect] = []
    for line in cable.text.split("\n"):
        length = len(line.rstrip())
        if length > _REFLOWED and "://" not in line:
            return
        if length > limit:
            place = Span(at + limit, at + length)
            found.append(
                Defect(place, f"the line has {length} characters; at most {limit} could be sent")
            )
        at += len(line) + 1
    yield from found


RULE = Rule(
    code="CBL018",
    name="long-line",
    summary="Lines longer than a telegram's",
    severity=Severity.OFF,
    origin=Origin.DRAFTING,
    check=check,
    options=(Option("max-columns", 69, "the longest line allowed, in characters"),),
)
