"""An exemption or schedule that no order has, or that of another order.

## What it reports
A code in place of a date that no order knows (`X9`, `25X0`, `XGDS-5`; `6DS` and `LDS`, misread for
GDS, are a warning), and one that the order in force does not have: OADR after 13 October 1995, X1
to X8 on original classifications from 22 September 2003 on, GDS after 1982. Values that only a
derivative classification may carry over are right behind `Derived From`; without a classification
authority to show this, the confidence is low, as for MR and 25X codes under E.O. 12958. The numbers
of RDS and XDS are not known well enough to judge.

## Why it matters
A code without a meaning closes the text for ever or not at all, as the reader pleases.

## Example
    E.O. 12958: DECL: X9

## Instead
    E.O. 12958: DECL: X6

## Fix
None: which exemption was meant is for the drafter to say.

## Era
11652: GDS, XGDS-1 to 4, ADS. 12065: GDS, RDS. 12356: OADR. 12958: X1 to X8, until the amendment was
put into practice. 13526: 25X1 to 25X9, 50X1-HUM, 50X2-WMD.

## References
CF 4, validity windows and value grammar; the lexicon's table of executive orders.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from cablegrammar import Cable, Span
from cablegrammar.lexicon import Order, orders
from cablegrammar.model import Declass, ExecutiveOrder
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Confidence, Defect, Origin, Severity
from cablelint.rule import CableDate, Context, Rule
from cablelint.rules.declassification._orders import in_force, versions
from cablelint.similarity import near_words

_EXEMPTION = lazy_pattern(
    r"\b(?:1\.[56] {0,2}\(?)?(?P<code>(?:25|50)?X\d{1,2}(?:-HUM(?:AN)?|-WMD)?)", re.IGNORECASE
)
# A schedule of an older order behind DECL, which the grammar takes for an event.
_SCHEDULE = lazy_pattern(r"X?GDS(?: ?- ?\d{1,2})?|ADS", re.IGNORECASE)
_NUMBERED = lazy_pattern(r"(?<=S)[ -]*(?=\d)")
# A word that may be a schedule misread (N21), under the orders that have schedules.
_MISREAD = lazy_pattern(r"[A-Z0-9]{3,5}(?![A-Z0-9/])(?! [A-Z]{2})", re.IGNORECASE)
_SCHEDULED = (11652, 12065)
_UNCERTAIN = ("RDS", "XDS")
_WARN = lazy_pattern(r"MR|25X")


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look each code up, first among all orders, then in the order that the line cites."""
    line = cable.executive_order
    declass = line.declass if line is not None else None
    if line is None or declass is None:
        return
    codes = _codes(declass)
    unknown = [code for code in codes if _home(code) is None]
    if unknown:
        verb = "is not an exemption" if len(unknown) == 1 else "are not exemptions"
        message = f"'{', '.join(unknown)}' {verb} or schedule of any order"
        yield Defect(_place(declass), message)
        return
    if (misread := _misread(line, declass)) is not None:
        span, meant = misread
        message = f"'{span.of(cable.text)}' is not an exemption or schedule of any order"
        yield Defect(span, f"{message}; did you mean {meant}?", confidence=Confidence.MEDIUM)
    allowed = _allowed(line.order or 0, context.date)
    wrong = [code for code in codes if allowed and not _may_be_used(code, allowed, cable)]
    if wrong:
        message = f"'{', '.join(wrong)}' is {_why(wrong[0], line.order or 0)}"
        confidence = _confidence(wrong[0], allowed, cable)
        yield Defect(_place(declass), message, confidence=confidence)


def _place(declass: Declass) -> Span:
    """Return the place of the codes: in the keyword of a schedule, else in the value."""
    keyword = declass.keyword_span if declass.kind == "schedule" else None
    return keyword or declass.span


def _misread(line: ExecutiveOrder, declass: Declass) -> tuple[Span, str] | None:
    """Return the place of a word that is one letter off a schedule, and that schedule."""
    if line.order not in _SCHEDULED or declass.kind != "event":
        return None
    word = _MISREAD.match(declass.text)
    schedules = {code for order in orders() for code in order.keywords if code.endswith("DS")}
    if word is None or declass.keyword is not None or word[0].upper() in schedules:
        return None
    near = near_words(word[0].upper(), ("GDS", "XGDS"), within=1)
    return (Span(declass.span.start, declass.span.start + word.end()), near[0]) if near else None


def _codes(declass: Declass) -> list[str]:
    """Return the codes of an instruction in capitals, those of uncertain lists left out."""
    found: list[str] = []
    if declass.kind == "exemption":
        found = [match["code"].upper() for match in _EXEMPTION.finditer(declass.text)]
    elif declass.kind == "review":
        found = ["MR" if declass.text.upper().startswith("MR") else "OADR"]
    elif declass.kind == "schedule" and declass.keyword:
        found = [_NUMBERED.sub("-", declass.keyword.upper())]
    elif declass.kind == "event" and _SCHEDULE.fullmatch(declass.text):
        found = [_NUMBERED.sub("-", declass.text.upper())]
    return [code for code in dict.fromkeys(found) if not code.startswith(_UNCERTAIN)]


def _home(code: str) -> Order | None:
    """Return the order that a code belongs to: the first that has it for original use."""
    own = (entry for entry in orders() if code in entry.keywords)
    carried = (entry for entry in orders() if code in entry.derivative_keywords)
    return next(own, None) or next(carried, None)


def _allowed(number: int, day: CableDate | None) -> tuple[Order, ...]:
    """Return the versions of the cited order whose marking rules can bind; none if not in force."""
    known = versions(number)
    if day is None:
        return known
    if not in_force(number, day):
        return ()
    ends = [*(entry.directive_from for entry in known[1:]), datetime.date.max]
    return tuple(
        entry
        for entry, end in zip(known, ends, strict=False)
        if entry.directive_from <= day.latest and day.earliest < end
    )


def _may_be_used(code: str, allowed: tuple[Order, ...], cable: Cable) -> bool:
    """Return whether some version has the code, for derivative classification if this is one."""
    if any(code in entry.keywords for entry in allowed):
        return True
    derived = cable.authority is not None and cable.authority.derived_from is not None
    return derived and any(code in entry.derivative_keywords for entry in allowed)


def _confidence(code: str, allowed: tuple[Order, ...], cable: Cable) -> Confidence | None:
    """Return low confidence where a derivative classification cannot be excluded."""
    carried = any(code in entry.derivative_keywords for entry in allowed)
    doubtful = (carried and cable.authority is None) or _WARN.match(code)
    return Confidence.LOW if doubtful else None


def _why(code: str, number: int) -> str:
    """Say why a code does not fit the order of a number."""
    home = _home(code)
    if home is None or code not in home.keywords:
        return "for derivative classification only; expected a date"
    if home.number == number:
        later = [entry for entry in versions(number) if code not in entry.keywords]
        return f"not for original classification since {later[-1].directive_from}"
    until = f" (until {home.effective_to})" if home.effective_to else ""
    return f"from E.O. {home.number}{until}; E.O. {number} does not have it"


RULE = Rule(
    code="CBL309",
    name="unknown-exemption",
    summary="An exemption or schedule that no order has, or that of another order",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
)
