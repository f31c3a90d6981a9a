"""The banner of a partial extract.

## What it reports
The line by which a copy says that it holds a part of the telegram only.

## Why it matters
Other rules are milder on such a text: elements that are missing may never have been copied.

## Example
    This record is a partial extract of the original cable. The full text of the original cable
    is not available.

## Instead
    The full text, if another archive has it.

## Fix
None: the text is not here.

## Era
Every era: the finding is about the copy, not about the telegram.

## References
CF 12: 92 of 1,295 cables.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule, Scope


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the banner."""
    if cable.banner is not None:
        yield Defect(cable.banner.span, "this text is a partial extract by its own banner")


RULE = Rule(
    code="CBL015",
    name="partial-extract",
    summary="The banner of a partial extract",
    severity=Severity.INFO,
    origin=Origin.EXTRACTION,
    check=check,
    scope=Scope.BODY,
)
