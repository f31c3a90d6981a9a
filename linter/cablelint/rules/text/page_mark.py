"""Page lines left in the text.

## What it reports
Page lines of the relay (`PAGE 02        ACCRA   03310  01 OF 02  131535Z`) and section footers
(`CARACAS 00002367  002.2 OF 004`) between the lines of the telegram, with the class lines above and
below them, and a class line alone between two halves of a sentence, which is left of a page break.
A page line at the top, in the place the layout has for it, is not reported, nor are those of a
State print, which `page-order` and `page-class` check. One finding for the record; the other lines
are related places.

## Why it matters
They often interrupt a sentence, and searches find their numbers.

## Example
    3. (C) The weather was bad and no ship

    CARACAS 00002367  002.2 OF 004

    left the port before Monday.

## Instead
    3. (C) The weather was bad and no ship
    left the port before Monday.

## Fix
Unsafe: the lines are removed, and a sentence they cut is joined. What they say of sections is lost
with them: `section-missing` then notes the sections that nothing names any more. In a text without
an end, whose sections may be lost, the fix is refused.

## Era
1973-95 page lines, 2006-10 section footers. In exports of the National Archives page lines belong
to the form, and nothing is reported.

## References
CF 1, page identification; CF 9, section footers (422 lines in 153 cables); CF 10.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from msgspec import Struct

from cablegrammar import Cable, Span
from cablelint.finding import Applicability, Defect, Fix, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.text._sentences import gone, joins_at
from cablelint.rules.transmission._prints import is_print
from cablelint.spans import trimmed

_PAGE_ENDS = frozenset({"PAGE_MARK", "CLASS_LINE", "BLANK"})


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the page lines of the record, and class lines that cut a sentence, at once."""
    if is_print(cable) or any(wrapper.kind == "nara" for wrapper in cable.wrappers):
        return
    every = ((run, joins_at(cable, run.span)) for run in sorted(_runs(cable), key=_start_of_run))
    runs = [(run, cuts) for run, cuts in every if run.marks or cuts]
    if not runs:
        return
    places = [_place(cable, run) for run, _ in runs]
    first = places[0]
    first_run, first_cuts = runs[0]
    kind = "page line" if first_run.marks else "class line"
    text = " ".join(first.of(cable.text).split())
    what = "interrupts a sentence" if first_cuts else "is not part of the text"
    more = f" ({len(runs)} places)" if len(runs) > 1 else ""
    edits = tuple(gone(context.facts, run.span, joins=cuts) for run, cuts in runs)
    fix = Fix("Remove the page lines", edits, Applicability.UNSAFE)
    related = tuple(Related(place, "another one") for place in places[1:])
    yield Defect(first, f"{kind} '{text}' {what}{more}", fix, related)


class _Run(Struct, frozen=True):
    """Page lines and class lines with nothing between them; ``marks`` are their page lines."""

    span: Span
    marks: tuple[Span, ...]


def _runs(cable: Cable) -> Iterator[_Run]:
    """Yield the runs of page lines, and of class lines between the lines of the text."""
    yield from _within_lines(cable)
    if not any(token.kind in ("PAGE_MARK", "CLASS_LINE") for token in cable.tokens):
        return
    lines = sorted(mark.span for mark in cable.page_marks)
    start, end, found, marks = -1, 0, False, list[Span]()
    for token in (*cable.tokens, None):
        if token is not None and token.kind in _PAGE_ENDS:
            start = token.start if start < 0 else start
            end = token.end
            found |= token.kind != "BLANK"
            if token.kind == "PAGE_MARK":
                first = bisect_left(lines, token.start, key=_start_of)
                marks += lines[first : bisect_left(lines, token.end, key=_start_of)]
        elif start >= 0:
            if found:
                yield _Run(Span(start, end), tuple(marks))
            start, found, marks = -1, False, []


def _within_lines(cable: Cable) -> Iterator[_Run]:
    """Yield the page lines in the middle of a line of the body, each a run of its own."""
    if not cable.paragraphs or not cable.page_marks:
        return
    body = cable.paragraphs[0].span.start
    lines = [token.span for token in cable.tokens if token.kind == "PAGE_MARK"]
    for mark in cable.page_marks:
        before = bisect_right(lines, mark.span.start, key=_start_of)
        own_line = before > 0 and mark.span in lines[before - 1]
        if mark.span.start >= body and not own_line and not _is_alone(cable.text, mark.span):
            yield _Run(mark.span, (mark.span,))


def _is_alone(text: str, span: Span) -> bool:
    """Return whether nothing else is on the lines of a page line."""
    end = text.find("\n", span.end)
    before = text[text.rfind("\n", 0, span.start) + 1 : span.start]
    return not before.strip() and not text[span.end : len(text) if end < 0 else end].strip()


def _start_of(span: Span) -> int:
    return span.start


def _start_of_run(run: _Run) -> int:
    return run.span.start


def _place(cable: Cable, run: _Run) -> Span:
    """Return the first page line of a run, or its words where it has none."""
    return run.marks[0] if run.marks else trimmed(cable.text, run.span)


RULE = Rule(
    code="CBL013",
    name="page-mark",
    summary="Page lines left in the text",
    severity=Severity.INFO,
    origin=Origin.TRANSMISSION,
    check=check,
    fixable=Applicability.UNSAFE,
)
