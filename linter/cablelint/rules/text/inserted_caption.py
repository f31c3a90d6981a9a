"""A caption alone on its line in the body.

## What it reports
A caption on a line of its own between the lines of the text (`SIPDIS`, `NOFORN`). Most were put
there by the program that made the copy: it took a line beginning with Secretary, secretly or
Confidential for a classification line and wrote the caption below it. Nothing is lost there. A
class word above the caption, without station and serial, is what is left of the heading of a later
section; the message then says so. Captions below a complete section heading are not reported.

## Why it matters
The caption splits paragraphs and sentences, and searches and counts find it where it is not meant.

## Example
    5. (C) The port of Aden was closed. While
    Secretary Ash saw no danger, no ship

    SIPDIS
    left before Monday.

## Instead
    5. (C) The port of Aden was closed. While
    Secretary Ash saw no danger, no ship
    left before Monday.

## Fix
Unsafe: the line is removed, and a sentence it cuts is joined.

## Era
1995 to 2010.

## References
CF, second look: 32 of 33 lone captions in unseen copies follow a line that begins like a class
word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from cablegrammar import Cable, Caption, Span
from cablegrammar.model import Heading
from cablelint.facts import Facts
from cablelint.finding import Applicability, Defect, Fix, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.text._sentences import gone, joins_at
from cablelint.spans import is_quoted

_NEAR = 40  # as many blanks as separate a section's head from its caption, and more


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report every run of lone captions in the body as one defect."""
    if not cable.residues or not cable.paragraphs:
        return
    heads = sorted(cable.section_headings, key=_end_of)
    for run in _runs(cable):
        place = Span(run[0].span.start, run[-1].span.end)
        head = _head_above(cable, place, heads)
        if is_quoted(context.facts, place) or (head is not None and not _is_bare(head)):
            continue
        if head is not None:
            place = Span(head.span.start, place.end)
        yield _defect(context.facts, place, run, is_rest=head is not None)


def _defect(facts: Facts, place: Span, run: Sequence[Caption], *, is_rest: bool) -> Defect:
    """Return the defect of a run of captions, with the fix that removes it."""
    joins = joins_at(facts.cable, place)
    names = " ".join(caption.name for caption in run)
    if is_rest:
        words = " ".join(place.of(facts.cable.text).split())
        message = f"'{words}' is the rest of a section heading; expected station and serial"
    elif joins:
        message = f"caption '{names}' interrupts a sentence; expected captions above the E.O. line"
    else:
        message = f"caption '{names}' is in the body; expected captions above the E.O. line"
    edits = (gone(facts, place, joins=joins),)
    return Defect(place, message, Fix("Remove the caption", edits, Applicability.UNSAFE))


def _end_of(head: Heading) -> int:
    return head.span.end


def _is_bare(head: Heading) -> bool:
    """Return whether only the class word of a section heading is left."""
    return head.serial is None and head.section is None and not head.station.strip()


def _runs(cable: Cable) -> Iterator[list[Caption]]:
    """Yield the lone captions after the first paragraph's label, those that meet together."""
    body = min(part.span.start for part in cable.paragraphs)
    run: list[Caption] = []
    for caption in cable.residues:
        if caption.span.start < body:
            continue
        if run and cable.text[run[-1].span.end : caption.span.start].strip():
            yield run
            run = []
        run.append(caption)
    if run:
        yield run


def _head_above(cable: Cable, place: Span, heads: Sequence[Heading]) -> Heading | None:
    """Return the section's heading right above a caption, or None; ``heads`` are in order."""
    above = bisect_right(heads, place.start, key=_end_of)
    if not above or place.start - heads[above - 1].span.end >= _NEAR:
        return None
    head = heads[above - 1]
    return None if cable.text[head.span.end : place.start].strip() else head


RULE = Rule(
    code="CBL014",
    name="inserted-caption",
    summary="A caption alone on its line in the body",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.UNSAFE,
)
