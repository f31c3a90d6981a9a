"""A pilcrow that became a leading 1.

## What it reports
Paragraph labels that all carry a 1 too many (11, 12, 13 ... 19, 110), because the pilcrow that web
copies put before labels was read as a digit. It is decided once for the record: every label begins
with a 1, and without it they run from 1. One finding for the record.

## Why it matters
Every reference to a paragraph leads to the wrong one.

## Example
    11. (C) The wheat harvest was good.

    12. (C) The port of Aden was closed.

## Instead
    1. (C) The wheat harvest was good.

    2. (C) The port of Aden was closed.

## Fix
Safe: the first digit of every label is removed.

## Era
Every era with numbered paragraphs.

## References
CF 12, pilcrow turned to digit.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Applicability, Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.text._artefacts import artefacts_of, undoing


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the labels that the parser has read without their first digit."""
    for artefact in artefacts_of(cable, "pilcrow-as-digit"):
        numbers = [part.number for part in cable.paragraphs if part.number is not None]
        yield Defect(
            artefact.span,
            f"{len(artefact.spans)} paragraph labels begin with a 1 that was a pilcrow;"
            f" expected {min(numbers, default=1)} to {max(numbers, default=1)}",
            undoing(context.facts, artefact, "Remove the leading 1 of every label"),
        )


RULE = Rule(
    code="CBL007",
    name="pilcrow-as-digit",
    summary="A pilcrow that became a leading 1",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.SAFE,
)
