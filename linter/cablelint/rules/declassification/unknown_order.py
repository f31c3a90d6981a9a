"""The number is not that of a classification order.

## What it reports
An E.O. line whose number no order on classification has. The nearest one is named; when two are
equally near, the one in force on the telegram's date.

## Why it matters
The order decides what the rest of the line means; with an unknown one neither a reader nor a
program can know when the text is free.

## Example
    E.O. 12598: DECL: 03/15/2015

## Instead
    E.O. 12958: DECL: 03/15/2015

## Fix
Unsafe: it writes the nearest number.

## Era
Every era from June 1972. E.O. 13292, which amended 12958, and the older 10290 and 10501 are known.

## References
CF 4; the lexicon's table of executive orders. Exchanged and wrong digits (11653, 16652) are seen in
the telegrams of 1973-79.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablegrammar.lexicon import orders
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import CableDate, Context, Rule
from cablelint.rules.declassification._orders import in_force, versions
from cablelint.rules.transmission._near import near_words

_BEFORE_TELEGRAMS_CITED_THEM = frozenset({10290, 10501})


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look the number up."""
    line = cable.executive_order
    if line is None or line.order is None or line.order_span is None:
        return
    if versions(line.order) or line.order in _BEFORE_TELEGRAMS_CITED_THEM:
        return
    if any(one.kind == "malformed" and one.span in line.span for one in cable.problems):
        return  # the number itself cannot be read, which malformed-element reports
    near = _nearest(line.order, context.date)
    message = f"'E.O. {line.order}' is not an order on classification"
    if near is None:
        yield Defect(line.order_span, message)
        return
    edit = Edit(line.order_span, str(near))
    fix = Fix(f"Write E.O. {near}", (edit,), Applicability.UNSAFE)
    yield Defect(line.order_span, f"{message}; nearest is E.O. {near}", fix)


def _nearest(number: int, day: CableDate | None) -> int | None:
    """Return the order whose number is nearest, None when it is not clear which."""
    numbers = dict.fromkeys(str(entry.number) for entry in orders())
    near = [int(word) for word in near_words(str(number), numbers)]
    if len(near) > 1 and day is not None:
        near = [one for one in near if in_force(one, day)]
    return near[0] if len(near) == 1 else None


RULE = Rule(
    code="CBL301",
    name="unknown-order",
    summary="The number is not that of a classification order",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
    fixable=Applicability.UNSAFE,
)
