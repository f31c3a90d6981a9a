"""A classification authority without a reason.

## What it reports
`Classified By` without the reason that the order demands, or with its section and no letter: the
latter is a warning, and skipped where the line breaks off in points. A derivative
classification (`Derived From`) needs no reason. In an extract it is info.

A reason of another section than 1.4 or 1.5 is for reason-section.

## Why it matters
The order lets nobody classify without naming which of its reasons applies.

## Example
    Classified By: Ambassador Ada Rowan

## Instead
    Classified By: Ambassador Ada Rowan for reasons 1.4 (b) and (d).

## Fix
None: the text does not say the reason.

## Era
From 14 October 1995 on, E.O. 12958 and later.

## References
CF 6: 26 of 1,166 lines lack it; 32 CFR 2001.21; 5 FAH-3 H-710.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Span
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.authority._orders import (
    demands_authority,
    fragment,
    original,
    reason_section,
)


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report an original authority without reason, or without its letter."""
    authority = cable.authority
    if authority is None or not original(cable) or authority.reasons:
        return
    if not demands_authority(cable, context):
        return
    if any(
        problem.element == "authority" and problem.kind == "malformed" for problem in cable.problems
    ):
        return
    severity = Severity.INFO if fragment(cable) else None
    words = authority.span.of(cable.text).lower()
    if authority.section_span is not None:
        rest = cable.text[authority.section_span.end : authority.span.end]
        if "..." not in rest and "\N{HORIZONTAL ELLIPSIS}" not in rest:
            section = authority.section
            message = f"reason section {section} has no letter; expected one such as (b)"
            yield Defect(authority.section_span, message, severity=severity or Severity.WARNING)
    elif "reason" not in words:
        end = authority.span.start + len(words.rstrip())
        expected = f"{reason_section(context)} (b) and (d)"
        message = f"the classification has no reason; expected one such as {expected}"
        yield Defect(Span(authority.span.start, end), message, severity=severity)
    elif words.rstrip(" .:;,").endswith(("reason", "reasons")):
        expected = f"{reason_section(context)} and letters"
        message = f"the reason is empty; expected {expected}"
        yield Defect(authority.span, message, severity=severity)


RULE = Rule(
    code="CBL522",
    name="missing-reason",
    summary="A classification authority without a reason",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
)
