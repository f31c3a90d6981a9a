"""An unclassified telegram with a declassification instruction.

## What it reports
A heading of UNCLASSIFIED whose E.O. line says when or how the text is declassified. Copies that
were released, and so have UNCLASSIFIED above a classified text, are skipped, as are headings that
another rule doubts.

## Why it matters
Either the heading understates the text or the line is a leftover of a template.

## Example
    UNCLAS PARIS 001823
    E.O. 12958: DECL: 03/15/2015

## Instead
    UNCLAS PARIS 001823
    E.O. 12958: N/A

## Fix
None: the heading may be the wrong one.

## Era
Every era with an E.O. line.

## References
CF 4: N/A belongs to UNCLAS in 95 of 98 telegrams.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Level
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._heads import level_disputed

_RELEASED = ("declassified", "released")
#: What the drafter wrote: words in it are not a mark of the copy.
_DRAFTED = frozenset({"PARAGRAPH", "TEXT", "TITLE", "SUBJECT", "REF", "AUTHORITY", "EO", "TAGS"})


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look for an instruction where the heading is unclassified."""
    heading, line = cable.heading, cable.executive_order
    if heading is None or line is None or heading.level is not Level.UNCLASSIFIED:
        return
    declass = line.declass
    if declass is None or declass.kind == "not-applicable" or level_disputed(cable):
        return
    if (declass.kind == "event" and declass.keyword is None) or _released(cable):
        return
    related = (Related(heading.classification, "the heading says UNCLASSIFIED"),)
    shown = " ".join(line.span.of(cable.text).split())
    yield Defect(
        declass.span, f"'{shown}' is on an UNCLASSIFIED telegram; expected N/A", None, related
    )


def _released(cable: Cable) -> bool:
    """Return whether the copy has a mark of release, in a wrapper or among the telegram's lines."""
    if cable.wrappers:
        return True
    marks = (
        cable.text[token.start : token.end].casefold()
        for token in cable.tokens
        if token.kind not in _DRAFTED
    )
    return any(word in mark for mark in marks for word in _RELEASED)


RULE = Rule(
    code="CBL308",
    name="declass-on-unclassified",
    summary="An unclassified telegram with a declassification instruction",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
