"""An unclassified telegram that names a classification authority.

## What it reports
`Classified By` or `Derived From` under an UNCLASSIFIED heading.

## Why it matters
Nothing is classified that somebody could have classified: the heading or the line is left over from
another version. It is info, since copies of declassified telegrams show the same.

## Example
    UNCLAS ACCRA 000310
    Classified By: Ambassador Ada Rowan for reasons 1.4 (b) and (d).

## Instead
    UNCLAS ACCRA 000310

## Fix
None: the heading may be the wrong one.

## Era
Every era.

## References
CF 6: at most 1 of 103 unclassified telegrams has the line.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Level
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._heads import level_disputed


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report an authority under an unclassified heading."""
    heading, authority = cable.heading, cable.authority
    if heading is None or authority is None or level_disputed(cable):
        return
    if heading.level is Level.UNCLASSIFIED:
        related = (Related(heading.classification, "the heading's classification"),)
        message = "an unclassified telegram names a classification authority"
        yield Defect(authority.label, message, related=related)


RULE = Rule(
    code="CBL525",
    name="authority-on-unclassified",
    summary="An unclassified telegram that names a classification authority",
    severity=Severity.INFO,
    origin=Origin.DRAFTING,
    check=check,
)
