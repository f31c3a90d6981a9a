"""The order was not in force on the telegram's date.

## What it reports
An order that had ended, or had not begun, on the date of the telegram. Within 90 days of the change
it is a warning, since posts lag; within a year it is one where the day of the change is not
certain. When only the year is known, the order must have been in force on no day of it. A line on
a telegram from before June 1972, when none had one, was added by the copy: a warning.
Notes of a later release (`AS AMENDED; DECLASSIFIED JUNE 21, 2006`) are not reported.

## Why it matters
Each order has its own terms, exemptions and reasons: by the wrong one the date is wrong too.

## Example
    P 151234Z MAR 05
    E.O. 12356: DECL: OADR

## Instead
    P 151234Z MAR 05
    E.O. 12958: DECL: 03/15/2015

## Fix
None: the instruction after the number would have to change with it.

## Era
11652 from June 1972, 12065 from December 1978, 12356 from August 1982, 12958 from 14 October 1995,
amended from 25 March 2003, 13526 from 27 June 2010.

## References
CF 4, validity windows; the lexicon's table of executive orders.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablegrammar.lexicon import Order, orders
from cablegrammar.model import ExecutiveOrder
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import CableDate, Context, Rule
from cablelint.rules.declassification._orders import days_out_of_force, shown, versions

_LAG = 90
_UNCERTAIN = 365


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the order's time with the telegram's date."""
    line, day = cable.executive_order, context.date
    if line is None or line.order is None or line.order_span is None or day is None:
        return
    distances = [(days_out_of_force(entry, day), entry) for entry in versions(line.order)]
    if not distances:
        return
    distance, entry = min(distances, key=lambda found: abs(found[0]))
    if distance == 0:
        return
    if _is_note_of_release(cable.text, line):
        return
    if day.latest < orders()[0].effective_from:
        message = (
            f"'E.O. {line.order}' is on a telegram of {shown(day)}; no telegram cited an order then"
        )
        yield Defect(line.order_span, message, severity=Severity.WARNING, origin=Origin.EXTRACTION)
        return
    if distance < 0:
        why = f"took effect on {entry.effective_from}"
    else:
        why = f"ended on {entry.effective_to}"
    right = _right(day)
    hint = f"; expected {right}" if right else ""
    severity = Severity.WARNING if abs(distance) <= _limit(entry, distance) else None
    message = f"'E.O. {line.order}' {why} and the telegram is of {shown(day)}{hint}"
    yield Defect(line.order_span, message, severity=severity)


def _is_note_of_release(text: str, line: ExecutiveOrder) -> bool:
    """Return whether a line is a note of a later release, such as `AS AMENDED; DECLASSIFIED`."""
    words = line.span.of(text).upper()
    return "DECLASSIFIED" in words or "AS AMENDED" in words or "RELEASED" in words


def _limit(entry: Order, distance: int) -> int:
    """Return the days from a change within which it is only a warning."""
    if distance > 0:
        # An order ends where the next begins, and is as certain as that.
        following = [order for order in orders() if order.effective_from > entry.effective_from]
        entry = following[0] if following else entry
    return _UNCERTAIN if "effective_from" in entry.unverified else _LAG


def _right(day: CableDate) -> str | None:
    """Name the order in force, if the telegram's date decides which."""
    found = {f"E.O. {order.number}" for order in orders() if days_out_of_force(order, day) == 0}
    return found.pop() if len(found) == 1 else None


RULE = Rule(
    code="CBL302",
    name="order-not-in-force",
    summary="The order was not in force on the telegram's date",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
)
