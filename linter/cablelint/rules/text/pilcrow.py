"""Pilcrows before paragraph labels.

## What it reports
The sign `¶` before paragraph labels and the letters of references and lists: an anchor of the web
copy, not of the telegram. One finding for the record.

## Why it matters
It does little harm: the parser ignores it. Programs that compare copies see false differences.

## Example
    ¶1. (C) The wheat harvest was good.

## Instead
    1. (C) The wheat harvest was good.

## Fix
Safe: the signs are removed; a blank stays where a sign separates two words.

## Era
Every era: the finding is about the copy, not about the telegram.

## References
CF 12: 14,404 pilcrows in 1,270 of 1,295 cables; 704 lettered lines in 214.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cablegrammar import Cable, Span
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule, Scope
from cablelint.rules.text._artefacts import artefacts_of


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report all pilcrows of the record at once."""
    for artefact in artefacts_of(cable, "pilcrow"):
        spans = artefact.spans
        labels = "1 label" if len(spans) == 1 else f"{len(spans)} labels"
        yield Defect(
            spans[0],
            f"pilcrow before {labels} (added by the web copy)",
            Fix("Remove the pilcrows", tuple(_edits(cable.text, spans)), Applicability.SAFE),
        )


def _edits(text: str, spans: Iterable[Span]) -> Iterator[Edit]:
    """Yield the edits that remove the signs; a blank stays where one separates words."""
    for span in spans:
        before, after = text[max(span.start - 1, 0) : span.start], text[span.end : span.end + 1]
        yield Edit(span, " " if before.isalnum() and after.isalnum() else "")


RULE = Rule(
    code="CBL008",
    name="pilcrow",
    summary="Pilcrows before paragraph labels",
    severity=Severity.INFO,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.SAFE,
    scope=Scope.BODY,
)
