"""The declassification date has passed.

## What it reports
A declassification date before today. It is off by default; a review before release turns it on,
and `--today` sets the day.

## Why it matters
The text is no longer classified by its own instruction, unless the term was extended.

## Example
    E.O. 12958: DECL: 03/15/2015        (checked on 1 January 2026)

## Instead
    E.O. 12958: DECL: 03/15/2030

## Fix
None: nothing is wrong with the telegram.

## Era
Every era.

## References
CF 4, dates.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.declassification._orders import instruction_date


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the date with today."""
    line = cable.executive_order
    until = instruction_date(cable)
    if line is None or line.declass is None or line.declass.kind == "downgrade" or until is None:
        return
    if until < context.today:
        message = f"declassification date '{line.declass.text}' has passed"
        yield Defect(line.declass.span, message)


RULE = Rule(
    code="CBL310",
    name="declass-date-passed",
    summary="The declassification date has passed",
    severity=Severity.OFF,
    origin=Origin.ARCHIVE,
    check=check,
)
