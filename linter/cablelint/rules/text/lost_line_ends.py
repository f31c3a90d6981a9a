"""A telegram whose line ends are lost.

## What it reports
A whole telegram, or most of one, that is written on one line or a few. The parser cuts it at the
beginnings of its elements and reads it like any other; one finding says so for the record. So does
one for a text on one line whose line ends are written as the two letters `\\n`.

## Why it matters
Other programs find no field in such a text. Titles, lists and tables can no longer be
distinguished from prose, and findings that rest on line ends are not made.

## Example
    UNCLAS LIMA 000123 E.O. 12958: N/A TAGS: ECON, PE SUBJECT: HARVEST OF RYE 1. The rye is in.

## Instead
    UNCLAS LIMA 000123

    E.O. 12958: N/A
    TAGS: ECON, PE
    SUBJECT: HARVEST OF RYE

    1. The rye is in.

## Fix
Unsafe: a line end is put before every element that was found. The line ends inside paragraphs stay
lost. None for line ends that are written: the table has to be read with its escapes.

## Era
Every era.

## References
CF 12, line ends.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Span
from cablegrammar.folding import written_line_ends
from cablelint.finding import Applicability, Defect, Fix, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.text._artefacts import artefacts_of, edits_of

_WRITTEN = "\\n"


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the first place where a line end is lost."""
    if count := written_line_ends(cable.text):
        start = cable.text.index(_WRITTEN)
        message = f"line ends are written as '{_WRITTEN}' ({count} places); expected line ends"
        yield Defect(Span(start, start + len(_WRITTEN)), message)
        return
    for artefact in artefacts_of(cable, "lost-line-ends"):
        first = artefact.spans[0]
        fix = Fix(
            "Put each element on a line of its own",
            edits_of(context.facts, artefact),
            Applicability.UNSAFE,
        )
        yield Defect(
            Span(first.start, first.end),
            f"the line ends of the telegram are lost; expected one before {len(artefact.spans)}"
            " elements",
            fix,
        )


RULE = Rule(
    code="CBL021",
    name="lost-line-ends",
    summary="A telegram whose line ends are lost",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.UNSAFE,
)
