"""The date-time group is not a valid date and time.

## What it reports
A date-time group whose day, hour or minute does not exist (day 32, 30 FEB, hour 25), or whose time
zone is other than Z, or whose month is none (JNA). A group that breaks its form otherwise is
`malformed-element`.

## Why it matters
The date-time group is the telegram's only date: everything that depends on the era, from the
executive order to the TAGS, is judged by it.

## Example
    P 321234Z MAR 05

## Instead
    P 151234Z MAR 05

## Fix
None: the right day must come from another copy; the Julian day of the station line may show it.

## Era
Every era.

## References
CF 1, format line 5: zone always Z.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator

from cablegrammar import Cable
from cablegrammar.lexicon import month
from cablegrammar.model import DateTimeGroup
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._months import unknown_month

_LEAP_YEAR = 2000  # for a year that is not written


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look at the raw numbers of the group; the first that is impossible is named."""
    group = cable.transmission.date_time_group if cable.transmission else None
    if group is None:
        yield from _months(cable)
        return
    fault = _fault(group)
    if fault is None and cable.text.startswith("0", group.span.start):
        fault = "the digit 0 for the precedence; expected the letter O"
    if fault is not None:
        yield Defect(
            group.span, f"'{group.span.of(cable.text)}' is not a valid date-time group: {fault}"
        )


def _months(cable: Cable) -> Iterator[Defect]:
    """Report the month that keeps the group from being read."""
    lines = cable.transmission.lines if cable.transmission else ()
    for problem in cable.problems:
        name = unknown_month(cable, problem) if problem.kind == "malformed" else None
        line = next((found.span for found in lines if problem.span in found.span), problem.span)
        if name is not None:
            words = line.of(cable.text)
            yield Defect(line, f"'{words}' is not a valid date-time group: {name} is not a month")
            return


def _fault(group: DateTimeGroup) -> str | None:
    number = month(group.month)
    if number is None:
        return f"{group.month} is not a month"
    last = monthrange(group.year or _LEAP_YEAR, number)[1]
    if not 1 <= group.day <= last:
        return f"{group.month} has {last} days"
    if group.hour > 23:
        return "hours run from 00 to 23"
    if group.minute > 59:
        return "minutes run from 00 to 59"
    if group.zone.upper() != "Z":
        return "the time zone is always Z"
    return None


RULE = Rule(
    code="CBL206",
    name="invalid-date-time-group",
    summary="The date-time group is not a valid date and time",
    severity=Severity.ERROR,
    origin=Origin.TRANSMISSION,
    check=check,
)
