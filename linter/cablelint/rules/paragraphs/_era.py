"""Which practice of numbers and portion marks a telegram follows (CF 4, CF 7)."""

from __future__ import annotations

import datetime

from cablegrammar import Cable
from cablelint.rule import Context

__all__ = ["is_before_1996", "is_from_1980", "marks_are_required"]

#: E.O. 12958 took effect: from here on every portion has a mark of its own (CF 4).
_PORTION_BY_PORTION = datetime.date(1995, 10, 14)
_OLDER_ORDERS = frozenset({11652, 12065, 12356})
_NEWER_ORDERS = frozenset({12958, 13292, 13526})
_ORDERS_FROM_1982 = frozenset({12356}) | _NEWER_ORDERS


def is_before_1996(cable: Cable, context: Context) -> bool:
    """Return whether date, or else order, says that the telegram is of 1973-95."""
    if context.years is not None:
        return context.years[1] <= _PORTION_BY_PORTION.year
    return _order(cable) in _OLDER_ORDERS


def is_from_1980(cable: Cable, context: Context) -> bool:
    """Return whether date, or else order, says that the telegram is of 1980 or later."""
    if context.years is not None:
        return context.years[0] >= 1980
    return _order(cable) in _ORDERS_FROM_1982


def marks_are_required(cable: Cable, context: Context) -> bool:
    """Return whether date and order say that every paragraph needs a portion mark."""
    if context.date is None:
        return _order(cable) in _NEWER_ORDERS
    if context.date.earliest >= _PORTION_BY_PORTION:
        return True
    return context.date.latest >= _PORTION_BY_PORTION and _order(cable) in _NEWER_ORDERS


def _order(cable: Cable) -> int | None:
    return cable.executive_order.order if cable.executive_order else None
