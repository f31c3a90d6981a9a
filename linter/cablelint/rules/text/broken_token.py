"""A token of the heading cut by a line end.

## What it reports
A line end inside a word or number of a field, where no line end belongs: the section of the
reason (`Reason 1` / `.4 (b)`), the words `for reasons`, a caption.

## Why it matters
Programs that read the field line by line find neither the section nor the letters.

## Example
    Classified By: Political Counselor Rowan Linden, Reason 1
    .4 (b) and (d)

## Instead
    Classified By: Political Counselor Rowan Linden, Reason 1.4 (b) and (d)

## Fix
Safe: the line end is removed; no letter or digit of the telegram changes.

## Era
Every era with a classification authority, 1995 on.

## References
CF 6, letter syntax (`1 .4`, `Reason 1` / `.4`); CF 12.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Span
from cablelint.finding import Applicability, Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.text._artefacts import artefacts_of, undoing


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the cuts that the parser has looked through, each with the halves of its token."""
    text = cable.text
    for artefact in artefacts_of(cable, "broken-token"):
        first = artefact.spans[0]
        start = max(text.rfind(" ", 0, first.start), text.rfind("\n", 0, first.start)) + 1
        after = text[first.end : first.end + 20].split()
        tail = after[0] if after else ""
        yield Defect(
            Span(start, max(artefact.span.end, first.end + len(tail))),
            f"a line end cuts '{text[start : first.start]}{tail}'; expected one word",
            undoing(context.facts, artefact, "Join the halves"),
        )


RULE = Rule(
    code="CBL010",
    name="broken-token",
    summary="A token of the heading cut by a line end",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.SAFE,
)
