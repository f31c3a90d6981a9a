"""The date-time group is not a valid date and time.

## What it reports
A date-time group whose day, hour or minute does not exist (day 32, 30 FEB, hour 25), or whose time
zone is other than Z, or whose month is none (JNA). A group that can be read although it breaks its
form (blanks between digits, the month in full, no Z) is a warning; one that cannot is
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
Every era. About 5 in 100 exports of 1973-79 have a group that breaks its form.

## References
CF 1, format line 5: zone always Z; N04.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator

from cablegrammar import Cable, Problem
from cablegrammar.lexicon import month
from cablegrammar.model import DateTimeGroup
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._months import broken_group, unknown_month

_LEAP_YEAR = 2000  # for a year that is not written


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look at the raw numbers of the group; the first that is impossible is named."""
    problem = broken_group(cable)
    name = unknown_month(cable, problem) if problem is not None else None
    if problem is not None and name is not None:
        yield from _month(cable, problem, name)
        return
    group = cable.transmission.date_time_group if cable.transmission else None
    if group is None:
        return
    words = group.span.of(cable.text)
    fault = _fault(group)
    if fault is None and words.startswith("0"):
        fault = "the digit 0 for the precedence; expected the letter O"
    if fault is not None:
        yield Defect(group.span, f"'{words}' is not a valid date-time group: {fault}")
    elif problem is not None and problem.span in group.span:
        moment = f"{group.day:02}{group.hour:02}{group.minute:02}Z {group.month}"
        yield Defect(
            group.span,
            f"'{words}' breaks the form of a date-time group; expected '{moment}' and the year",
            severity=Severity.WARNING,
        )


def _month(cable: Cable, problem: Problem, name: str) -> Iterator[Defect]:
    """Report the month that keeps the group from being read."""
    lines = cable.transmission.lines if cable.transmission else ()
    line = next((found.span for found in lines if problem.span in found.span), problem.span)
    words = line.of(cable.text)
    yield Defect(line, f"'{words}' is not a valid date-time group: {name} is not a month")


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
