"""A paragraph number is out of order.

## What it reports
Two paragraphs that have changed places (4, 3, 5), and a label that does not fit between its
neighbours (11, 21, 13). One finding for a slip, not one for each label after it.

## Why it matters
Sections were joined in the wrong order, or the label is a typing or reading error.

## Example
    11. (C) The harvest began early.
    21. (C) Prices did not move.
    13. (C) The road is dry.

## Instead
    11. (C) The harvest began early.
    12. (C) Prices did not move.
    13. (C) The road is dry.

## Fix
None: the label or the place may be wrong.

## Era
Every era; a warning in an extract.

## References
CF 7, consecutive numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.paragraphs._run import Kind
from cablelint.rules.paragraphs._slips import slips_of


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Yield the numbers that are out of order."""
    yield from slips_of(context.facts, Kind.ORDER)


RULE = Rule(
    code="CBL604",
    name="paragraph-order",
    summary="A paragraph number is out of order",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
)
