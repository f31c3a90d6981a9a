"""A long telegram has no summary.

## What it reports
A telegram of more than three pages, a page being 20 lines of 69 characters, in which no summary is
opened or closed. Off by default.

## Why it matters
Addressees read the summary first; a long telegram without one is read late.

## Example
    1. (C) The minister received us on Monday. ... (five pages)

## Instead
    1. (C) Summary: The minister sees a rich harvest and asks for ships. End summary.

    2. (C) The minister received us on Monday. ...

## Fix
None: a summary has to be written.

## Era
Every era. It is off because 282 of 1,295 telegrams do without one, and lists, speeches and reports
by chapter do so rightly. Extracts are skipped.

## References
CF 7, summary needed over three pages and page of 20 lines; CF 8, counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable, Span
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Option, Rule

_PAGE = 20 * 69


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Measure the paragraphs of a telegram without summary."""
    if cable.extract or any(passage.kind == "summary" for passage in cable.passages):
        return
    pages = sum(len(paragraph.text) for paragraph in cable.paragraphs) / _PAGE
    allowed = context.options["pages"]
    if cable.paragraphs and isinstance(allowed, int) and pages > allowed:
        start = cable.paragraphs[0].span.start
        message = (
            f"a telegram of {pages:.1f} pages has no summary; expected one over {allowed} pages"
        )
        yield Defect(Span(start, start), message)


RULE = Rule(
    code="CBL709",
    name="missing-summary",
    summary="A long telegram has no summary",
    severity=Severity.OFF,
    origin=Origin.DRAFTING,
    check=check,
    options=(Option("pages", 3, "pages a telegram may have without a summary"),),
)
