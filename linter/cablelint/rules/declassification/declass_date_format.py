"""The declassification date is not MM/DD/YYYY.

## What it reports
A date after DECL with one-digit months or days, a two-digit year, hyphens, points or blanks, or in
words. YYYY/MM/DD is the usual form of many posts from July 2009 on and info there. A date that
names no day is `invalid-declass-date`.

## Why it matters
Dates are sorted and compared by programs; `3/4/15` is read as March or April, 1915 or 2015.

## Example
    E.O. 12958: DECL: 3/15/2015

## Instead
    E.O. 12958: DECL: 03/15/2015

## Fix
Safe where only the marks between the numbers change and the day cannot be taken for the month;
else unsafe.

## Era
E.O. 12958 and later. Earlier orders had forms of their own: 12065 writes M/D/YY.

## References
CF 4, dates: 91 of 100 lines are MM/DD/YYYY; year-first from July 2009.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules._letters import applicability
from cablelint.rules.declassification._orders import loose_day

_YEAR_FIRST_IS_USUAL = datetime.date(2009, 7, 1)


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look at the form of a date that names a day."""
    line = cable.executive_order
    declass = line.declass if line is not None else None
    if line is None or declass is None or _own_form(line.order):
        return
    day = declass.date if declass.kind == "date" else loose_day(declass)
    if day is None or declass.text == f"{day:%m/%d/%Y}" or declass.text.startswith("DECLASSIFIED"):
        return
    severity = None
    if declass.text == f"{day:%Y/%m/%d}" and not (
        context.date and context.date.latest < _YEAR_FIRST_IS_USUAL
    ):
        severity = Severity.INFO
    edits = (Edit(declass.span, f"{day:%m/%d/%Y}"),)
    certain = _certain(declass.text, day)
    fix = Fix(
        f"Write {day:%m/%d/%Y}",
        edits,
        applicability(cable.text, edits) if certain else Applicability.UNSAFE,
    )
    yield Defect(
        declass.span,
        f"declassification date '{declass.text}' is not MM/DD/YYYY; expected {day:%m/%d/%Y}",
        fix,
        severity=severity,
    )


def _own_form(order: int | None) -> bool:
    """Return whether an order is one of those before 12958, which wrote dates their own way."""
    return order in (11652, 12065, 12356)


def _certain(text: str, day: datetime.date) -> bool:
    """Return whether the year is whole and day and month cannot be taken for each other."""
    fields = text.replace("-", "/").split("/")
    if len(fields) != 3:
        return True  # in words, YYYYMMDD, or with points
    if len(fields[0]) == 4:
        return True
    padded = len(fields[0]) == len(fields[1]) == 2
    return len(fields[2]) == 4 and (padded or day.day > 12 or day.day == day.month)


RULE = Rule(
    code="CBL303",
    name="declass-date-format",
    summary="The declassification date is not MM/DD/YYYY",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
    fixable=Applicability.SAFE,
)
