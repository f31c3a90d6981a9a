"""A header without any text below it.

## What it reports
A telegram that ends with its header, or inside it. It is one finding: the fields that are missing
at the cut are not reported one by one. In a partial extract it is information.

## Why it matters
The text is lost in the copy and has to be extracted again.

## Example
    UNCLAS LIMA 001650
    SIPDIS
    STATE FOR WHA/AND

## Instead
    UNCLAS LIMA 001650
    SIPDIS
    STATE FOR WHA/AND
    E.O. 12958: N/A
    TAGS: EAGR, PE
    SUBJECT: COTTON HARVEST IN PIURA
    1. The harvest was good.

## Fix
None: the text is not here.

## Era
Every era: the finding is about the copy, not about the telegram.

## References
CF, overall order; CF 12, artefacts of extraction.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.layout._missing_text import is_cut_in_header, lost_text


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Report the end of a header that nothing follows."""
    place = lost_text(context.facts)
    if place is None:
        return
    message = "the text ends with the header; expected paragraphs below it"
    if is_cut_in_header(context.facts):
        message = "the text ends inside the header; expected the other fields and the text"
    yield Defect(place, message, severity=Severity.INFO if cable.banner else None)


RULE = Rule(
    code="CBL026",
    name="missing-text",
    summary="A header without any text below it",
    severity=Severity.ERROR,
    origin=Origin.EXTRACTION,
    check=check,
)
