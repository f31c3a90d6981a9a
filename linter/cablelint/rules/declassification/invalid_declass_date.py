"""The declassification date is not a valid date.

## What it reports
A date after DECL, GDS or RDS that no calendar has (`02/30/2015`, `13/01/2015`), or whose month, day
or year has lost or gained a digit (`03/15/205`, `111/2/2015`, `03/152015`).

## Why it matters
Nobody can know when the text is declassified, and systems that compute with dates drop the record.

## Example
    E.O. 12958: DECL: 02/30/2015

## Instead
    E.O. 12958: DECL: 02/28/2015

## Fix
None: nothing shows which digit is wrong.

## Era
Every era.

## References
CF 4, dates.
"""

from __future__ import annotations

from calendar import month_name, monthrange
from collections.abc import Iterable

from cablegrammar import Cable
from cablegrammar.model import Declass
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.declassification._orders import loose_day

_SEPARATORS = "/-. "
_LEAP_YEAR = 2000  # for a year of two digits


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look at a date without a day, and at an event that is all digits."""
    line = cable.executive_order
    declass = line.declass if line is not None else None
    if declass is None or declass.date is not None or not _numeric(declass):
        return
    yield Defect(declass.span, f"'{declass.text}' is not a valid date: {_why(declass.text)}")


def _numeric(declass: Declass) -> bool:
    """Return whether a value is meant for a date: digits and the marks between them."""
    if declass.kind == "date":
        return True
    if declass.kind not in ("event", "schedule") or loose_day(declass) is not None:
        return False
    digits = declass.text.translate({ord(mark): None for mark in _SEPARATORS})
    # A number alone is a year, and so an event.
    return digits.isascii() and digits.isdigit() and digits != declass.text


def _why(text: str) -> str:
    """Say what is wrong with a date, month first unless the year is."""
    fields = text.replace("-", "/").split("/")
    if len(fields) != 3 or not all(field.isdecimal() for field in fields):
        return "expected MM/DD/YYYY"
    if len(fields[0]) == 4:
        fields = [*fields[1:], fields[0]]
    names = ("month", "day", "year")
    for name, field, lengths in zip(names, fields, ((1, 2), (1, 2), (2, 4)), strict=True):
        if len(field) not in lengths:
            return f"the {name} {field} has {len(field)} digits"
    month, day, year = map(int, fields)
    if not 1 <= month <= 12:
        hint = " (are day and month exchanged?)" if 1 <= day <= 12 < month <= 31 else ""
        return f"months run from 1 to 12{hint}"
    if year == 0:
        return "years begin with 1"
    shown = f"{month_name[month]} {year}" if len(fields[2]) == 4 else month_name[month]
    last = monthrange(year if len(fields[2]) == 4 else _LEAP_YEAR, month)[1]
    return f"{shown} has {last} days" if day else "days begin with 1"


RULE = Rule(
    code="CBL304",
    name="invalid-declass-date",
    summary="The declassification date is not a valid date",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
)
