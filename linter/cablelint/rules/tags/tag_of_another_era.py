"""A TAG of another era than the telegram's.

## What it reports
A code that means something, but not in the cable's year: `PINT` (1973-79) in 2005, `RU` (2024) for
Russia, which was `RS` in 2003-10. It names the code of the era for the same place or matter, if the
tables know one.

## Why it matters
The telegram is filed under a code that its readers do not use, or that means another place.

## Example
    TAGS: PREL, RU

of 2009

## Instead
    TAGS: PREL, RS

## Fix
None: a code that named two places in its time may be meant for either.

## Era
Telegrams of 1973-79 and of 2003-10, whose lists are known as a whole. No list was found for
1980-2002, and from 2011 on the lists of 2003-10 and of 2024 both count; in 1979, when the subjects
changed, those of later years are allowed too. Without a date it is silent.

## References
TAGS, coverage (RU 18 times in 2003-10, IQ, YE, PINT, SHUM); TAGS, doubts.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablegrammar.lexicon import Era, entries, equivalents, eras_of
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.tags._reading import eras_of_cable, readings, span_of


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report codes of other eras with the code of the cable's own."""
    for reading in readings(context):
        if reading.kind == "other-era":
            code = cable.tags[reading.first].code
            own = sorted(eras_of_cable(context))
            yield Defect(span_of(cable, reading), _message(code, own))


def _message(code: str, own: list[Era]) -> str:
    titles = dict.fromkeys(entry.title for entry in entries(code) if entry.title)
    meaning = f" ({' or '.join(titles)})" if titles else ""
    times = " and ".join(sorted(eras_of(code))).replace("2011-", "2011 and later")
    message = f"'{code}'{meaning} is a TAG of {times}, not of {' or '.join(own)}"
    instead = [other for era in own for other in equivalents(code, era)]
    return f"{message}; use {' or '.join(instead)}" if instead else message


RULE = Rule(
    code="CBL406",
    name="tag-of-another-era",
    summary="A TAG that the cable's era does not have",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
