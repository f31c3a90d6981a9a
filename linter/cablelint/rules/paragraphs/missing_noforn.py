"""Paragraphs marked NF without the caption NOFORN.

## What it reports
A telegram with portion marks that forbid foreign readers (`(S/NF)`, `(C/NF)`) and no NOFORN beside
its classification or among its captions. One finding for the telegram; extracts are skipped.

## Why it matters
The caption tells relays and readers of the whole telegram that parts of it are not for foreigners.

## Example
    S E C R E T LIMA 001650
    SIPDIS
    ...
    2. (S/NF) The mill stood still for a week.

## Instead
    S E C R E T LIMA 001650
    NOFORN
    SIPDIS

## Fix
None: whether the caption or the marks are right is not clear.

## Era
From December 1978, when portion marks came into use.

## References
CF 3, captions; CF 7, grammar of marks.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.similarity import nearest_word
from cablelint.spans import is_quoted

_LONGEST = 12  # characters of the caption, however damaged
_FORBIDDING = frozenset({"NF", "NOFORN"})


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Compare the caveats of the marks with the captions and the heading."""
    heading = cable.heading
    if heading is None or cable.extract:
        return
    marks = [
        paragraph.mark
        for paragraph in cable.paragraphs
        if paragraph.mark is not None and not _FORBIDDING.isdisjoint(paragraph.mark.caveats)
    ]
    if not marks or _has_caption(cable):
        return
    own = [mark for mark in marks if not is_quoted(context.facts, mark.span)]
    if own:
        related = tuple(Related(mark.span, f"{mark.text} as well") for mark in own[1:])
        message = f"portion mark {own[0].text} has no caption; expected NOFORN below the heading"
        yield Defect(own[0].span, message, related=related)


def _has_caption(cable: Cable) -> bool:
    """Return whether NOFORN, or a caption in its place, is above the text."""
    heading = cable.heading
    start = heading.span.start if heading else 0
    end = min((part.span.start for part in cable.paragraphs), default=len(cable.text))
    above = cable.text[start:end].upper()
    if "NOFORN" in above or "/NF" in above:
        return True
    lines = [line.text for line in cable.passing] + [caption.name for caption in cable.captions]
    return any(nearest_word(line.upper(), _FORBIDDING) for line in lines if len(line) < _LONGEST)


RULE = Rule(
    code="CBL616",
    name="missing-noforn",
    summary="Paragraphs marked NF without the caption NOFORN",
    severity=Severity.INFO,
    origin=Origin.DRAFTING,
    check=check,
    preview=True,
)
