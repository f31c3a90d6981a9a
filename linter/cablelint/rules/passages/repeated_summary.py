"""A summary is opened a second time before it closes.

## What it reports
A second `Summary:` within three paragraphs of the first and before `End summary`. A lead-in right
under the title SUMMARY repeats the title and is usual.

## Why it matters
There may be two summaries, the first without an end, or only one.

## Example
    1. (C) Summary: The harvest began early. Summary: Prices fell. End summary.

## Instead
    1. (C) Summary: The harvest began early. Prices fell. End summary.

## Fix
None: either an end is missing, or the second opening is superfluous.

## Era
Every era.

## References
CF 8, pairs.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.passages._pairs import repeated_summaries


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Look for summaries opened while one is open."""
    for first, second in repeated_summaries(context.facts):
        message = "this summary is opened again before it is closed; expected 'End summary' first"
        related = (Related(first.opening or first.span, "it was opened here"),)
        yield Defect(second.opening or second.span, message, related=related)


RULE = Rule(
    code="CBL704",
    name="repeated-summary",
    summary="A summary is opened a second time before it closes",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
