"""The section numbers of a heading are impossible.

## What it reports
A section number above the count, section 0, a count of 0 or of more than two digits, in a head or
a page mark; FINAL SECTION with a number other than the count; and a later head or page mark that
counts other sections than the heading. Heads of quoted telegrams are skipped.

## Why it matters
Whoever puts the sections together goes by these numbers; with a wrong one a section seems lost or
a stranger belongs.

## Example
    C O N F I D E N T I A L SECTION 04 OF 03 PARIS 001823

## Instead
    C O N F I D E N T I A L SECTION 03 OF 03 PARIS 001823

## Fix
None: nothing shows which number is wrong.

## Era
Every era. `SECTION 1 OF 2`, `SECTION 01 OF 02` and `FINAL SECTION OF 2` are all right.

## References
CF 2, sections; CF 9, section footers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cablegrammar import Cable, Span
from cablegrammar.model import Heading
from cablelint.facts import Facts
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._heads import later_heads, own_page_marks

_MOST = 99


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look at each head and mark alone, then compare counts with the first head that is right."""
    first = cable.heading
    if first is None:
        return
    wrong = False
    for span, fault in _faults(context.facts, first):
        wrong = True
        yield Defect(span, f"'{span.of(cable.text)}' is impossible: {fault}")
    if not wrong:
        yield from _other_counts(context.facts, first)


def _faults(facts: Facts, first: Heading) -> Iterator[tuple[Span, str]]:
    """Yield each head and page mark with impossible numbers; marks repeat theirs on every page."""
    for head in (first, *later_heads(facts)):
        fault = _fault(head.section, head.sections, final=head.final)
        if fault is not None and head.section_span is not None:
            yield head.section_span, fault
    reported: set[str] = set()
    for mark in own_page_marks(facts):
        fault = _fault(mark.section, mark.sections)
        if fault is not None and fault not in reported:
            reported.add(fault)
            yield mark.span, fault


def _fault(section: int | None, count: int | None, *, final: bool = False) -> str | None:
    """Say what is impossible in the numbers of a head or mark, None when nothing is."""
    if count is None:
        return None
    if count == 0:
        return "a telegram has at least one section"
    if count > _MOST:
        return "the count of sections has two digits"
    if section == 0:
        return "sections are numbered from 1"
    if section is not None and section > count:
        return f"there are only {count} sections"
    if final and section is not None and section != count:
        return f"the final section is number {count}"
    return None


def _other_counts(facts: Facts, first: Heading) -> Iterable[Defect]:
    """Report the first place of each other count; a heading without one counts as one section."""
    counted = f"counts {first.sections}" if first.sections else "names no section"
    related = (Related(first.section_span or first.span, f"the heading {counted}"),)
    heads = ((head.sections, head.section_span or head.span) for head in later_heads(facts))
    marks = ((mark.sections, mark.span) for mark in own_page_marks(facts))
    seen = {first.sections or 1, None}
    for other, span in (*heads, *marks):
        if other not in seen:
            seen.add(other)
            message = (
                f"'{span.of(facts.cable.text)}' counts {other} sections; the heading {counted}"
            )
            yield Defect(span, message, related=related)


RULE = Rule(
    code="CBL202",
    name="section-count",
    summary="The section numbers of a heading are impossible",
    severity=Severity.ERROR,
    origin=Origin.TRANSMISSION,
    check=check,
)
