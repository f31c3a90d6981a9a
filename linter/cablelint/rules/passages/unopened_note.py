"""A note is closed but never opened.

## What it reports
`End note` without a note opened before it.

## Why it matters
Without its beginning the words of the note cannot be separated from the text around it.

## Example
    2. (C) The mill stood still. It is the only one. End note.) The minister was not amused.

## Instead
    2. (C) The mill stood still. (Note: It is the only one. End note.) The minister was not amused.

## Fix
None: only the drafter knows where the note begins.

## Era
Every era. Nothing is reported where the paragraph before is missing: it may hold the opening.

## References
CF 8, pairs.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.passages._pairs import lost_before


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Look for notes with a closing only."""
    for passage in cable.passages:
        if passage.kind != "note" or passage.opening is not None or passage.closing is None:
            continue
        if not lost_before(context.facts, passage.closing):
            words = " ".join(passage.closing.of(cable.text).split())
            yield Defect(passage.closing, f"'{words}' has no matching 'Note'")


RULE = Rule(
    code="CBL711",
    name="unopened-note",
    summary="A note is closed but never opened",
    severity=Severity.INFO,
    origin=Origin.DRAFTING,
    check=check,
    preview=True,
)
