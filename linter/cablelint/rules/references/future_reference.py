"""A reference to a telegram of a later year.

## What it reports
An item of a known station whose year, as written, is later than the telegram's own. Two digits
from 60 on are of the 1900s. One finding for a list: when several years are too late, the
telegram's own date may be the slip. Items without a year are skipped, as January's telegrams refer
to December's.

## Why it matters
The telegram that is referred to cannot be found under that year.

## Example
    REF: 06 ACCRA 310

in a telegram of 2005

## Instead
    REF: 04 ACCRA 310

## Fix
None: the year that was meant is not in the text.

## Era
Every era; it needs the telegram's year.

## References
CF 5: references to another year begin with the year.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.references._items import full_year, is_cable, place_of


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the years of the items with the cable's latest."""
    if context.years is None:
        return
    latest = context.years[1]
    late = [
        item
        for item in cable.references
        if item.year is not None and full_year(item.year) > latest and is_cable(item)
    ]
    if late:
        first, *others = late
        year = full_year(first.year or 0)
        yield Defect(
            place_of(cable, first),
            f"reference '{first.text}' is of {year}; expected {latest} or earlier",
            related=tuple(Related(place_of(cable, item), "another one") for item in others),
        )


RULE = Rule(
    code="CBL517",
    name="future-reference",
    summary="A reference to a telegram of a later year",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
