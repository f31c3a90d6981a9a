"""A summary is closed but never opened.

## What it reports
`End summary` without a summary opened before it. Where it closes the first paragraph it is
information only: that paragraph is the summary, though it does not say so.

## Why it matters
Readers and programs that take the summary out of a telegram do not know where it begins.

## Example
    1. (C) The harvest began early.

    2. (C) Prices fell. End summary.

## Instead
    1. (C) Summary: The harvest began early.

    2. (C) Prices fell. End summary.

## Fix
None: only the drafter knows where the summary begins.

## Era
Every era. Information only in an extract. Nothing is reported where the paragraph before is
missing: it may hold the opening.

## References
CF 8, 41 of 1,295 telegrams, most in the first paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.layout._lost_head import has_no_head
from cablelint.rules.passages._pairs import index_of_paragraph, lost_before


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Look for summaries with a closing only."""
    for passage in cable.passages:
        if passage.kind != "summary" or passage.opening is not None or passage.closing is None:
            continue
        if lost_before(context.facts, passage.closing):
            continue
        in_first = index_of_paragraph(context.facts, passage.closing) <= 0
        if in_first and has_no_head(cable):
            continue  # a title above the paragraph may have opened it
        severity = Severity.INFO if in_first or cable.extract else None
        words = " ".join(passage.closing.of(cable.text).split())
        message = f"'{words}' has no matching 'Summary'"
        yield Defect(passage.closing, message, severity=severity)


RULE = Rule(
    code="CBL702",
    name="unopened-summary",
    summary="A summary is closed but never opened",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
