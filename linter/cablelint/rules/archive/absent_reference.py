"""A reference to a telegram that the archive should hold and lacks.

## What it reports
A cable in the REF block, of a station and year of which the archive holds other telegrams, but not
this one. A reference without year means the telegram's own, but in January, when it may mean the
year before, it is skipped; so are those without serial, and those to stations or years that the
archive does not cover. The rule is off by default, since most archives are selections; turned on,
it reads the archive twice.

## Why it matters
In an archive that should be whole, a gap is found where its neighbours point to it.

## Example
    REF: 05 ROME 12, in an archive that holds 05ROME10 and 05ROME14

## Instead
    The archive holds 05ROME12.

## Fix
None.

## Era
Every era with a REF block.

## References
CF 5 for the forms of references.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.identity import reference_id, year_of_references
from cablelint.rule import Context, Rule


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the references that the archive says it lacks."""
    siblings = context.record.siblings
    if siblings is None or not siblings.absent:
        return
    date = context.date
    first, last = context.years or (None, None)
    year = year_of_references(
        date.earliest if date is not None and date.exact else None, first if first == last else None
    )
    for reference in cable.references:
        key = reference_id(reference, year)
        if key in siblings.absent:
            message = (
                f"reference {key} is absent from the archive;"
                " it has other telegrams of that station and year"
            )
            yield Defect(reference.span, message)


RULE = Rule(
    code="CBL904",
    name="absent-reference",
    summary="A reference to a telegram that the archive should hold and lacks",
    severity=Severity.OFF,
    origin=Origin.ARCHIVE,
    check=check,
)
