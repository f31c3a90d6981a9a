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
Safe: the signs are removed.

## Era
Every era: the finding is about the copy, not about the telegram.

## References
CF 12: 14,404 pilcrows in 1,270 of 1,295 cables; 704 lettered lines in 214.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Applicability, Defect, Origin, Severity
from cablelint.rule import Context, Rule, Scope
from cablelint.rules.text._artefacts import artefacts_of, undoing


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report all pilcrows of the record at once."""
    for artefact in artefacts_of(cable, "pilcrow"):
        spans = artefact.spans
        labels = "1 label" if len(spans) == 1 else f"{len(spans)} labels"
        yield Defect(
            spans[0],
            f"pilcrow before {labels} (added by the web copy)",
            undoing(context.facts, artefact, "Remove the pilcrows"),
        )


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
