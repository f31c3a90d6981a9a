"""The E.O. line downgrades the text instead of declassifying it.

## What it reports
DNG in place of DECL: on the date after it the text falls to a lower level, most often CONFIDENTIAL
(`CO`), and stays classified.

## Why it matters
Programs that look for DECL find no date, and those that take any date declassify the text too
early.

## Example
    E.O. 12958: DNG: CO 03/15/2021

## Instead
    E.O. 12958: DECL: 03/15/2015

## Fix
None: the form is correct, and rare.

## Era
E.O. 12958 and later.

## References
CF 4: four of 1,170 classified telegrams.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look for the keyword."""
    line = cable.executive_order
    if line is None or line.declass is None or line.declass.kind != "downgrade":
        return
    message = f"'{line.declass.text}' downgrades the text; expected a declassification date"
    yield Defect(line.declass.span, message)


RULE = Rule(
    code="CBL311",
    name="downgrade",
    summary="The E.O. line downgrades the text instead of declassifying it",
    severity=Severity.INFO,
    origin=Origin.DRAFTING,
    check=check,
)
