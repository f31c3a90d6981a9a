"""Suppressions that name no rule.

## What it reports
A name in a directive or in a sidecar that is not the name or code of a rule, a directive that
cannot be read (no brackets, no such verb), and, under `require-reasons`, a suppression without a
reason. The nearest rule name is offered when one candidate clearly wins.

## Why it matters
A misspelled suppression has no effect, although its author believes that it has. It cannot be
suppressed by a directive.

## Example
    # cablelint: ignore[unkown-tag]
    TAGS: PREL, XYZQ

## Instead
    # cablelint: ignore[unknown-tag]
    TAGS: PREL, XYZQ

## Fix
None: which rule was meant is for the author to say.

## Era
Every era: the finding is about the copy, not about the telegram.

## References
`cablelint rule --all` lists the names and codes.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule, Scope


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report nothing: the engine reads the suppressions."""
    return ()


RULE = Rule(
    code="CBL991",
    name="unknown-suppression",
    summary="A suppression that names no rule",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
    scope=Scope.TEXT,
)
