"""Lines that are all cut at one column.

## What it reports
A text most of whose long lines end at the same column, in mid sentence: a print or a window was
narrower than the text, and the ends of the lines are lost. One finding for the record.
A text whose labels all lack their first letter (`AGS:`, `UBJECT:`): its first column is cut.
Nothing else is checked in such a text but what holds for any text: every other finding would
follow from this one.

## Why it matters
The end of nearly every line is missing, and no field or paragraph can be relied on.

## Example
    2. (C) The port of Callao loaded eleven ships in May, among
    Guayaquil and three for Panama. The captain of the port sai
    quay would be repaired in the summer, before the cotton of

## Instead
    2. (C) The port of Callao loaded eleven ships in May, among them two for
    Guayaquil and three for Panama. The captain of the port said that the old
    quay would be repaired in the summer, before the cotton of the valley came.

## Fix
None: the ends of the lines are not in the text.

## Era
Every era: the finding is about the copy, not about the telegram.

## References
CF 7, lines of at most 69 characters; CF 12, artefacts of extraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cablegrammar import Cable, Span
from cablelint.finding import Confidence, Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule, Scope
from cablelint.rules.text._first_column import labels_cut

_LONG = 40  # characters, from which a line is neither a title nor the end of a paragraph
_FEWEST = 8  # lines that end at the column
_MOST_LINES = 0.6  # of the long lines
_MOST_STOPS = 0.15  # of the lines that end at the column
_STOPS = (".", "?", "!", ":", '"', ")")


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look at the labels, and at the ends of the long lines."""
    if cut := labels_cut(context.facts):
        first, label = cut[0]
        yield Defect(
            first,
            f"'{first.of(cable.text)}' and {len(cut) - 1} more labels lack their first letter: "
            f"the first column is cut; expected '{label}'",
            related=tuple(Related(span, f"expected '{right}'") for span, right in cut[1:]),
            confidence=Confidence.HIGH,
        )
    elif cable.checked == "layout":
        yield from _cut_at_the_end(cable)


def _cut_at_the_end(cable: Cable) -> Iterator[Defect]:
    """Compare the lengths of the long lines of the paragraphs."""
    lines = _lines(cable)
    sizes = [size for size in map(len, lines) if size >= _LONG]
    if len(sizes) < _FEWEST:
        return
    last = max(sizes)
    # A blank at the column is not seen.
    at_last, before = sizes.count(last), sizes.count(last - 1)
    if at_last <= before or at_last + before < max(_FEWEST, len(sizes) * _MOST_LINES):
        return  # as nearly always
    full = [line for line in lines if len(line) >= max(last - 1, _LONG)]
    stops = sum(line.endswith(_STOPS) for line in full)
    if stops > len(full) * _MOST_STOPS:
        return
    start = cable.text.find(full[0])
    message = (
        f"{len(full)} of {len(sizes)} long lines are cut at column {last}; expected their ends"
    )
    yield Defect(Span(start, start + len(full[0])), message)


def _lines(cable: Cable) -> Sequence[str]:
    """Return the lines of the paragraphs, without blanks at their ends."""
    text = cable.text
    return [
        line.rstrip()
        for paragraph in cable.paragraphs
        for piece in paragraph.pieces
        for line in text[text.rfind("\n", 0, piece.start) + 1 : piece.end].split("\n")
    ]


RULE = Rule(
    code="CBL031",
    name="cut-lines",
    summary="Lines that are all cut at one column",
    severity=Severity.ERROR,
    origin=Origin.EXTRACTION,
    check=check,
    confidence=Confidence.MEDIUM,
    scope=Scope.TEXT,
)
