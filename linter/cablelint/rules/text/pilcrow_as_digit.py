"""A pilcrow that became a leading 1 or another sign.

## What it reports
Paragraph labels that all carry a 1 too many (11, 12, 13 ... 19, 110), because the pilcrow that web
copies put before labels was read as a digit. It is decided once for the record: every label begins
with a 1, and without it they run from 1. One finding for the record.

Also labels behind another sign (`?1.`, `•1.`, `§1.`), which a copy put in the place of the pilcrow,
and labels far from the margin, where the pilcrow became blanks.

## Why it matters
Every reference to a paragraph leads to the wrong one. Behind another sign or many blanks, other
programs find no paragraph at all.

## Example
    11. (C) The wheat harvest was good.

    12. (C) The port of Aden was closed.

## Instead
    1. (C) The wheat harvest was good.

    2. (C) The port of Aden was closed.

## Fix
Safe: the first digit of every label is removed, or the sign, or the blanks.

## Era
Every era with numbered paragraphs.

## References
CF 12, pilcrow turned to digit.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Artefact, Cable, Span
from cablelint.finding import Applicability, Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.text._artefacts import artefacts_of, undoing

_OTHERS = {
    "pilcrow-as-sign": "behind a sign that was a pilcrow",
    "indented-labels": "far from the margin",
}


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the labels that the parser has read without what precedes them."""
    for artefact in artefacts_of(cable, "pilcrow-as-digit"):
        numbers = [part.number for part in cable.paragraphs if part.number is not None]
        yield Defect(
            artefact.span,
            f"{len(artefact.spans)} paragraph labels begin with a 1 that was a pilcrow;"
            f" expected {min(numbers, default=1)} to {max(numbers, default=1)}",
            undoing(context.facts, artefact, "Remove the leading 1 of every label"),
        )
    for kind, what in _OTHERS.items():
        for artefact in artefacts_of(cable, kind):
            first = artefact.spans[0]
            place = first if first.of(cable.text).strip() else Span(first.end, first.end + 1)
            yield Defect(
                place,
                f"{_count(artefact)} {what}; expected number and point at the margin",
                undoing(context.facts, artefact, "Begin the lines with the labels"),
            )


def _count(artefact: Artefact) -> str:
    number = len(artefact.spans)
    return f"{number} paragraph label{'' if number == 1 else 's'}"


RULE = Rule(
    code="CBL007",
    name="pilcrow-as-digit",
    summary="A pilcrow that became a leading 1 or another sign",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.SAFE,
)
