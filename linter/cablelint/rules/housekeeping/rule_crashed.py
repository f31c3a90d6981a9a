"""Rules that failed on this record.

## What it reports
A rule raised an exception. The message names the rule and the exception; the other rules have run,
and their findings are reported.

## Why it matters
The record was not checked for what the rule looks for: its silence means nothing.

## Example
    rule unknown-tag crashed: IndexError: tuple index out of range

## Instead
Nothing has to change in the telegram. Please report the record, and ignore the rule until it is
mended.

## Fix
None.

## Era
Every era: the finding is about cablelint, not about the telegram.

## References
The issue tracker of cablelint.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule, Scope


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report nothing: the engine makes this finding when a check raises."""
    return ()


RULE = Rule(
    code="CBL999",
    name="rule-crashed",
    summary="A rule failed on this record",
    severity=Severity.ERROR,
    origin=Origin.EXTRACTION,
    check=check,
    scope=Scope.TEXT,
)
