"""A telegram that refers to itself.

## What it reports
An item of the telegram's own station and serial, of its own year or without a year. An item with
another year, or with a year where the telegram's is unknown, is skipped.

## Why it matters
The reference that was meant is lost; a program that follows references runs in a circle.

## Example
    C O N F I D E N T I A L ACCRA 000310
    REF: ACCRA 310

## Instead
    C O N F I D E N T I A L ACCRA 000310
    REF: ACCRA 301

## Fix
None: the serial that was meant is not in the text.

## Era
Every era.

## References
CF 2, CF 5.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Reference
from cablegrammar.lexicon import mrn, same_station
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.references._items import is_cable, place_of


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare each item with the heading."""
    heading = cable.heading
    if heading is None or heading.serial is None:
        return
    for item in cable.references:
        if item.serial != heading.serial or item.station is None or not is_cable(item):
            continue
        if _is_own(item, heading.station, context):
            yield Defect(
                place_of(cable, item),
                f"reference '{item.text}' is this telegram itself; expected another",
                related=(Related(heading.span, "its heading"),),
            )


def _is_own(item: Reference, own: str, context: Context) -> bool:
    """Tell whether an item with the telegram's serial names its station and year as well."""
    if item.year is None:
        return same_station(item.station or "", own)
    first, last = context.years or (None, None)
    return first is not None and first == last and item.mrn == mrn(own, first, item.serial)


RULE = Rule(
    code="CBL514",
    name="self-reference",
    summary="A telegram that refers to itself",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
