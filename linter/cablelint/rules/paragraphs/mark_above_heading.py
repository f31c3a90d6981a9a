"""A portion mark is higher than the telegram's classification.

## What it reports
Paragraphs whose portion mark outranks the classification line: `(S)` under C O N F I D E N T I A L.
One finding for the telegram, at the first; the others are related places. A subject that outranks
it alone is for subject-mark-above-heading.

## Why it matters
A telegram is classified as high as its highest portion. Either it was sent over the wrong channel,
or the mark is wrong.

## Example
    C O N F I D E N T I A L ACCRA 000310
    ...
    4. (S) The mill stood still for a week.

## Instead
    4. (C) The mill stood still for a week.

## Fix
None: the text does not show which of the two is wrong.

## Era
From December 1978, when portion marks came into use. Where the letter of the ZNY line agrees with
the marks, the heading is wrong, and classification-mismatch says so.

## References
CF 7, marks above the class line.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._heads import channel_levels
from cablelint.spans import is_quoted


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Compare every mark of the telegram itself with its heading."""
    heading = cable.heading
    if heading is None:
        return
    candidates = [paragraph.mark for paragraph in cable.paragraphs]
    above = [
        (mark, mark.level)
        for mark in candidates
        if mark is not None
        and mark.level is not None
        and mark.level > heading.level
        and not is_quoted(context.facts, mark.span)
    ]
    if not above or max(level for _, level in above) in (channel_levels(cable) or ()):
        return  # where the ZNY letter agrees with the marks, classification-mismatch reports
    first, _ = above[0]
    related = [Related(heading.classification, f"the heading says {heading.level.words}")]
    related += [Related(mark.span, f"{mark.text} as well") for mark, _ in above[1:]]
    message = f"portion mark {first.text} is above the heading's {heading.level.words}"
    yield Defect(first.span, message, related=tuple(related))


RULE = Rule(
    code="CBL613",
    name="mark-above-heading",
    summary="A portion mark is higher than the telegram's classification",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
)
