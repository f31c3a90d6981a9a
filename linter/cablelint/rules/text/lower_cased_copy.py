"""A copy that has lost its capitals.

## What it reports
A record whose heading and fields are in lower case throughout. One finding for the record.

## Why it matters
Names and abbreviations look like any word; case-sensitive searches find nothing.

## Example
    s e c r e t berlin 000643

    e.o. 12958: decl: 05/22/2018
    tags: prel, gm

## Instead
    S E C R E T BERLIN 000643

    E.O. 12958: DECL: 05/22/2018
    TAGS: PREL, GM

## Fix
None: which letters of the text were capitals is not known.

## Era
Every era: the finding is about the copy, not about the telegram.

## References
CF 2, corrupted forms; CF 12, whole cable in lower case (8 to 11 of 1,295).
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.layout._second import repeated_head
from cablelint.rules.text._artefacts import artefacts_of


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report what the parser says of the whole record, at its heading."""
    for artefact in artefacts_of(cable, "lower-case"):
        if repeated_head(context.facts) is None:  # else only one of two heads has lost its capitals
            yield Defect(artefact.span, "heading and fields are in lower case; expected capitals")


RULE = Rule(
    code="CBL019",
    name="lower-cased-copy",
    summary="A copy that has lost its capitals",
    severity=Severity.INFO,
    origin=Origin.EXTRACTION,
    check=check,
)
