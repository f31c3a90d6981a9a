"""The pages of a print are not in order.

## What it reports
A page line of a State print whose number is not one more than that of the page before. Each
section begins with page 1 again.

## Why it matters
A page is lost, repeated or out of place, and its text with it.

## Example
    PAGE 01        LISBON  02143  141115Z
    PAGE 03        LISBON  02143  141115Z

## Instead
    PAGE 01        LISBON  02143  141115Z
    PAGE 02        LISBON  02143  141115Z

## Fix
None: the lost page is not here.

## Era
Prints of 1965-95, which have native page lines. Page lines that a relay left in later telegrams are
reported by `page-mark`.

## References
NARA 4, page breaks; N26.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._prints import is_print, pages_of
from cablelint.spans import is_quoted


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare each page number with the one before; quoted telegrams aside."""
    if not is_print(cable):
        return
    last, section = None, None
    for mark in pages_of(cable):
        if is_quoted(context.facts, mark.span):
            continue
        begins = section is not None and mark.section not in (None, section)
        if last is not None and not begins and mark.page not in (1, last + 1):
            yield Defect(mark.span, f"page {mark.page} follows page {last}; expected {last + 1}")
        last, section = mark.page, mark.section or section


RULE = Rule(
    code="CBL215",
    name="page-order",
    summary="The pages of a print are not in order",
    severity=Severity.WARNING,
    origin=Origin.TRANSMISSION,
    check=check,
)
