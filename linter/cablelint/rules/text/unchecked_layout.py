"""A text whose layout was not checked.

## What it reports
A text of a known kind that the layout grammar does not describe, or describes only in part. The
message names the kind and says what was checked. The verdict on such a record is `unchecked`.

Also a record of an archive that has attributes but no text, as one in sixteen exports of 1973-79.

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

from cablegrammar import Cable, Family
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule, Scope
from cablelint.spans import first_line

# What the copies hold that no grammar can read, by the innermost wrapper.
_UNREADABLE = {
    "terminal": "a print of a message terminal, which machines misread throughout",
    "white-house": "a print in two columns, whose lines machines mix",
}


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the text at its first line when its layout was not checked."""
    if cable.checked == "layout":
        return
    place = first_line(cable.text)
    if cable.family is Family.FRUS:
        yield Defect(
            place,
            "the text is an edited print of Foreign Relations of the United States;"
            " only its numbering and the damage of copies were checked",
        )
    elif cable.wrappers and cable.checked == "nothing":
        kind = _UNREADABLE.get(cable.wrappers[-1].kind)
        what = f"the text is {kind}" if kind else "the copy holds labels and no telegram"
        yield Defect(place, f"{what}; only the damage of copies was checked")


RULE = Rule(
    code="CBL022",
    name="unchecked-layout",
    summary="A text whose layout was not checked",
    severity=Severity.INFO,
    origin=Origin.ARCHIVE,
    check=check,
    scope=Scope.TEXT,
)
