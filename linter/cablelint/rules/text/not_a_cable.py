"""A text that is not a telegram.

## What it reports
A record without any element of a known layout: no classification line, no E.O. line, TAGS or
subject, no numbered paragraph, no form of another family, no attributes of an export. Also an empty
text. Other rules report only what applies to any text.

## Why it matters
The extraction fetched the wrong page, or nothing. Counts over the archive take it for a telegram.

## Example
    404 Not Found. The document you asked for does not exist.

## Instead
    UNCLAS LIMA 001650

    E.O. 12958: N/A
    TAGS: EAGR, PE
    SUBJECT: COTTON HARVEST IN PIURA

## Fix
None. Folders that hold other texts as well are checked with `--only-cables`.

## Era
Every era, 1963 to 2023: a text of any family in LE 12 counts as a telegram.

## References
LE 12, how to distinguish the families.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Family, Span
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule, Scope
from cablelint.spans import first_line


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the record at its first line when it is empty, or of no family."""
    if not cable.text or cable.text.isspace():
        yield Defect(Span(0, 0), "the text is empty; expected a telegram")
    elif cable.family is Family.UNKNOWN and not cable.wrappers:
        yield Defect(
            first_line(cable.text),
            "the text has no element of a telegram; expected a classification line, E.O. line,"
            " TAGS, SUBJECT or numbered paragraph",
        )


RULE = Rule(
    code="CBL002",
    name="not-a-cable",
    summary="A text that is not a telegram",
    severity=Severity.ERROR,
    origin=Origin.EXTRACTION,
    check=check,
    scope=Scope.TEXT,
)
