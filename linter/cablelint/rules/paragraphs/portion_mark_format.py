"""A portion mark is not in the standard form.

## What it reports
A mark whose level and caveats are clear but whose form is not the usual one: `(c)`, `(S-NF)`,
`(C )`, `(C NF)`, `(C, NF)`, `[C]`, or given twice, `(C) (C)`. One stroke and two are both usual.
All marks of a telegram are one finding, since they are one habit; the others are related places.

## Why it matters
Programs that sort portions by their marks know the standard form only.

## Example
    3. (c) The road is dry.
    4. (S-NF) The mill stood still.

## Instead
    3. (C) The road is dry.
    4. (S/NF) The mill stood still.

## Fix
Safe where strokes and blanks change; unsafe where letters become capitals.

## Era
From December 1978, when portion marks came into use. Letters do not count in copies in lower case
throughout (lower-cased-copy). Nothing is reported on `(C - ENTIRE TEXT)`, whose form was free.

## References
CF 7, grammar of marks.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable, Paragraph, Span
from cablelint.facts import Facts
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules._letters import applicability
from cablelint.rules.paragraphs._bracket import bracket_of, is_entire, standard_form


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Compare every mark with its standard form; a habit is one finding."""
    found = [one for paragraph in cable.paragraphs if (one := _found(context.facts, paragraph))]
    lower = _is_lower_cased(cable)
    if lower:
        found = [(text, wanted.lower(), span) for text, wanted, span in found]
    wrong = [mark for mark in found if (mark[0].lower() if lower else mark[0]) != mark[1]]
    if not wrong:
        return
    text, wanted, span = wrong[0]
    others = f" ({len(wrong)} marks)" if len(wrong) > 1 else ""
    edits = tuple(Edit(span, wanted) for _, wanted, span in wrong)
    fix = Fix("Write marks in the standard form", edits, applicability(cable.text, edits))
    related = tuple(Related(span, f"{text}: {wanted}") for text, wanted, span in wrong[1:])
    yield Defect(
        span,
        f"portion mark {text} is not in standard form{others}; expected {wanted}",
        fix,
        related,
    )


def _found(facts: Facts, paragraph: Paragraph) -> tuple[str, str, Span] | None:
    """Return a paragraph's mark as written, its standard form and its place."""
    mark = paragraph.mark
    if mark is not None and mark.level is not None:
        if is_entire(mark):
            return None
        if paragraph.text.startswith(mark.text):
            span = Span(mark.span.start, paragraph.pieces[0].start + len(mark.text))
            return span.of(facts.cable.text), standard_form(mark.text), span
        return mark.text, standard_form(mark.text), mark.span
    bracket = bracket_of(facts, paragraph)
    if bracket is None or not bracket.is_form_only or bracket.meant is None:
        return None
    return bracket.text, bracket.meant, bracket.span


def _is_lower_cased(cable: Cable) -> bool:
    return cable.text.islower() or any(
        artefact.kind == "lower-case" for artefact in cable.artefacts
    )


RULE = Rule(
    code="CBL615",
    name="portion-mark-format",
    summary="A portion mark is not in the standard form",
    severity=Severity.INFO,
    origin=Origin.DRAFTING,
    check=check,
    fixable=Applicability.SAFE,
)
