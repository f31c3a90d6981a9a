"""An element is in the wrong place.

## What it reports
A field that comes after one it should precede: SUBJECT before TAGS, REF below Classified By,
a classification line below the E.O. line. The order is: classification line, captions, E.O. line,
TAGS, SUBJECT, REF, Classified By, paragraphs. Fields that one slip has put out of order are one
finding.

## Why it matters
Programs that read the fields in their order take one for another or find none.

## Example
    UNCLAS LIMA 001650

    E.O. 12958: N/A
    SUBJECT: COTTON HARVEST IN PIURA
    TAGS: EAGR, PE

## Instead
    UNCLAS LIMA 001650

    E.O. 12958: N/A
    TAGS: EAGR, PE
    SUBJECT: COTTON HARVEST IN PIURA

## Fix
None: where a field ends and prose begins is not certain enough to move lines.

## Era
Telegrams of 1973 to 2010. Airgrams had SUBJECT before TAGS and are not telegrams.

## References
CF, overall order (of 1,295 cables, 7 have another).
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Problem
from cablegrammar.element_names import element_words, names_with
from cablegrammar.layout import due_elements
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.layout._elements import (
    element_before,
    groups,
    related_to,
)
from cablelint.spans import trimmed


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the first element of every group, the others as related places."""
    without_addressees = any(
        problem.kind == "missing" and problem.element == "addressees" for problem in cable.problems
    )
    for group in groups(cable, "misplaced"):
        first = group[0]
        if first.element == "caption" and cable.heading is None:
            continue
        if first.element == "information-addressees" and without_addressees:
            continue  # the TO line is missing, not INFO misplaced
        before = element_before(context.facts, first.span.start)
        place = f"comes after {before}" if before else "is at the top"
        due = next((name for name in due_elements() if _overtaken(name, first)), None)
        wanted = f"; expected {element_words(due)} here" if due else "; expected before it"
        yield Defect(
            trimmed(cable.text, first.span),
            f"{element_words(first.element)} {place}{wanted}",
            related=related_to(cable, group),
        )


def _overtaken(element: str, problem: Problem) -> bool:
    """Return whether an element must come before anything else can follow at a problem.

    Below the header the grammar takes a TO line as prose; it is due above it only.
    """
    due = element != "addressees" or problem.element in names_with("header")
    return due and element in problem.expected


RULE = Rule(
    code="CBL102",
    name="misplaced-element",
    summary="An element is in the wrong place",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
