"""The text is to be declassified before it was sent.

## What it reports
A declassification date on or before the telegram's own date. When only the year is known, the date
must be in an earlier year. Dates with a two-digit year are `declass-date-format` under the orders
that want four.

## Why it matters
The date is then a slip, most often of the year, and the real one is not known.

## Example
    P 151234Z MAR 05
    E.O. 12958: DECL: 03/15/2005

## Instead
    P 151234Z MAR 05
    E.O. 12958: DECL: 03/15/2015

## Fix
None: only the drafter can set the term.

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
from cablelint.rules.declassification._orders import instruction_date, shown


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the two dates."""
    line, day = cable.executive_order, context.date
    if line is None or line.declass is None or day is None:
        return
    until = instruction_date(cable)
    if until is None or until > day.earliest or line.declass.text.startswith("DECLASSIFIED"):
        return
    message = (
        f"declassification date '{line.declass.text}' is not after"
        f" the telegram's own ({shown(day)})"
    )
    yield Defect(line.declass.span, message)


RULE = Rule(
    code="CBL305",
    name="declass-before-cable",
    summary="The text is to be declassified before it was sent",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
)
