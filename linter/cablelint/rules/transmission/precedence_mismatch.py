"""The routing line and the date-time group differ in precedence.

## What it reports
A routing line (`OO RUEHFR`) whose doubled letter is not the first precedence letter of the
date-time group. With two letters in the group (`O R`) the first, for action, counts.

## Why it matters
The routing line is what relays go by: the telegram travelled with another urgency than it was
given.

## Example
    PP RUEHFR
    O 151234Z MAR 05

## Instead
    OO RUEHFR
    O 151234Z MAR 05

## Fix
None: the addressee lines may show which is right.

## Era
Every era with a routing line.

## References
CF 1, format lines 2 and 5 and invariants: 1072 of 1072 headers agree.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._heads import line_of

_WORDS = {"Z": "FLASH", "O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the two letters."""
    header = cable.transmission
    if header is None or header.routing is None or header.precedence is None:
        return
    line = line_of(cable, "routing-line")
    if header.routing == header.precedence or line is None:
        return
    group = header.date_time_group
    named = f"{header.precedence} ({_WORDS[header.precedence]})"
    yield Defect(
        line,
        f"the routing line has {header.routing * 2} ({_WORDS[header.routing]});"
        f" the date-time group has {named}",
        related=(Related(group.span, f"precedence {named}"),) if group else (),
    )


RULE = Rule(
    code="CBL208",
    name="precedence-mismatch",
    summary="The routing line and the date-time group differ in precedence",
    severity=Severity.ERROR,
    origin=Origin.TRANSMISSION,
    check=check,
)
