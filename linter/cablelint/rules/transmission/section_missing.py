"""Sections that the heading counts have left no head.

## What it reports
A telegram of several sections in which neither a heading nor a page mark of some later section is
left. The lone captions that mark the cuts are named as related places. It is info when nothing in a
re-flowed text or an extract shows a cut: no lone caption, no page mark.

## Why it matters
The text may be all there and only the heads cut, or whole sections may be lost: the copy cannot
tell, and its reader should know.

## Example
    C O N F I D E N T I A L SECTION 01 OF 03 PARIS 001823
    ... and no line `SECTION 02 OF 03` or `PARIS 00001823 002 OF 003` in the text

## Instead
    ... C O N F I D E N T I A L SECTION 02 OF 03 PARIS 001823 ...

## Fix
None: the lines are in another copy, or nowhere.

## Era
Every era. Copies from 2003 on seldom keep the heads of later sections.

## References
CF 2, sections; CF 12, section heads cut by the collection.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablegrammar.model import Heading
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._heads import later_heads, own_page_marks

__all__ = ["RULE", "check"]

_MOST = 99
_LONG_LINE = 100


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the heading's count with the sections that heads and page marks name."""
    heading = cable.heading
    if heading is None or heading.section_span is None or heading.sections is None:
        return
    if heading.section is None or not 0 < heading.section < heading.sections <= _MOST:
        return
    heads = list(later_heads(context.facts))
    counts = {head.sections for head in heads}
    counts |= {mark.sections for mark in own_page_marks(context.facts)}
    if counts - {heading.sections, None}:
        return  # the count itself is in doubt: section-count
    seen = {_section_of(head) for head in heads}
    seen |= {mark.section for mark in cable.page_marks}
    absent = [n for n in range(heading.section + 1, heading.sections + 1) if n not in seen]
    if not absent:
        return
    word = "section" if len(absent) == 1 else "sections"
    yield Defect(
        heading.section_span,
        f"the heading counts {heading.sections} sections,"
        f" but no heading or page mark of {word} {_listed(absent)} is left",
        related=tuple(
            Related(residue.span, "a heading was probably cut here") for residue in cable.residues
        ),
        severity=Severity.WARNING if _shows_cuts(cable) else Severity.INFO,
    )


def _section_of(head: Heading) -> int | None:
    """Return the section of a head; FINAL SECTION OF 03 is the third."""
    return head.sections if head.section is None and head.final else head.section


def _listed(numbers: list[int]) -> str:
    """Write section numbers with two digits, runs of more than two as a range."""
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]:02d} to {numbers[-1]:02d}"
    *most, last = (f"{number:02d}" for number in numbers)
    return f"{', '.join(most)} and {last}" if most else last


def _shows_cuts(cable: Cable) -> bool:
    """Return whether the text has traces of sections or still has the lines it was sent with."""
    if cable.residues or cable.page_marks:
        return True
    return not cable.extract and not any(
        piece.end - piece.start > _LONG_LINE
        and cable.text.find("\n", piece.start, piece.start + _LONG_LINE) < 0
        for paragraph in cable.paragraphs
        for piece in paragraph.pieces
    )


RULE = Rule(
    code="CBL203",
    name="section-missing",
    summary="Sections that the heading counts have left no head",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
)
