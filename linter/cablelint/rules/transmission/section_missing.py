"""Sections that the heading counts but the text does not name.

## What it reports
A telegram of several sections in which neither a heading nor a page line of some later section is
left. It is a warning where the text ends in mid sentence or without a signature, for then the
sections themselves are lost; else only their headings may have been cut, and it is information.
Missing paragraphs in between are reported by `paragraph-gap` alone.

## Why it matters
Whole sections may be missing from the copy.

## Example
    C O N F I D E N T I A L SECTION 01 OF 03 PARIS 001823
    ... and no line `SECTION 02 OF 03` or `PARIS 00001823 002 OF 003` in the text

## Instead
    ... C O N F I D E N T I A L SECTION 02 OF 03 PARIS 001823 ...

## Fix
None: the lines are in another copy, or nowhere.

## Era
Every era. Copies from 2003 on seldom keep the headings of later sections.

## References
CF 2, sections; CF 12, section heads cut by the collection.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablegrammar.model import Heading
from cablelint.facts import Facts
from cablelint.finding import Confidence, Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.close._early import early_signature
from cablelint.rules.layout._missing_text import lost_text
from cablelint.rules.paragraphs._slips import has_gap
from cablelint.rules.text._artefacts import artefacts_of
from cablelint.rules.text._end import break_of
from cablelint.rules.transmission._heads import later_heads, own_page_marks

_MOST = 99


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the heading's count with the sections that heads and page marks name."""
    heading = cable.heading
    if heading is None or heading.section_span is None or heading.sections is None:
        return
    if heading.section is None or not 0 < heading.section < heading.sections <= _MOST:
        return
    heads = later_heads(context.facts)
    counts = {head.sections for head in heads}
    counts |= {mark.sections for mark in own_page_marks(context.facts)}
    if counts - {heading.sections, None}:
        return  # the count itself is in doubt: section-count
    seen = {_section_of(head) for head in heads}
    seen |= {mark.section for mark in cable.page_marks}
    absent = [n for n in range(heading.section + 1, heading.sections + 1) if n not in seen]
    if not absent:
        return
    names = f"section{'s' if len(absent) > 1 else ''} {_listed(absent)} of {heading.sections}"
    if has_gap(context.facts) or lost_text(context.facts) is not None:
        return  # what is lost is a paragraph-gap or missing-text
    if break_of(context.facts) is not None:
        return  # truncated-text
    verb = "are" if len(absent) > 1 else "is"
    if _is_unsigned(context.facts):
        message = f"{names} {verb} missing: no heading or page line, and no signature"
        yield Defect(heading.section_span, message, confidence=Confidence.MEDIUM)
    else:
        message = f"no heading or page line is left of {names}"
        yield Defect(heading.section_span, message, severity=Severity.INFO)


def _section_of(head: Heading) -> int | None:
    """Return the section of a head; FINAL SECTION OF 03 is the third."""
    return head.sections if head.section is None and head.final else head.section


def _listed(numbers: list[int]) -> str:
    """Write section numbers, runs of more than two as a range."""
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]} to {numbers[-1]}"
    *most, last = (str(number) for number in numbers)
    return f"{', '.join(most)} and {last}" if most else last


def _is_unsigned(facts: Facts) -> bool:
    """Return whether a telegram that is not an extract has no signature."""
    cable = facts.cable
    if cable.signature is not None or cable.extract or early_signature(cable) is not None:
        return False
    return not any(True for _ in artefacts_of(cable, "lower-case"))


RULE = Rule(
    code="CBL203",
    name="section-missing",
    summary="Sections that the heading counts but the text does not name",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
)
