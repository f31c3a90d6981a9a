"""The lines of a relay around a telegram contradict it.

## What it reports
A White House or CIA copy whose relay lines give other digits of the number, another day of the year
or the letter of another class than the telegram inside.

## Why it matters
The relay wrote its lines from the telegram as it was sent. Either the copy holds another telegram,
or its heading or DTG line was damaged.

## Example
    LINE1:    PAAUZYUW RUEHPLA0687 3501136-UUUU--RHEHAAX.
    ...
    UNCLAS LOME 000678

## Instead
    LINE1:    PAAUZYUW RUEHPLA0678 3501136-UUUU--RHEHAAX.
    ...
    UNCLAS LOME 000678

## Fix
None: nothing shows which line is right.

## Era
White House copies of 1993-2000, CIA copies of the 1980s. The relay lines of the telegram itself are
compared by `serial-mismatch`, `date-mismatch` and `classification-mismatch`.

## References
LE F6 and F7: number, day and letter agree in all samples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cablegrammar import Cable, Relay
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._heads import levels_of_letter

_DIGITS = 10_000  # a relay keeps four digits of the number


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare number, day and class of each relay with the telegram."""
    for wrapper in cable.wrappers:
        if wrapper.relay is not None:
            yield from _compared(cable, wrapper.relay)


def _compared(cable: Cable, relay: Relay) -> Iterator[Defect]:
    heading = cable.heading
    serial = heading.serial if heading is not None else None
    if serial is not None and relay.serial is not None and int(relay.serial) != serial % _DIGITS:
        yield Defect(
            relay.span, f"the relay has the number {relay.serial}; the heading has {serial}"
        )
    if cable.date is not None and relay.julian_day is not None:
        day = cable.date.timetuple().tm_yday
        if day != relay.julian_day:
            yield Defect(
                relay.span, f"the relay has day {relay.julian_day}; {cable.date} is day {day}"
            )
    levels = levels_of_letter(relay.letter)
    if heading is not None and heading.exact and levels and heading.level not in levels:
        message = f"the relay has the letter {relay.letter}; the heading is {heading.level.words}"
        yield Defect(relay.span, message, related=(Related(heading.span, "the heading"),))


RULE = Rule(
    code="CBL220",
    name="relay-mismatch",
    summary="The lines of a relay around a telegram contradict it",
    severity=Severity.ERROR,
    origin=Origin.TRANSMISSION,
    check=check,
)
