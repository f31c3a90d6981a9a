"""A paragraph number is repeated.

## What it reports
Two paragraphs have the same number, whether a paragraph was doubled or a label mistyped (3, 3, 4 or
3, 3, 5). The other one is shown as a related place.

## Why it matters
A reference to that paragraph is ambiguous; in a copy the text may be there twice.

## Example
    3. (C) The harvest began early.
    3. (C) Prices did not move.
    4. (U) The road is dry.

## Instead
    3. (C) The harvest began early.
    4. (C) Prices did not move.
    5. (U) The road is dry.

## Fix
None: renumbering would change what other telegrams refer to.

## Era
Every era; a warning in an extract. Not a repeat: a second document that begins again with 1 and 2,
a numbered list in a paragraph.

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
    """Yield the repeated numbers."""
    yield from slips_of(context.facts, Kind.REPEAT)


RULE = Rule(
    code="CBL603",
    name="repeated-paragraph",
    summary="A paragraph number is repeated",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
)
