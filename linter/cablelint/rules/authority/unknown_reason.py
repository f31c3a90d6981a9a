"""The reason cites a letter that its section does not have.

## What it reports
A letter beyond (h) of section 1.4, or beyond (g) of section 1.5 in a telegram of the order as it
was signed. A letter counts in brackets, or in a list without any before its first point, so that
the initial of a name behind the reason does not.

## Why it matters
The classification rests on a reason that does not exist.

## Example
    Classified By: Ambassador Ada Rowan for reasons 1.4 (b) and (k).

## Instead
    Classified By: Ambassador Ada Rowan for reasons 1.4 (b) and (d).

## Fix
None: the letter that was meant is not in the text.

## Era
E.O. 12958, as signed (a to g) and as amended, and E.O. 13526 (a to h).

## References
CF 6; 32 CFR 2001.21.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cablegrammar import Cable, Span
from cablegrammar.lexicon import orders
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.authority._orders import demands_authority, original

_AMENDED = "1.4"


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the letters with those of the section."""
    authority = cable.authority
    if authority is None or not original(cable) or authority.section is None:
        return
    place = authority.reasons_span
    letters = _letters(authority.section, context)
    unknown = [reason for reason in authority.reasons if reason not in letters]
    if not unknown or place is None or not demands_authority(cable, context):
        return
    for letter in unknown:
        found = _found(cable.text, place, letter)
        if found is not None:
            message = f"section {authority.section} has no reason ({letter}); the last is "
            yield Defect(found, f"{message}({max(letters)})")


def _letters(section: str, context: Context) -> tuple[str, ...]:
    """Return the letters of a section; of a wrong one those of the order that is in force."""
    entries = [entry for entry in orders() if entry.reason_section is not None]
    day = context.date
    for entry in entries:
        if entry.reason_section == section and (
            day is None or entry.effective_to is None or day.earliest <= entry.effective_to
        ):
            return entry.reasons
    return next(entry.reasons for entry in entries if entry.reason_section == _AMENDED)


def _found(text: str, place: Span, letter: str) -> Span | None:
    """Return the place of a letter inside brackets, or before the first stop of a bare list."""
    words = place.of(text)
    listed = re.finditer(r"\([^()]{0,40}\)", words) if "(" in words else [re.match("[^.]*", words)]
    for part in listed:
        match = re.search(rf"\b{letter}\b", part[0], re.IGNORECASE) if part else None
        if part and match:
            start = place.start + part.start()
            return Span(start + match.start(), start + match.end())
    return None


RULE = Rule(
    code="CBL524",
    name="unknown-reason",
    summary="The reason cites a letter that its section does not have",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
)
