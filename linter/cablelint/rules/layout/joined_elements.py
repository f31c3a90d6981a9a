"""Two fields on one line.

## What it reports
A field that begins on the line of the one before: TAGS on the E.O. line, SUBJECT on the TAGS line,
REF or Classified By on the SUBJECT line, the E.O. line on a passing line.

## Why it matters
Programs that look for labels at line starts find no such field and take its words for the field
before.

## Example
    E.O. 12958: DECL: 11/22/2012 TAGS: EAGR, PE
    SUBJECT: COTTON HARVEST IN PIURA

## Instead
    E.O. 12958: DECL: 11/22/2012
    TAGS: EAGR, PE
    SUBJECT: COTTON HARVEST IN PIURA

## Fix
Safe: a line end is put before the second label.

## Era
Every era.

## References
CF 4: the E.O. line runs on into the TAGS line in 10 of 1,295 cables.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Applicability, Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.layout._elements import element_before
from cablelint.rules.text._artefacts import artefacts_of, undoing


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report every field that the parser has found on the line of another."""
    for artefact in artefacts_of(cable, "joined-elements"):
        place = artefact.span
        second = element_before(context.facts, place.end + 1)
        first = element_before(context.facts, place.start)
        if first == second:
            first = "another field"
        yield Defect(
            place,
            f"{second} is on the line of {first}; expected on its own line",
            undoing(context.facts, artefact, "Move the second field to a line of its own"),
        )


RULE = Rule(
    code="CBL106",
    name="joined-elements",
    summary="Two fields on one line",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.SAFE,
)
