"""Every line of the text is given twice.

## What it reports
A text in which each line with words is followed by the same line again. Nothing else is checked in
such a text but what holds for any text: every other finding would follow from this one.

## Why it matters
Every count is wrong, and no field can be read.

## Example
    UNCLAS LIMA 001650
    UNCLAS LIMA 001650
    TAGS: EAGR, PE
    TAGS: EAGR, PE

## Instead
    UNCLAS LIMA 001650
    TAGS: EAGR, PE

## Fix
Unsafe: every second line is removed.

## Era
Every era: the finding is about the copy, not about the telegram.

## References
CF 12, artefacts of extraction.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable, Span
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule, Scope
from cablelint.rules.text._doubled import is_doubled


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Report the record at its first line."""
    if not is_doubled(context.facts):
        return
    places = list(_lines(cable.text))
    edits = tuple(Edit(span, "") for span in places[1::2])
    first = places[1]
    line = first.of(cable.text).rstrip("\r\n")
    yield Defect(
        Span(first.start, first.start + len(line)),
        f"every line is repeated ({len(edits)} lines); expected each once",
        Fix("Remove every second line", edits, Applicability.UNSAFE),
    )


def _lines(text: str) -> Iterator[Span]:
    """Yield the lines with words, each with its line end."""
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield Span(at, at + len(line))
        at += len(line)


RULE = Rule(
    code="CBL030",
    name="doubled-lines",
    summary="Every line of the text is given twice",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.UNSAFE,
    scope=Scope.TEXT,
)
