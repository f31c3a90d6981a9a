"""What several rules on the E.O. line ask of the lexicon and the model."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from cablegrammar import Cable
from cablegrammar.lexicon import Order, month, orders
from cablegrammar.model import Declass
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.rule import CableDate

__all__ = [
    "days_out_of_force",
    "in_force",
    "instruction_date",
    "loose_day",
    "plus_years",
    "shown",
    "versions",
]

_LAST = date.max
# The day in another form than the grammar's: its parts are named, year first if it can be.
_LOOSE = (
    lazy_pattern(r"(?P<month>\d{2})[/. -]{1,2}(?P<day>\d{2})[/. -]{1,2}(?P<year>\d{4})"),
    lazy_pattern(r"(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>\d{2})"),
    lazy_pattern(r"(?P<month>\d{2})(?P<day>\d{2})(?P<year>(?:19|20)\d{2})"),
    lazy_pattern(r"(?P<day>\d{1,2})[ -]?(?P<name>[A-Za-z]{3,9})[., -]{0,2}(?P<year>\d{4})"),
)


@lru_cache(maxsize=64)
def versions(number: int) -> tuple[Order, ...]:
    """Return the versions of an order, oldest first; the number of an amendment finds its own."""
    return tuple(entry for entry in orders() if number in (entry.number, entry.amended_by))


def days_out_of_force(entry: Order, day: CableDate) -> int:
    """Return the days between an order's time and the telegram's, 0 if they can overlap.

    It is negative when the telegram came before the order.
    """
    if day.latest < entry.effective_from:
        return (day.latest - entry.effective_from).days
    return max((day.earliest - (entry.effective_to or _LAST)).days, 0)


def in_force(number: int | None, day: CableDate) -> bool:
    """Return whether some version of an order can be in force on the telegram's day."""
    return any(days_out_of_force(entry, day) == 0 for entry in versions(number or 0))


def instruction_date(cable: Cable) -> date | None:
    """Return the day of the instruction if its century is certain, else None.

    Two digits of a year are enough under the orders that wrote them so, up to 1995.
    """
    order = cable.executive_order
    declass = order.declass if order is not None else None
    if order is None or declass is None or declass.date is None:
        return None
    digits = max((len(part) for part in declass.text.replace("-", "/").split("/")), default=0)
    return declass.date if digits >= 4 or (order.order or 0) < 12958 else None


def loose_day(declass: Declass) -> date | None:
    """Return the day of 03.15.2015, 20150315 or 15 MAR 2015, which the grammar takes for events."""
    if declass.kind != "event" or not any(map(str.isdecimal, declass.text)):
        return None
    forms = (form.fullmatch(declass.text) for form in _LOOSE)
    parts = next((found.groupdict() for found in forms if found), None)
    if parts is None:
        return None
    number = month(parts["name"]) if "name" in parts else int(parts["month"])
    try:
        return date(int(parts["year"]), number or 0, int(parts["day"]))
    except ValueError:
        return None


def plus_years(day: date, years: int) -> date:
    """Return the same day some years later, 1 March for a 29 February that is missing there."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, month=3, day=1)


def shown(day: CableDate) -> str:
    """Return the telegram's date in words: its day, its year, or its years."""
    if day.exact:
        return str(day.earliest)
    first, last = day.earliest.year, day.latest.year
    return str(first) if first == last else f"{first} to {last}"
