"""The only paragraph is numbered.

## What it reports
A signed telegram of one paragraph whose paragraph is numbered 1.

## Why it matters
It is a matter of form: a single paragraph takes no number. Readers look for a paragraph 2.

## Example
    1. (U) The port is open again.

## Instead
    (U) The port is open again.

## Fix
Unsafe where the paragraph has a portion mark: the number is removed. Without a mark the fix is only
shown, because the label is what separates the paragraph from the lines around it.

## Era
Every era. Extracts, and copies without a signature, may have lost the other paragraphs.

## References
CF 7, one numbered paragraph only.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable, Span
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Look for a telegram with one paragraph, numbered 1."""
    if len(cable.paragraphs) != 1 or cable.extract or cable.signature is None:
        return
    only = cable.paragraphs[0]
    if only.number != 1 or only.label is None:
        return
    end = only.mark.span.start if only.mark else only.pieces[0].start
    fix = Fix(
        "Remove the number",
        (Edit(Span(only.label.start, end), ""),),
        Applicability.UNSAFE if only.mark else Applicability.DISPLAY,
    )
    yield Defect(only.label, "the only paragraph is numbered; expected no number", fix)


RULE = Rule(
    code="CBL605",
    name="lone-numbered-paragraph",
    summary="The only paragraph is numbered",
    severity=Severity.INFO,
    origin=Origin.DRAFTING,
    check=check,
    fixable=Applicability.UNSAFE,
)
