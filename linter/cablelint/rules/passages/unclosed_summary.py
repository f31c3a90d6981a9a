"""A summary is opened but never closed.

## What it reports
A summary, opened by a lead-in or by a title, with no `End summary` after it.

## Why it matters
Readers and programs that take the summary out of a telegram do not know where it ends.

## Example
    1. (C) Summary: The harvest began early and prices fell.

    2. (C) The minister received us on Monday.

## Instead
    1. (C) Summary: The harvest began early and prices fell. End summary.

    2. (C) The minister received us on Monday.

## Fix
None: only the drafter knows where the summary ends.

## Era
Every era; in 1973-79 summaries close too. Information only in an extract. A summary that is opened
again before it closes is a repeated-summary, a misspelled closing a misspelled-passage. Nothing is
reported where the next paragraph is missing, or where the text breaks off in the paragraph: the
closing may be in what is lost.

## References
CF 8, 42 of 1,295 telegrams; LE 1.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable, Span
from cablelint.facts import Facts
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.passages._pairs import (
    index_of_paragraph,
    is_closed_by_another,
    lost_after,
    repeated_summaries,
)
from cablelint.rules.text._end import break_of


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Look for summaries with an opening only."""
    repeated = {id(first) for first, _ in repeated_summaries(context.facts)}
    for passage in cable.passages:
        if passage.kind != "summary" or passage.opening is None or passage.closing is not None:
            continue
        if id(passage) in repeated or is_closed_by_another(context.facts, passage):
            continue
        if lost_after(context.facts, passage.opening) or not cable.paragraphs:
            continue
        if _breaks_off_in(context.facts, passage.opening):
            continue  # truncated-text
        severity = Severity.INFO if cable.extract else None
        message = "this summary is never closed; expected 'End summary'"
        yield Defect(passage.opening, message, severity=severity)


def _breaks_off_in(facts: Facts, opening: Span) -> bool:
    """Return whether the text breaks off in the paragraph of a place."""
    last = len(facts.cable.paragraphs) - 1
    return break_of(facts) is not None and index_of_paragraph(facts, opening) == last


RULE = Rule(
    code="CBL701",
    name="unclosed-summary",
    summary="A summary is opened but never closed",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
