"""A subject without words.

## What it reports
The label SUBJECT with nothing behind it, or with a portion mark only. In an extract, which may have
lost the line's words, it is info.

## Why it matters
The subject is what indexes and readers see of a telegram.

## Example
    SUBJECT:
    REF: ACCRA 310

## Instead
    SUBJECT: COCOA HARVEST DELAYED BY RAIN
    REF: ACCRA 310

## Fix
None: only the drafter knows the subject.

## Era
Every era.

## References
CF 5.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.layout._missing_text import lost_text


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report a subject whose text is empty, unless its line is malformed as a whole."""
    subject = cable.subject
    if subject is None or subject.text.strip(" .:;,-"):
        return
    if any(
        problem.kind == "malformed" and problem.element == "subject" for problem in cable.problems
    ):
        return
    if lost_text(context.facts) is not None and not cable.text[subject.span.end :].strip():
        return  # one finding for the cut: missing-text
    severity = Severity.INFO if cable.extract else None
    yield Defect(
        subject.label, "the SUBJECT line is empty; expected the subject", severity=severity
    )


RULE = Rule(
    code="CBL501",
    name="empty-subject",
    summary="A subject without words",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
)
