"""A TAGS line without a subject TAG.

## What it reports
A line of places, organizations, programs or names only. Programs (K and three letters) are used
together with a subject, not in its place. A line that holds an unlisted code is skipped: it
may be a misspelled subject, and has its own finding. In an extract it is info.

## Why it matters
Every telegram needs at least one subject TAG; without it, it is filed under no matter.

## Example
    TAGS: FR, NATO

## Instead
    TAGS: MARR, FR, NATO

## Fix
None: the drafter knows the subject.

## Era
From 1973 on.

## References
TAGS: "every message needs at least one subject TAG" (1974 handbook section 7; archives' notes);
1,293 of 1,294 real lines have one.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Span
from cablegrammar.lexicon import entries
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report a line that holds codes, all known, and none of them a subject."""
    line = cable.tags_line
    if line is None or not (cable.tags or line.names) or line.unread:
        return
    for tag in cable.tags:
        meanings = entries(tag.code)
        if not meanings or any(entry.kind == "subject" for entry in meanings):
            return
    severity = Severity.INFO if cable.extract else None
    message = "the TAGS line has no subject TAG; expected one of four letters, such as ECON"
    places = [tag.span for tag in cable.tags] + [name.span for name in line.names]
    span = Span(min(place.start for place in places), max(place.end for place in places))
    yield Defect(span, message, severity=severity)


RULE = Rule(
    code="CBL407",
    name="no-subject-tag",
    summary="A TAGS line without a subject TAG",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
