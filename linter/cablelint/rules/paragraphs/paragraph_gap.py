"""Paragraph numbers are missing.

## What it reports
The numbers of the paragraphs jump: 6 is followed by 8. One finding for each hole, at the number
after it; a marked paragraph without a number inside the gap is shown as a related place.

## Why it matters
Either text is lost, or two paragraphs have run into one because a label was not copied.

## Example
    6. (C) The port took eleven ships in May.
    8. (C) The ministry expects rain.

## Instead
    6. (C) The port took eleven ships in May.
    7. (C) The mill stood still for a week.
    8. (C) The ministry expects rain.

## Fix
None: the text that is missing cannot be made up.

## Era
Every era. A warning in an extract and after a paragraph that was withheld; info in released copies
and other prints, where gaps are redactions or labels that a machine lost. Numbered lists in a
paragraph and second documents that begin again at 1 do not count.

## References
CF 7, consecutive numbers; CF 12, redaction.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.paragraphs._run import Kind
from cablelint.rules.paragraphs._slips import slips_of


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Yield the holes in the run of numbers."""
    yield from slips_of(context.facts, Kind.GAP)


RULE = Rule(
    code="CBL602",
    name="paragraph-gap",
    summary="Paragraph numbers are missing",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
)
