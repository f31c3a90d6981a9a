"""What a copy says of a telegram contradicts the telegram inside.

## What it reports
An attribute of a 1973-79 export that the telegram contradicts: its classification, its number, its
date by more than three days, and TAGS that only the telegram has. TAGS that only the attributes
have were added by the archive and are not reported. Also a capture date that is not written as in
exports of that year.

A field of a SMART label block or of a White House form that the telegram inside contradicts:
number, date, class, TAGS, subject. In a SMART message, which has no telegram inside, the year of
the MRN is compared with the date.

## Why it matters
Searches and catalogues use the attributes and the form; readers see the text. The text is the
telegram: attributes were captured apart from it, and forms around older telegrams were filled in
by machine.

## Example
    C O N F I D E N T I A L LISBON 2143
    ...
    Original Classification: SECRET

## Instead
    C O N F I D E N T I A L LISBON 2143
    ...
    Original Classification: CONFIDENTIAL

## Fix
None: attributes are the archive's record, and either side of a form may be wrong.

## Era
Exports of 1973-79; SMART copies since about 2010, also of older telegrams; White House copies of
1993-2000.

## References
NARA 2g: both were captured apart, so a difference does not show which one is wrong. LE F7 and F8:
the form is machine-made. Dates without an hour (`310000Z`) and `Unknown` orders are not compared; a
White House subject may be cut short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cablegrammar import Cable, Wrapper
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._attributes import attribute_mismatches
from cablelint.rules.transmission._forms import form_mismatches

#: The comparison for each kind of wrapper.
_COMPARISONS: dict[str, Callable[[Cable, Wrapper], Iterable[Defect]]] = {
    "nara": attribute_mismatches,
    "smart": form_mismatches,
    "white-house": form_mismatches,
}


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare each wrapper with the telegram in it."""
    for wrapper in cable.wrappers:
        compare = _COMPARISONS.get(wrapper.kind)
        if compare is not None:
            yield from compare(cable, wrapper)


RULE = Rule(
    code="CBL219",
    name="wrapper-mismatch",
    summary="What a copy says of a telegram contradicts the telegram inside",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
)
