"""The declassification date exceeds the order's longest term.

## What it reports
A date later than the longest term of the cited order after the telegram's date, with a week of
grace: 10 years under E.O. 12958 as signed, 25 from 25 March 2003 on and under 13526, 20 under
12065, 30 under 11652. When only the year is known, the whole year is given. The confidence is low
for a derivative classification, whose source may have been granted more, and under 12065. The rule
is silent where the order was not in force.

## Why it matters
A longer term has no basis: the text is free when the order says so, or the date is a slip.

## Example
    P 151234Z MAR 05
    E.O. 12958: DECL: 03/15/2035

## Instead
    P 151234Z MAR 05
    E.O. 12958: DECL: 03/15/2030

## Fix
None: only the drafter can set the term.

## Era
Every order except 12356, which set no term.

## References
CF 4: terms of 1,167 lines, six over 25 years; the lexicon's table of executive orders.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from cablegrammar import Cable
from cablelint.finding import Confidence, Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.declassification._orders import (
    days_out_of_force,
    instruction_date,
    plus_years,
    shown,
    versions,
)

_GRACE = timedelta(days=7)
_LONGER_FOR_FOREIGN_INFORMATION = 12065


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the date with the longest term of the versions that can be in force."""
    line, day = cable.executive_order, context.date
    if line is None or line.declass is None or line.order is None or day is None:
        return
    until = instruction_date(cable)
    terms = [
        entry.max_term_years for entry in versions(line.order) if days_out_of_force(entry, day) == 0
    ]
    longest = max((term for term in terms if term is not None), default=None)
    if until is None or longest is None or None in terms:
        return
    if until <= plus_years(day.latest, longest) + _GRACE:
        return
    doubtful = line.order == _LONGER_FOR_FOREIGN_INFORMATION or (
        cable.authority is not None and cable.authority.derived_from is not None
    )
    yield Defect(
        line.declass.span,
        f"declassification date '{line.declass.text}' is more than {longest} years after the"
        f" telegram ({shown(day)}); E.O. {line.order} allows at most {longest}",
        confidence=Confidence.LOW if doubtful else None,
    )


RULE = Rule(
    code="CBL306",
    name="declass-term-exceeded",
    summary="The declassification date exceeds the order's longest term",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
)
