"""The Julian day of the station line is not that of the date-time group.

## What it reports
A filing day in the station line (`DE`) that is neither the day of the date-time group nor the next,
or that no year has. Corrected copies and repeated messages (ZDK) may be filed again up to 30 days
later. What the archive's own columns say of the date is compared by `metadata-mismatch`.

## Why it matters
The two dates come from two hands, the drafter's and the operator's; when they differ, the one that
dates the telegram may be the wrong one.

## Example
    DE RUEHFR #1823/01 0471234
    P 151234Z MAR 05

## Instead
    DE RUEHFR #1823/01 0741234
    P 151234Z MAR 05

## Fix
None: either may be wrong.

## Era
Every era with a station line.

## References
CF 1, format line 3 and invariants: 1070 of 1072 headers agree.
"""

from __future__ import annotations

import datetime
from calendar import isleap
from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._heads import line_of

_SENT_AGAIN = 30  # days in which a telegram is corrected or repeated


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the day numbers within the year, across its end too."""
    header, day = cable.transmission, cable.date
    if header is None or header.julian_day is None or day is None:
        return
    length = 366 if isleap(day.year) else 365
    filed, written = header.julian_day, day.timetuple().tm_yday
    possible = 1 <= filed <= length
    later = (filed - written) % length
    if possible and (later <= 1 or (later <= _SENT_AGAIN and _sent_again(cable))):
        return
    line = line_of(cable, "station-line")
    if line is None:
        return
    group = header.date_time_group
    related = (Related(group.span, f"day {written:03d} of {day.year}"),) if group else ()
    named = _day(day.year, filed) if possible else "not a day of the year"
    message = (
        f"the station line gives day {filed:03d} ({named}); expected {written:03d}"
        f" ({_day(day.year, written)}) or the next, by the date-time group"
    )
    yield Defect(line, message, related=related)


def _sent_again(cable: Cable) -> bool:
    """Return whether the telegram is marked as corrected or repeated, and so filed again."""
    if any(token.kind == "CORRECTED" for token in cable.tokens):
        return True
    lines = (line_of(cable, "channel-line"), line_of(cable, "date-time-group"))
    return any("ZDK" in line.of(cable.text) for line in lines if line is not None)


def _day(year: int, number: int) -> str:
    """Name a day of a year as `15 MAR`."""
    day = datetime.date(year, 1, 1) + datetime.timedelta(days=number - 1)
    return f"{day:%d %b}".upper()


RULE = Rule(
    code="CBL207",
    name="date-mismatch",
    summary="The Julian day of the station line is not that of the date-time group",
    severity=Severity.WARNING,
    origin=Origin.TRANSMISSION,
    check=check,
)
