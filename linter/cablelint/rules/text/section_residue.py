"""What is left of the head of a later section.

## What it reports
A caption alone on its line in the body (`SIPDIS`, `NOFORN`): the head of section 2 or later was cut
out, and its caption was left. Captions below a section head that is still there are not reported.

## Why it matters
It stands inside paragraphs, and inside sentences where a section ended in one. It also tells that
the text was put together from sections.

## Example
    5. (C) The port of Aden was closed. While

    SIPDIS
    officials saw no danger, no ship left before Monday.

## Instead
    5. (C) The port of Aden was closed. While
    officials saw no danger, no ship left before Monday.

## Fix
Unsafe: the line is removed, and a sentence it cuts is joined.

## Era
1995 to 2010, telegrams of several sections.

## References
CF 12, section headers cut: fewer captions than sections in 714 cables.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from cablegrammar import Cable, Caption, Span
from cablelint.facts import Facts
from cablelint.finding import Applicability, Defect, Fix, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.text._sentences import gone, joins_at
from cablelint.spans import is_quoted

_NEAR = 40  # as many blanks as stand between a section's head and its caption, and more


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report every run of lone captions in the body as one defect."""
    if not cable.residues or not cable.paragraphs:
        return
    heads = sorted(head.span.end for head in cable.section_headings)
    for run in _runs(cable):
        place = Span(run[0].span.start, run[-1].span.end)
        if _has_its_head(context.facts, place, heads):
            continue
        joins = joins_at(cable, place)
        names = " ".join(caption.name for caption in run)
        where = " and cuts a sentence" if joins else ""
        yield Defect(
            place,
            f"a lone {names} stands in the body{where}: what is left of the head of a section",
            Fix(
                "Take the residue out",
                (gone(context.facts, place, joins=joins),),
                Applicability.UNSAFE,
            ),
        )


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


def _has_its_head(facts: Facts, place: Span, heads: Sequence[int]) -> bool:
    """Return whether a section's head stands right above a caption, or another telegram is quoted.

    ``heads`` is where the heads end.
    """
    if is_quoted(facts, place):
        return True
    above = bisect_right(heads, place.start)
    return (
        above > 0
        and place.start - heads[above - 1] < _NEAR
        and not facts.cable.text[heads[above - 1] : place.start].strip()
    )


RULE = Rule(
    code="CBL014",
    name="section-residue",
    summary="What is left of the head of a later section",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.UNSAFE,
)
