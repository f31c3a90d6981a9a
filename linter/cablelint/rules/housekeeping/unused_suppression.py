"""Suppressions that suppress nothing.

## What it reports
A suppression that was not needed in this run: a directive in the text
(`# cablelint: ignore[NAME]`, `disable[NAME]`, `file-ignore[NAME]`), a rule listed in the sidecar
`NAME.cablelint.toml`, or a rule listed for this record under `per-record-ignores`.

## Why it matters
A suppression outlives the defect it was written for and then hides the next one of its kind.

## Example
    # cablelint: ignore[unknown-tag] spelt so in the original
    TAGS: PREL, PARM, FR

## Instead
    TAGS: PREL, PARM, FR

## Fix
Safe for directives in the text: the rule is removed of its brackets, and the whole line goes with
the last of them. Configuration and sidecars are not edited.

## Era
Every era: the finding is about the copy, not about the telegram.

## References
`docs/suppression.md`; `# cablelint:` lines do not belong to the telegram.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Applicability, Defect, Origin, Severity
from cablelint.rule import Context, Rule, Scope


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report nothing: only the engine knows which suppressions were used."""
    return ()


RULE = Rule(
    code="CBL990",
    name="unused-suppression",
    summary="A suppression that suppressed nothing",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
    fixable=Applicability.SAFE,
    scope=Scope.TEXT,
)
