"""A TAGS line without a TAG.

## What it reports
The label TAGS with nothing behind it, or with `N/A` or punctuation only. In an extract, which may
have lost the line's words, it is info.

## Why it matters
TAGS decide where a telegram is filed and found: every telegram needs at least one subject TAG.

## Example
    TAGS:
    SUBJECT: HARVEST IN THE NORTH

## Instead
    TAGS: EAGR, ECON, FR
    SUBJECT: HARVEST IN THE NORTH

## Fix
None: the drafter knows the TAGS, the text does not.

## Era
From March 1973 on.

## References
CF 5; TAGS, line rules.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report a TAGS line that holds neither TAG, name nor any other word."""
    line = cable.tags_line
    if line is None or cable.tags or line.names:
        return
    if any(piece.text.isalnum() for piece in line.unread):
        return
    severity = Severity.INFO if cable.extract else None
    message = "the TAGS line is empty; expected at least one subject TAG"
    yield Defect(line.label, message, severity=severity)


RULE = Rule(
    code="CBL401",
    name="empty-tags",
    summary="A TAGS line without a TAG",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
)
