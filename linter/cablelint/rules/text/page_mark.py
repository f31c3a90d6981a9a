"""Page lines left in the text.

## What it reports
A page line of the relay (`PAGE 02        ACCRA   03310  01 OF 02  131535Z`) or a section footer
(`CARACAS 00002367  002.2 OF 004`) between the lines of the telegram, with the class lines above and
below it. A page line at the top, in the place the layout has for it, is not reported, nor are those
of a State print with its distribution, where `page-order` and `page-class` check them.

## Why it matters
It often interrupts a sentence, and searches find its numbers.

## Example
    3. (C) The weather was bad and no ship

    CARACAS 00002367  002.2 OF 004

    left the port before Monday.

## Instead
    3. (C) The weather was bad and no ship
    left the port before Monday.

## Fix
Unsafe: the lines are removed, and a sentence they cut is joined. What they say of sections and
pages is lost with them: where they were the last trace of later sections, `section-missing` says
afterwards that no heading or page mark of those is left.

## Era
1973-95 page lines, 2006-10 section footers.

## References
CF 1, page identification; CF 9, section footers (422 lines in 153 cables); CF 10.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from cablegrammar import Cable, PageMark, Span
from cablelint.finding import Applicability, Defect, Fix, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.text._sentences import gone, joins_at
from cablelint.rules.transmission._prints import is_print

_PAGE_ENDS = frozenset({"PAGE_MARK", "CLASS_LINE", "BLANK"})


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report every run of page lines, and class lines at them, as one defect."""
    if not cable.page_marks or is_print(cable):
        return
    marks = sorted(cable.page_marks, key=_start_of)
    for run in _runs(cable):
        at = bisect_left(marks, run.start, key=_start_of)
        if at == len(marks) or marks[at].span.start >= run.end:
            continue
        text = " ".join(marks[at].span.of(cable.text).split())
        joins = joins_at(cable, run)
        what = "interrupts a sentence" if joins else "is not part of the text"
        yield Defect(
            marks[at].span,
            f"page line '{text}' {what}",
            Fix(
                "Remove the page line",
                (gone(context.facts, run, joins=joins),),
                Applicability.UNSAFE,
            ),
        )


def _start_of(mark: PageMark) -> int:
    return mark.span.start


def _runs(cable: Cable) -> Iterator[Span]:
    """Yield the places of page lines and class lines with nothing between them."""
    start, end, marked = -1, 0, False
    for token in cable.tokens:
        if token.kind in _PAGE_ENDS:
            start = token.start if start < 0 else start
            end = token.end
            marked |= token.kind == "PAGE_MARK"
        elif start >= 0:
            if marked:
                yield Span(start, end)
            start, marked = -1, False
    if marked:
        yield Span(start, end)


RULE = Rule(
    code="CBL013",
    name="page-mark",
    summary="Page lines left in the text",
    severity=Severity.INFO,
    origin=Origin.TRANSMISSION,
    check=check,
    fixable=Applicability.UNSAFE,
)
