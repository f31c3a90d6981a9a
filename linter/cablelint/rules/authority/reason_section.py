"""The reason cites a section that does not list the reasons.

## What it reports
- Section 1.5 in a telegram of 22 September 2003 or later: the amended order has its reasons in 1.4.
- Section 1.4 in a telegram before 25 March 2003, when they were in 1.5.
- Any other section (`3.6 (b)`), and a misread one (`l.4 (b)`, `14 (b)`, `1,4 (b)`).

Between the two days either section is right.

## Why it matters
The cited section then says something else: section 1.5 of the amended order is about duration.

## Example
    Classified By: Ambassador Ada Rowan for reasons 1.5 (b) and (d).

in a telegram of 2005

## Instead
    Classified By: Ambassador Ada Rowan for reasons 1.4 (b) and (d).

## Fix
Unsafe: writes the other section; the letters keep their meanings. None for other sections.

## Era
E.O. 12958, as signed and as amended, and E.O. 13526. Where only the year is known, all its days
must agree.

## References
CF 6: 31 of 1,166 lines say 1.5 after 2003; archived marking changes of E.O. 12958 as amended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from cablegrammar import Authority, Cable, Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.authority._orders import demands_authority, original, reason_section

_LAST_OF_14_MISSING = date(2003, 3, 24)  # the day before E.O. 13292
_FIRST_OF_14_ONLY = date(2003, 9, 22)  # from here on its marking rules bind
_REASON = lazy_pattern(r"reasons?\W{0,4}(\d{1,2}\s?\.\s?\d{1,2}\b)", re.IGNORECASE)


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the section with the cable's date."""
    authority = cable.authority
    if authority is None or not original(cable) or not demands_authority(cable, context):
        return
    if authority.section is None or authority.section_span is None:
        yield from _other_words(cable, context, authority)
        return
    span = authority.section_span
    written = "".join(span.of(cable.text).split())
    if written != authority.section:
        edit = Edit(span, authority.section)
        fix = Fix(f"Write section {authority.section}", (edit,), Applicability.UNSAFE)
        message = f"reason section '{written}' is misspelled; expected {authority.section}"
        yield Defect(span, message, fix)
        return
    if authority.section not in ("1.4", "1.5"):
        expected = reason_section(context)
        yield Defect(
            span, f"section {authority.section} does not list reasons; expected {expected}"
        )
        return
    day = context.date
    if day is None:
        return
    if authority.section == "1.5" and day.earliest >= _FIRST_OF_14_ONLY:
        message = "section 1.5 lists the reasons until September 2003; expected 1.4"
        yield Defect(span, message, fix=_fix(cable, span, "5", "4"))
    elif authority.section == "1.4" and day.latest <= _LAST_OF_14_MISSING:
        message = "section 1.4 lists the reasons since March 2003; expected 1.5"
        yield Defect(span, message, fix=_fix(cable, span, "4", "5"))


def _fix(cable: Cable, span: Span, old: str, new: str) -> Fix | None:
    at = cable.text.rfind(old, span.start, span.end)
    if at < 0:
        return None
    edit = Edit(Span(at, at + 1), new)
    return Fix(f"Write section 1.{new}", (edit,), Applicability.UNSAFE)


def _other_words(cable: Cable, context: Context, authority: Authority) -> Iterable[Defect]:
    found = _REASON.search(cable.text, authority.span.start, authority.span.end)
    if found is not None:
        section = "".join(found[1].split())
        message = f"section {section} does not list reasons; expected {reason_section(context)}"
        yield Defect(Span(*found.span(1)), message)


RULE = Rule(
    code="CBL523",
    name="reason-section",
    summary="The reason cites a section that holds none at the telegram's date",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
    fixable=Applicability.UNSAFE,
)
