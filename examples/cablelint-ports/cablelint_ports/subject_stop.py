"""Reports a subject line that ends with a full stop.

## What it reports
A subject whose last character is a full stop.

## Why it matters
This archive sorts its telegrams by subject, and the same subject is found twice.

## Example
    SUBJECT: HARVEST IN THE SOUTH.

## Instead
    SUBJECT: HARVEST IN THE SOUTH

## Fix
The full stop is taken out (safe).

## Era
All.

## References
The house rules of the port archive.
"""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable, Span
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule

__all__ = ["RULE"]


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Yield a defect for a subject that ends with a full stop."""
    subject = cable.subject
    if subject is None:
        return
    end = subject.span.start + len(cable.text[subject.span.start : subject.span.end].rstrip())
    stop = Span(end - 1, end)
    if cable.text[stop.start : stop.end] == ".":
        fix = Fix("Remove the full stop", (Edit(stop, ""),), Applicability.SAFE)
        yield Defect(stop, "the subject ends with a full stop; expected none", fix)


RULE = Rule(
    code="PRT001",
    name="subject-stop",
    summary="A subject line ends with a full stop",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
    fixable=Applicability.SAFE,
)
