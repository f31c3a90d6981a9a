"""The record's id is not that of its text.

## What it reports
The id of the record (its own in a container, else its file's name when that is an MRN) names
another station, serial or year than the telegram's own classification line and DTG line. Station
names that ids cut to six letters, as the 1973-79 export does, are taken as equal, and so are
redacted ones. Where another line of the telegram (station line, page mark, FM line) agrees with the
id, the heading slips, which `serial-mismatch`, `originator-mismatch` or `unknown-station` reports.

## Why it matters
Whoever cites or looks up the telegram by its id gets the text of another.

## Example
    05PARIS1823.txt, whose text says: C O N F I D E N T I A L PARIS 001832

## Instead
    05PARIS1832.txt

## Fix
None: either the name or the text may be wrong.

## Era
Every era with a classification line. The year is compared only when a DTG line gives it, and a
telegram of the last or first two days of a year may be filed under either.

## References
CF 2, canonical ids; NARA 1, document numbers.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablegrammar.lexicon import station
from cablegrammar.model import Heading
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Defect, Origin, Severity
from cablelint.identity import capitals_of, telegram_id
from cablelint.rule import Context, Rule

_PARTS = lazy_pattern(r"(\d\d)([A-Z]+)(\d+)")
_SLIP = 2  # letters
_CUT = 5  # the shortest form that the 1973-79 export cuts a station's name to


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare station, serial and year of the id with those of the text."""
    heading = cable.heading
    own = context.record.id or context.record.path
    found = _PARTS.fullmatch(telegram_id(own) or "")
    if heading is None or found is None:
        return
    name, serial = found[2], int(found[3])
    if _slipped(cable, name, serial):
        return
    if not _same_station(name, heading):
        message = f"the record id names station {name}; the text names {heading.station}"
        yield Defect(heading.station_span, message)
    elif heading.serial is not None and heading.serial != serial:
        message = f"the record id has serial {serial}; the text has {heading.serial}"
        yield Defect(heading.serial_span, message)
    if cable.transmission is not None and _other_year(int(found[1]), cable):
        group = cable.transmission.date_time_group
        span = group.span if group is not None else cable.transmission.span
        year = cable.date.year if cable.date else ""
        yield Defect(span, f"the record id is of year {found[1]}; the date-time group is of {year}")


def _slipped(cable: Cable, name: str, serial: int) -> bool:
    """Return whether the heading slips, and another line of the telegram agrees with the id.

    Then the id is right, and unknown-station, serial-mismatch or originator-mismatch reports it.
    """
    heading, header = cable.heading, cable.transmission
    if heading is None:
        return False
    written = capitals_of(heading.station)
    near = abs(len(written) - len(name)) <= _SLIP and len(set(written) ^ set(name)) <= _SLIP
    if near and station(heading.station) is None:
        return True
    if heading.serial != serial:
        serials = [mark.serial for mark in cable.page_marks]
        if header is not None and header.serial is not None:
            serials.append(int(header.serial))
        if any(other in (serial, serial % 10_000) for other in serials):
            return True
    if written == name or header is None or header.originator is None:
        return False
    return capitals_of(header.originator.name).endswith(name)


def _same_station(name: str, heading: Heading) -> bool:
    """Return whether an id's station is the heading's, be it cut short in either of them."""
    written = capitals_of(heading.station)
    if not written.strip("X"):
        return True  # redacted
    short, long = sorted((name, written), key=len)
    return short == long or (len(short) >= _CUT and long.startswith(short))


def _other_year(year: int, cable: Cable) -> bool:
    """Return whether two digits of a year are not those of the telegram's day, nor next to it."""
    day = cable.date
    if day is None or day.year % 100 == year:
        return False
    turn = (day.month, day.day)
    near = day.year + 1 if turn >= (12, 30) else day.year - 1 if turn <= (1, 2) else day.year
    return near % 100 != year


RULE = Rule(
    code="CBL902",
    name="id-mismatch",
    summary="The record's id is not that of its text",
    severity=Severity.ERROR,
    origin=Origin.ARCHIVE,
    check=check,
)
