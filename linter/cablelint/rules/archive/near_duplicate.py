"""Nearly the same body under another id.

## What it reports
A record whose paragraphs are nearly those of an earlier record of another id. Bodies are compared
by MinHash over runs of five words; bodies of fewer than 30 words are skipped. The rule is off
by default, since circular telegrams are meant to be alike; turned on, it reads the archive twice.

## Why it matters
A telegram that was extracted twice under two ids is counted twice, and corrections reach one copy.

## Example
    05PARIS1823 and 05PARIS1832, with the same six paragraphs

## Instead
    One record, under the id that its text has.

## Fix
None.

## Era
Every era: the finding is about the archive, not about the telegram.

## References
Needs the extra `near` (rensa). The share is an estimate, good to about 4 percent.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Span
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Option, Rule, Scope


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the record at the beginning of its body, once for each that is like it."""
    siblings = context.record.siblings
    if siblings is None:
        return
    start = cable.paragraphs[0].span.start if cable.paragraphs else 0
    for near in siblings.near:
        share = f"{near.similarity:.0%}"
        yield Defect(Span(start, start), f"the text is about {share} that of {near.name}")


RULE = Rule(
    code="CBL905",
    name="near-duplicate",
    summary="Nearly the same body under another id",
    severity=Severity.OFF,
    origin=Origin.ARCHIVE,
    check=check,
    scope=Scope.BODY,
    options=(Option("similarity", 90, "The least share in common, in percent."),),
)
