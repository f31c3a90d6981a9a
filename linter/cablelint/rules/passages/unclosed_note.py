"""A note is opened but never closed.

## What it reports
A note in brackets whose bracket does not close, and a note within a paragraph with no `End note`.
A paragraph or line that begins with `Note:` ends the note with its own end.

## Why it matters
What follows the note is read as part of it.

## Example
    2. (C) The mill stood still. (Note: It is the only one. The minister was not amused.

## Instead
    2. (C) The mill stood still. (Note: It is the only one. End note.) The minister was not amused.

## Fix
None: only the drafter knows where the note ends.

## Era
Every era.

## References
CF 8, 541 notes opened in 1,295 telegrams, nearly all closed by `End note` or their bracket.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable, Span
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Look for notes with an opening only."""
    left = [
        (passage.form, passage.opening)
        for passage in cable.passages
        if passage.kind == "note" and passage.opening is not None and passage.closing is None
    ]
    if not left:
        return
    starts = {paragraph.pieces[0].start for paragraph in cable.paragraphs}
    for form, opening in left:
        if form == "bracket":
            yield Defect(opening, "the bracket of this note is never closed; expected ')'")
        elif form == "lead-in" and opening.start not in starts and _is_lead_in(cable, opening):
            if _begins_line(cable.text, opening):
                continue
            message = "this note is never closed; expected 'End note'"
            yield Defect(opening, message)


def _begins_line(text: str, opening: Span) -> bool:
    """Return whether a note begins its line: it ends with its own lines, like a paragraph."""
    line = text.rfind("\n", 0, opening.start) + 1
    return not text[line : opening.start].strip(" \t-*")


def _is_lead_in(cable: Cable, opening: Span) -> bool:
    """Return whether a lead-in is one: ``note.`` in lower case is prose."""
    return not opening.of(cable.text).islower()


RULE = Rule(
    code="CBL707",
    name="unclosed-note",
    summary="A note is opened but never closed",
    severity=Severity.INFO,
    origin=Origin.DRAFTING,
    check=check,
)
