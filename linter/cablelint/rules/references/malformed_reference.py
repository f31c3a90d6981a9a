"""A reference with a station and a broken serial.

## What it reports
- A serial of seven or more digits, or of zeros only, behind a known station.
- A lettered or single item that names a station and no serial at all.

Items without a known station are skipped: e-mails, reports of other offices and letters have
numbers of their own.

## Why it matters
The telegram that is referred to cannot be found.

## Example
    REF: A. ACCRA 31078901
         B. STATE

## Instead
    REF: A. ACCRA 310
         B. STATE 78901

## Fix
None: the right serial is not in the text.

## Era
Every era: serials have at most six digits in all of them.

## References
CF 2, CF 5.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Reference
from cablegrammar.lexicon import station
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.references._items import digits_of, place_of

_LONGEST = 6
_STATION_AND_DIGITS = lazy_pattern(
    r"(?:(?:19|20)?\d\d[ -]?)?([A-Za-z][A-Za-z .']{1,30}?) ?(\d{0,40})\Z"
)
#: Letters that a machine reads for digits.
_LETTERS_IN_SERIAL = lazy_pattern(
    r"(?:(?:19|20)?\d\d[ -]?)?([A-Za-z][A-Za-z .']{1,30}?) "
    r"((?=[lIOo]{0,2}\d)[\dlIOo]{2,6})\Z"
)
_PAGE = lazy_pattern(r"[ \t]{1,40}+\d{3}(?:\.\d{1,2})?[ \t]+OF\b")


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report broken serials of known stations."""
    for at, item in enumerate(cable.references):
        if item.kind == "cable" and item.station is not None:
            digits = digits_of(item)
            if station(item.station) is not None and not _is_page_line(cable, item):
                yield from _serial(cable, item, item.station, digits)
        elif item.kind == "other":
            damaged = _LETTERS_IN_SERIAL.match(item.text)
            if damaged is not None and station(damaged[1]) is not None and not damaged[2].isdigit():
                message = f"serial '{damaged[2]}' of {damaged[1]} has letters; expected digits"
                yield Defect(place_of(cable, item), message)
                continue
            found = _STATION_AND_DIGITS.match(item.text)
            if found is None or station(found[1]) is None:
                continue
            if found[2]:
                yield from _serial(cable, item, found[1], found[2])
            elif _alone(cable, at):
                yield Defect(
                    place_of(cable, item),
                    f"reference '{item.text}' has no serial; expected station and serial",
                )


def _serial(cable: Cable, item: Reference, name: str, digits: str) -> Iterable[Defect]:
    if len(digits) > _LONGEST:
        message = f"serial {digits} of {name} has {len(digits)} digits; expected at most 6"
        yield Defect(place_of(cable, item), message)
    elif digits and not digits.strip("0"):
        yield Defect(
            place_of(cable, item), f"serial {digits} of {name} is zero; expected a number from 1"
        )


def _is_page_line(cable: Cable, item: Reference) -> bool:
    """Return whether an item is a page footer inside the block: ACCRA 00000310 001.2 OF."""
    return _PAGE.match(cable.text, item.span.end) is not None


def _alone(cable: Cable, at: int) -> bool:
    """Return whether an item is all that its letter, or the whole block, has."""
    items = cable.references
    if len(items) == 1:
        return True
    followed = at + 1 < len(items) and items[at + 1].letter is None
    return items[at].letter is not None and not followed


RULE = Rule(
    code="CBL511",
    name="malformed-reference",
    summary="A reference with a station and a broken serial",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
