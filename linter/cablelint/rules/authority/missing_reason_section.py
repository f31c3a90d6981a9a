"""The reason has letters but no section.

## What it reports
`for reasons b, d`: letters of a reason without the section that lists them, 1.4 or 1.5.

## Why it matters
The same letter means another reason in another section and order.

## Example
    Classified By: Political Counselor Rowan Linden for reasons b, d.

## Instead
    Classified By: Political Counselor Rowan Linden for reasons 1.4 (b) and (d).

## Fix
None: which section was meant depends on the order the drafter followed.

## Era
From 14 October 1995 on, E.O. 12958 and later.

## References
CF 6, letter syntax; 32 CFR 2001.21.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Span
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.authority._orders import demands_authority, original, reason_section


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report letters of a reason that no section precedes."""
    authority = cable.authority
    if authority is None or not authority.reasons or authority.section is not None:
        return
    place = authority.reasons_span
    if place is None or not original(cable) or not demands_authority(cable, context):
        return
    if any(digit.isdigit() for digit in place.of(cable.text)):
        return  # a section that cannot be read, which is for reason-section
    words = place.of(cable.text).rstrip(" .\r\n")
    message = f"reason '{words}' has no section; expected {reason_section(context)} before it"
    yield Defect(Span(place.start, place.start + len(words)), message)


RULE = Rule(
    code="CBL527",
    name="missing-reason-section",
    summary="The reason has letters but no section",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
    preview=True,
)
