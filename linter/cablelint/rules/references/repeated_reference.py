"""The REF block lists the same telegram twice.

## What it reports
A second item of the same station, serial and year. An item without a year is of the telegram's own
year. It is info: some lists repeat a telegram on purpose, for another paragraph.

## Why it matters
Mostly one of the two serials is a slip, and the reference that was meant is lost.

## Example
    REF: A. ACCRA 310
         B. ACCRA 310

## Instead
    REF: A. ACCRA 310
         B. ACCRA 301

## Fix
None: the serial that was meant is not in the text.

## Era
Every era.

## References
CF 5.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Reference
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.references._items import full_year, is_cable, place_of


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report items that name a telegram a second time."""
    if len(cable.references) < 2:
        return
    own = context.years[0] if context.years and context.years[0] == context.years[1] else None
    seen: dict[tuple[int | None, str | None, int | None], Reference] = {}
    for item in cable.references:
        if not is_cable(item):
            continue
        year = full_year(item.year) if item.year is not None else own
        first = seen.setdefault((year, item.station, item.serial), item)
        if first is not item:
            related = (Related(place_of(cable, first), "the first one"),)
            yield Defect(
                place_of(cable, item),
                f"reference '{item.text}' is repeated; expected once",
                related=related,
            )


RULE = Rule(
    code="CBL513",
    name="repeated-reference",
    summary="The REF block lists the same telegram twice",
    severity=Severity.INFO,
    origin=Origin.DRAFTING,
    check=check,
)
