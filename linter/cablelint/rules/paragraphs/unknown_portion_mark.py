"""A portion mark names no level.

## What it reports
Brackets after a paragraph's number that were meant as a portion mark but are none: `(N/SF)`,
`(SNF)`, `(/Rel UK)`, `(NF)`, `(X)`. A known level with an unknown caveat, `(S/XYZ)`, is a warning.

## Why it matters
Neither a reader nor a review for release can know the level of the paragraph.

## Example
    9. (N/SF) The mill stood still for a week.

## Instead
    9. (S/NF) The mill stood still for a week.

## Fix
Unsafe, where the letters lead to one mark: the bracket is replaced by it.

## Era
From December 1978, when portion marks came into use. Brackets of three and more letters that lead
to no mark, and those of telegrams that mark no paragraphs, are taken for text.

## References
CF 7, grammar of marks; LE 1, no marks under E.O. 11652.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable, Level, Paragraph
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.paragraphs._bracket import Bracket, bracket_of
from cablelint.rules.paragraphs._era import is_before_1996
from cablelint.rules.paragraphs._run import own

_FIRST_YEAR = 1978
_LIMITED = "(L)"  # LIMITED OFFICIAL USE, while it was a class


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Look for brackets that were meant as marks."""
    if all(p.mark is not None and p.mark.level is not None for p in cable.paragraphs):
        return
    if context.years is not None and context.years[1] < _FIRST_YEAR:
        return
    for paragraph in own(context.facts):
        bracket = bracket_of(context.facts, paragraph)
        if bracket is None or (bracket.text == _LIMITED and is_before_1996(cable, context)):
            continue  # L is for Limited Official Use
        if bracket.text == _LIMITED and _is_limited(cable):
            continue
        if not bracket.is_form_only:
            yield _defect(paragraph, bracket)


def _is_limited(cable: Cable) -> bool:
    return cable.heading is not None and cable.heading.level is Level.LIMITED_OFFICIAL_USE


def _defect(paragraph: Paragraph, bracket: Bracket) -> Defect:
    mark = f"portion mark {bracket.text} of paragraph {paragraph.number}"
    if bracket.meant is not None:
        edit = Edit(bracket.span, bracket.meant)
        fix = Fix(f"Write {bracket.meant}", (edit,), Applicability.UNSAFE)
        return Defect(bracket.span, f"{mark} names no level; did you mean {bracket.meant}?", fix)
    if bracket.names_level:
        message = f"{mark} has an unknown caveat"
        return Defect(bracket.span, message, severity=Severity.WARNING)
    return Defect(bracket.span, f"{mark} names no level; expected one such as (C)")


RULE = Rule(
    code="CBL612",
    name="unknown-portion-mark",
    summary="A portion mark names no level",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
    fixable=Applicability.UNSAFE,
)
