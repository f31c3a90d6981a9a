"""No portion of the telegram is as high as its classification.

## What it reports
A classified telegram all of whose paragraphs are marked, or covered by `(U - ENTIRE TEXT)`, none of
them as high as the classification line: S E C R E T over `(C)` and `(U)`.

## Why it matters
A telegram is classified as high as its highest portion: the heading is too high, or a mark too low.

## Example
    S E C R E T ACCRA 000310
    ...
    1. (C) The harvest began early.
    2. (U) Prices at the port did not move.

## Instead
    C O N F I D E N T I A L ACCRA 000310

## Fix
None: the text does not show whether the heading or the marks are wrong.

## Era
From December 1978, when portion marks came into use. Nothing is reported where a paragraph has no
mark, where numbers are missing or words withheld, where the text breaks off, and in extracts: what
decides may be lost. Where the letter of the ZNY line agrees with the marks, classification-mismatch
reports instead.

## References
CF 7, overall level is that of the highest portion.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable, Level
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.paragraphs._bracket import is_entire
from cablelint.rules.paragraphs._slips import is_withheld
from cablelint.rules.text._end import break_of
from cablelint.rules.transmission._heads import channel_levels


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Compare the highest mark with the heading, if the telegram is whole."""
    heading = cable.heading
    if heading is None or heading.level < Level.CONFIDENTIAL or not _is_whole(cable, context):
        return
    marks = [p.mark for p in cable.paragraphs if p.mark and p.mark.level is not None]
    if len(marks) < len(cable.paragraphs) and not any(map(is_entire, marks)):
        return
    highest = max(mark.level or Level.UNCLASSIFIED for mark in marks)
    if highest >= heading.level:
        return
    if highest in (channel_levels(cable) or ()):
        return  # the ZNY letter agrees with the marks: classification-mismatch reports the heading
    yield Defect(
        heading.classification,
        f"the heading says {heading.level.words}; no portion is above {highest.words}",
    )


def _is_whole(cable: Cable, context: Context) -> bool:
    """Return whether nothing is lost that may have borne the highest mark."""
    if cable.extract or any(is_withheld(paragraph) for paragraph in cable.paragraphs):
        return False
    numbers = {paragraph.number for paragraph in cable.paragraphs}
    last = max((number for number in numbers if number is not None), default=0)
    if not last or not numbers.issuperset(range(1, last + 1)):
        return False
    return break_of(context.facts) is None


RULE = Rule(
    code="CBL614",
    name="heading-above-marks",
    summary="No portion of the telegram is as high as its classification",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
