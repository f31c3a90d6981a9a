"""The subject's portion mark outranks the telegram's classification.

## What it reports
A subject marked `(S)` in a CONFIDENTIAL telegram, `(C)` in an unclassified one, and so on. A
heading whose class word is corrupt is skipped, and a telegram whose paragraphs outrank the
heading too is for mark-above-heading.

## Why it matters
A telegram is classified as high as its highest portion: either the mark or the heading is wrong,
and the telegram may be handled below its level.

## Example
    C O N F I D E N T I A L ACCRA 000310
    SUBJECT: (S) COCOA HARVEST

## Instead
    C O N F I D E N T I A L ACCRA 000310
    SUBJECT: (C) COCOA HARVEST

## Fix
None: which of the two is right cannot be known.

## Era
Every era with marked subjects.

## References
CF 5, CF 7: the overall level is that of the highest portion.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the subject's mark with the heading."""
    heading = cable.heading
    mark = cable.subject.mark if cable.subject else None
    if heading is None or mark is None or mark.level is None:
        return
    marks = (paragraph.mark for paragraph in cable.paragraphs)
    levels = [other.level for other in marks if other is not None and other.level is not None]
    if heading.exact and mark.level > heading.level >= max(levels, default=heading.level):
        yield Defect(
            mark.span,
            f"subject mark {mark.text} is above the heading's {heading.level.words}",
            related=(Related(heading.classification, "the heading's classification"),),
        )


RULE = Rule(
    code="CBL502",
    name="subject-mark-above-heading",
    summary="The subject's portion mark outranks the heading",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
)
