"""A sentence cut by blank lines.

## What it reports
Blank lines inside a sentence of a paragraph: the text before them ends without a point, and the
text after them goes on with a small letter; or the text before ends with a word no sentence ends
with; or both are long lines of a re-flowed copy. One finding for a paragraph, however often it is
cut.

## Why it matters
Readers and programs take the second half for a passage of its own, without number and portion mark.

## Example
    4. (C) The harvest was good, and the port of Aden loaded more ships and

    more wheat than in the year before.

## Instead
    4. (C) The harvest was good, and the port of Aden loaded more ships and
    more wheat than in the year before.

## Fix
Unsafe: the halves are joined, by a blank in a re-flowed copy, by a line end in a wrapped one. Words
may have been lost at the cut.

## Era
Every era. Nothing is reported at list items, titles and tables, nor after a colon or semicolon;
cuts at page lines and captions are reported by `page-mark` and `inserted-caption`.

## References
CF 7, paragraphs; CF 12, page breaks inside a sentence (336 of 403 measured).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from cablegrammar import Cable, Span
from cablelint.facts import Facts
from cablelint.finding import Applicability, Defect, Fix, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.text._sentences import gone, is_cut, quoted
from cablelint.spans import word_start


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look at the gaps between the pieces of every paragraph, and between loose blocks."""
    for paragraph in cable.paragraphs:
        if len(paragraph.pieces) > 1:
            name = "the text" if paragraph.number is None else f"paragraph {paragraph.number}"
            yield from _cuts(context.facts, name, paragraph.pieces)
    if len(cable.loose) > 1:
        yield from _cuts(context.facts, "the text", [block.span for block in cable.loose])


def _cuts(facts: Facts, name: str, pieces: Sequence[Span]) -> Iterator[Defect]:
    """Yield one defect for all cuts of a paragraph."""
    text = facts.cable.text
    cuts = [
        Span(before.end, after.start)
        for before, after in pairwise(pieces)
        if _is_blank(text[before.end : after.start]) and is_cut(before.of(text), after.of(text))
    ]
    if not cuts:
        return
    first = cuts[0]
    place = quoted(text[max(first.start - 80, 0) : first.start], text[first.end : first.end + 80])
    times = f" ({len(cuts)} places)" if len(cuts) > 1 else ""
    edits = tuple(gone(facts, cut, joins=True) for cut in cuts)
    yield Defect(
        Span(word_start(text, first.start), first.end),
        f"a blank line cuts a sentence of {name}{times}: {place}",
        Fix("Join the halves of the sentence", edits, Applicability.UNSAFE),
    )


def _is_blank(gap: str) -> bool:
    """Return whether a gap is made of blank lines and nothing else."""
    return gap.count("\n") > 1 and gap.isspace()


RULE = Rule(
    code="CBL011",
    name="broken-sentence",
    summary="A sentence cut by blank lines",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.UNSAFE,
)
