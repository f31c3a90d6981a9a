"""A lettered reference that the text never cites.

## What it reports
A letter of a REF block of two or more that the body does not cite. It is off by default: drafters
list telegrams for the reader's files too. A telegram that cites no letter at all, or that is an
extract, is skipped.

## Why it matters
For drafters who keep their lists short: a reference that nothing cites is often left over from an
earlier draft.

## Example
    REF: A. ACCRA 310
         B. STATE 78901

    1. (C) Rain delayed the harvest (ref A).

## Instead
    REF: ACCRA 310

    1. (C) Rain delayed the harvest (reftel).

## Fix
None: the list may be meant as it is.

## Era
Every era with lettered lists.

## References
CF 5.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.references._items import citations, place_of


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the items whose letter the body never cites."""
    lettered = [item for item in cable.references if item.letter is not None]
    if cable.extract or len(lettered) < 2:
        return
    cited = {citation.letter for citation in citations(context.facts)}
    if not cited:
        return
    for item in lettered:
        if item.letter not in cited:
            yield Defect(
                place_of(cable, item), f"reference {item.letter} is never cited in the text"
            )


RULE = Rule(
    code="CBL516",
    name="uncited-reference",
    summary="A lettered reference that the text never cites",
    severity=Severity.OFF,
    origin=Origin.DRAFTING,
    check=check,
)
