"""A title and its underline on one line.

## What it reports
A title with its underline of dashes on the title's own line instead of the next one.

## Why it matters
Programs that look for the underline miss the title, or take the dashes for part of its words.

## Example
    Wheat Exports -------------

## Instead
    Wheat Exports
    -------------

## Fix
Safe: a line end is put before the dashes.

## Era
Every era with underlined titles.

## References
CF 7, headings: 3,843 underlined titles in 758 cables.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Applicability, Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.text._artefacts import artefacts_of, undoing


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report every title that the parser has cut from its underline."""
    artefacts = list(artefacts_of(cable, "joined-underline"))
    if not artefacts:
        return
    titles = {title.underline.start: title for title in cable.titles if title.underline}
    for artefact in artefacts:
        title = titles.get(artefact.span.end)
        name = f"its title '{title.text}'" if title else "its title"
        yield Defect(
            title.span if title else artefact.span,
            f"the underline is on the line of {name}; expected on the next line",
            undoing(context.facts, artefact, "Put the underline on a line of its own"),
        )


RULE = Rule(
    code="CBL012",
    name="joined-underline",
    summary="A title and its underline on one line",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.SAFE,
)
