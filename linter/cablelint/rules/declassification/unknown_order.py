"""The number is not that of a classification order.

## What it reports
An E.O. line whose number no order on classification has. The nearest one of the telegram's
time is named.

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
from cablelint.similarity import near_words

_BEFORE_TELEGRAMS_CITED_THEM = frozenset({10290, 10501})


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look the number up."""
    line = cable.executive_order
    if line is None or line.order is None or line.order_span is None:
        return
    if versions(line.order) or line.order in _BEFORE_TELEGRAMS_CITED_THEM:
        return
    if any(problem.kind == "malformed" and problem.span in line.span for problem in cable.problems):
        return  # the number itself cannot be read, which malformed-element reports
    known = _known(context.date)
    near = near_words(str(line.order), map(str, known))
    message = f"'E.O. {line.order}' is not an order on classification"
    if len(near) == 1:
        fix = Fix(f"Write E.O. {near[0]}", (Edit(line.order_span, near[0]),), Applicability.UNSAFE)
        yield Defect(line.order_span, f"{message}; nearest is E.O. {near[0]}", fix)
        return
    hint = f"; E.O. {known[0]} was in force" if len(known) == 1 else ""
    yield Defect(line.order_span, message + hint)


def _known(day: CableDate | None) -> list[int]:
    """Return the numbers of the orders of the telegram's time, of all orders without a date."""
    numbers = sorted({entry.number for entry in orders()})
    return numbers if day is None else [number for number in numbers if in_force(number, day)]


RULE = Rule(
    code="CBL301",
    name="unknown-order",
    summary="The number is not that of a classification order",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
    fixable=Applicability.UNSAFE,
)
