"""The first paragraph is not numbered 1.

## What it reports
The first number of the telegram is not 1, and the run goes on from there: 2, 3, 4 or 23, 24, 25.
A first label that is merely wrong (11, 2, 3) is a paragraph-order.

## Why it matters
The beginning of the text is lost, or the first paragraph has lost its label. References to
paragraphs by number point to the wrong ones.

## Example
    2. (C) The harvest in the delta began early.
    3. (C) Prices at the port did not move.

## Instead
    1. (C) The harvest in the delta began early.
    2. (C) Prices at the port did not move.

## Fix
None: only the original shows whether text or a label is missing.

## Era
Every era. In telegrams up to 1995 an unnumbered summary before paragraph 2 counts as paragraph 1.
Extracts may start anywhere.

## References
CF 7, consecutive numbers from 1; LE 1, summaries counted as 1.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.paragraphs._era import is_before_1996
from cablelint.rules.paragraphs._run import numbered


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Look at the first number; the second shows whether only the label is wrong."""
    run = numbered(context.facts)
    if cable.extract or not run or run[0].number == 1:
        return
    first = run[0]
    if len(run) > 1 and run[1].number in (1, 2):
        return
    blocks = [block.span for block in cable.loose] + [p.span for p in cable.paragraphs[:1]]
    before = any(span.start < first.span.start for span in blocks)
    if first.number == 2 and before and is_before_1996(cable, context):
        return
    yield Defect(
        first.digits or first.span, f"the first paragraph is numbered {first.number}; expected 1"
    )


RULE = Rule(
    code="CBL601",
    name="paragraph-start",
    summary="The first paragraph is not numbered 1",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
