"""The E.O. line: the order's number and the declassification instruction (CF 4)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from cablegrammar.build.digits import DIGITS
from cablegrammar.build.spans import malformed, place, span_of, trimmed
from cablegrammar.elements import Failure, element, readable_parts
from cablegrammar.lexicon import month
from cablegrammar.model import Declass, ExecutiveOrder, Problem
from cablegrammar.source import Span

if TYPE_CHECKING:
    from cablegrammar.build.built import Built
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["build_executive_order"]

_EARLY_ORDERS = (11652, 12065, 12356)  # a two-digit year is 19yy under these only
_SCHEDULES = ("GDS", "ADS", "RDS", "XGDS", "XDS")
_VALUES = frozenset(
    {"DATE", "DAMAGED_DATE", "NONE", "REVIEW", "EXEMPTION", "DAY_IN_WORDS", "EVENT"}
)

_Kind = Literal["date", "exemption", "event", "schedule", "not-applicable", "downgrade", "review"]


def build_executive_order(token: Lexeme) -> Built[ExecutiveOrder]:
    """Build the E.O. line; a line that fails its grammar keeps its order number when it has one."""
    span, words = span_of(token), token.strip()
    parts = element("eo_line", words)
    if isinstance(parts, Failure):
        return _remains(words, span), (malformed("executive-order", span, parts),)
    number = next((p for p in parts if p.type == "ORDER"), None)
    rest = [p for p in parts if p.type in _VALUES or p.type.endswith("KEYWORD")]
    if number is not None:
        order, where = _order_of(number, span.start)
        declass = _build_declass(rest, span.start, order)
        plain = words[where.start - span.start : where.end - span.start].isdecimal()
        return ExecutiveOrder(order, declass, where, span), () if plain else (_no_order(where),)
    missing = _no_order(Span(span.start + rest[0].start, span.end))
    return ExecutiveOrder(None, _build_declass(rest, span.start, None), None, span), (missing,)


def _no_order(where: Span) -> Problem:
    return Problem("malformed", "executive-order", where, ("order",))


def _order_of(number: Lexeme, base: int) -> tuple[int, Span]:
    """Return the number of the order and its place; it may have blanks in it, or an l for a 1."""
    written = number.rstrip(" :;,.=/-")
    start = base + number.start
    digits = written.translate(DIGITS).replace(" ", "")
    return int(digits), Span(start, start + len(written))


def _remains(words: str, span: Span) -> ExecutiveOrder:
    """Return what is left of a line that breaks its grammar: the number of the order."""
    parts = readable_parts("eo_remains", words)
    number = next((p for p in parts if p.type == "ORDER"), None)
    if number is None:
        return ExecutiveOrder(None, None, None, span)
    order, where = _order_of(number, span.start)
    return ExecutiveOrder(order, None, where, span)


def _build_declass(parts: list[Lexeme], base: int, order: int | None) -> Declass | None:
    keyword = next((p for p in parts if p.type.endswith("KEYWORD")), None)
    value = next((p for p in parts if p.type in _VALUES), None)
    word = keyword.strip(" :;,.-(").upper() if keyword is not None else None
    where = trimmed(keyword, base) if keyword is not None else None
    if value is not None:
        text = " ".join(value.split())
        day = _day_of(value, order)
        kind = _kind_of(word, value, day)
        return Declass(kind, day, text, word, where, place(value, base))
    kind = _kind_of(word, None, None)
    if keyword is None or word is None or kind == "event":
        return None
    return Declass(kind, None, word, word, where, place(keyword, base))


def _kind_of(keyword: str | None, value: Lexeme | None, day: date | None) -> _Kind:
    word = keyword or ""
    kind = value.type if value is not None else ""
    if kind == "NONE":
        return "not-applicable"
    if word.startswith("DNG"):
        return "downgrade"
    if word.startswith(_SCHEDULES):
        return "schedule"
    if word == "OADR" or kind == "REVIEW":
        return "review"
    if kind == "EXEMPTION":
        return "exemption"
    return "date" if day is not None or kind in ("DATE", "DAMAGED_DATE") else "event"


def _day_of(value: Lexeme, order: int | None) -> date | None:
    """Return the day that a value names in one of the forms of CF 4, or None."""
    if value.type == "DAY_IN_WORDS":
        return _day_in_words(value, order)
    if value.type != "DATE":
        return None
    fields = "".join([sign if sign.isdecimal() else " " for sign in value]).split()
    if len(fields) == 1:
        return _day(int(value[:4]), int(value[4:6]), int(value[6:]))
    first, second, third = map(int, fields)  # one to five digits each, says the grammar
    if len(fields[0]) == 4:
        return _day(first, second, third)
    if len(fields[0]) > 2 or len(fields[2]) not in (2, 4):
        return None
    return _day(_year(fields[2], order), first, second)


def _year(digits: str, order: int | None) -> int:
    """Return the year that two or four digits name under an order."""
    if len(digits) != 2:
        return int(digits)
    return int(digits) + (1900 if order in _EARLY_ORDERS and int(digits) > 70 else 2000)


def _day_in_words(value: Lexeme, order: int | None) -> date | None:
    """Return the day of ``June 21, 2006`` or ``21 JUN 06``."""
    written = value.upper().removeprefix("DECLASSIFIED")
    name = "".join(sign for sign in written if sign.isalpha())
    day, year = "".join(sign if sign.isdecimal() else " " for sign in written).split()
    named = month(name)
    return _day(_year(year, order), named, int(day)) if named else None


def _day(year: int, month_number: int, day: int) -> date | None:
    try:
        return date(year, month_number, day)
    except ValueError:
        return None
