"""A text whose layout was not checked.

## What it reports
A text of a known kind that the layout grammar does not describe, or describes only in part. The
message names the kind and says what was checked. The verdict on such a record is `unchecked`.

## Why it matters
Without this finding a record that nobody read looks like a record without defects.

## Example
    126. Telegram 3125 From the Embassy in Peru to the Department of State
    Lima, April 4, 1977, 1605Z.

## Instead
    The telegram as it was sent, if another archive has it.

## Fix
None.

## Era
Every era. The layout of telegrams of 1973-2010 and of their extracts is checked. A text that is not
a telegram at all is reported by `not-a-cable`.

## References
LE 12, how to distinguish the families.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Family, Span
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule, Scope

_KINDS = {
    Family.PRINT_1965: "a telegram print of 1965-72",
    Family.FORM_1950: "a telegram form of the years before 1965",
    Family.SMART: "a SMART message",
    Family.FRUS: "a text from Foreign Relations of the United States",
    Family.RELEASE: "a copy released under FOIA",
    Family.CIA: "a copy released by the CIA",
    Family.WHITE_HOUSE: "a White House copy",
    Family.TERMINAL: "a print of a message terminal",
}


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the text at its first line when its layout was not checked."""
    if cable.checked == "layout" or cable.family is Family.UNKNOWN:
        return
    extent = (
        "only the damage of copies and the text below the header were checked"
        if cable.checked == "body"
        else "only the damage of copies was checked"
    )
    kind = _KINDS.get(cable.family, f"a text of the family {cable.family}")
    yield Defect(_first_line(cable.text), f"the layout of {kind} is not described; {extent}")


def _first_line(text: str) -> Span:
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    return Span(start, len(text) if end < 0 else end)


RULE = Rule(
    code="CBL022",
    name="unchecked-layout",
    summary="A text whose layout was not checked",
    severity=Severity.INFO,
    origin=Origin.ARCHIVE,
    check=check,
    scope=Scope.TEXT,
)
