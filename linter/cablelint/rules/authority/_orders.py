"""What the rules on the classification authority ask: which orders demand one, and where it is."""

from __future__ import annotations

from datetime import date
from functools import cache

from cablegrammar import Cable, Level
from cablegrammar.lexicon import order
from cablelint.rule import Context

__all__ = ["demands_authority", "fragment", "mentions_authority", "original", "reason_section"]

_FIRST_ORDER = 12958  # the first that demands name, position and reason on the text's face
_SECTION = "1.4"  # of the order as amended, and of E.O. 13526
_LABELS = ("classified by", "classfied by", "classified from", "derived from")


@cache
def _first_day() -> date:
    first = order(_FIRST_ORDER, date.min)
    return first.effective_from if first else date.max


def demands_authority(cable: Cable, context: Context) -> bool:
    """Return whether a telegram is classified, and under E.O. 12958 or later.

    Both the date and the order on the E.O. line must say so when they are known, and one of them
    must be.
    """
    heading = cable.heading
    if heading is None or heading.level < Level.CONFIDENTIAL:
        return False
    number = cable.executive_order.order if cable.executive_order else None
    if number is not None and order(number) is None:
        number = None  # a slip in the number says nothing about the order
    if context.date is not None:
        return context.date.earliest >= _first_day() and (number is None or number >= _FIRST_ORDER)
    return number is not None and number >= _FIRST_ORDER


def reason_section(context: Context) -> str:
    """Return the section that holds the reasons at the cable's date; without a date the later."""
    day = context.date
    first = order(_FIRST_ORDER, date.min)
    if day is None or first is None or first.effective_to is None or first.reason_section is None:
        return _SECTION
    return first.reason_section if day.latest <= first.effective_to else _SECTION


def fragment(cable: Cable) -> bool:
    """Return whether the text is part of a telegram: an extract, a later section, a head only."""
    return cable.extract or not (cable.paragraphs or cable.loose)


def mentions_authority(cable: Cable) -> bool:
    """Return whether a label of the authority precedes or is in the first paragraph.

    So it is when the line has lost its place: run into the references, or numbered as a paragraph.
    """
    first = cable.paragraphs[0].span.end if cable.paragraphs else cable.span.end
    start = cable.heading.span.end if cable.heading else 0
    words = " ".join(cable.text[start:first].lower().split())
    return any(label in words for label in _LABELS)


def original(cable: Cable) -> bool:
    """Return whether the telegram is classified by its own officer, not by its sources."""
    return cable.authority is not None and cable.authority.derived_from is None
