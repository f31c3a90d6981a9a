"""The text stops in mid sentence.

## What it reports
The last paragraph ends with a comma, with a word no sentence ends with, with a small letter after
a full line, or with `...`, and neither a signature nor an end mark follows. In a partial extract
it is reported as information, because it is expected there.

## Why it matters
The rest is missing, and nothing else in the text shows it.

## Example
    9. (C) The ministry expects that the harvest of the coming year will be as good as that of

## Instead
    9. (C) The ministry expects that the harvest of the coming year will be as good as that of 2004.

    LINDEN

## Fix
None: the text is not here.

## Era
Every era.

## References
CF 9, signature and end; CF 12.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.text._end import break_of
from cablelint.rules.text._sentences import last_line


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look at the end of the text when nothing closes it."""
    place = break_of(context.facts)
    if place is not None:
        shown = " ".join(last_line(cable.text[: place.end]).split()[-4:])
        yield Defect(
            place,
            f"the text ends in mid sentence at '{shown}'; expected its end and a signature",
            severity=Severity.INFO if cable.extract else None,
        )


RULE = Rule(
    code="CBL017",
    name="truncated-text",
    summary="The text stops in mid sentence",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
)
