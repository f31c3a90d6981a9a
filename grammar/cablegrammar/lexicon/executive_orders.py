"""Executive orders on classification: terms, exemptions and reasons (CF 4)."""

from __future__ import annotations

from datetime import date
from functools import cache

from msgspec import Struct

from cablegrammar.lexicon._tables import rows, split

__all__ = ["Order", "order", "order_on", "orders"]


class Order(Struct, frozen=True):
    """An order, or an order as amended, and the days it was in force, both inclusive.

    ``directive_from`` is the day its marking rules bind. Terms are years from the telegram's date:
    ``default_terms`` one for all levels, or one each for CONFIDENTIAL, SECRET, TOP SECRET.
    ``keywords`` are the words an original classification may carry in place of a date,
    ``derivative_keywords`` those that only carry a source's marking over. ``unverified`` names the
    fields whose source is general knowledge: a rule resting on them never reports an error.
    """

    number: int
    amended_by: int | None
    effective_from: date
    directive_from: date
    effective_to: date | None
    default_terms: tuple[int, ...]
    max_term_years: int | None
    keywords: frozenset[str]
    derivative_keywords: frozenset[str]
    reason_section: str | None
    reasons: tuple[str, ...]
    unverified: frozenset[str]
    source: str

    @property
    def default_term_years(self) -> int | None:
        """The longest of the default terms in years; None when the order sets none."""
        return max(self.default_terms, default=None)

    def in_force(self, day: date) -> bool:
        """Tell whether the order is in force on a day."""
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )


@cache
def orders() -> tuple[Order, ...]:
    """Return the orders from E.O. 11652 on, oldest first; 12958 is there twice, once as amended."""
    return tuple(_order(row) for row in rows("executive-orders.csv"))


def order(number: int, on: date | None = None) -> Order | None:
    """Return the order of a number, or None when no classification order has it.

    Of an order that was amended, the version in force on the day is returned; without a day, or
    on a day outside all versions, the first when the day is before them and else the last.
    """
    versions = [entry for entry in orders() if entry.number == number]
    if not versions:
        return None
    if on is None:
        return versions[-1]
    begun = [entry for entry in versions if entry.effective_from <= on]
    return begun[-1] if begun else versions[0]


def order_on(day: date) -> Order | None:
    """Return the order in force on a day; None before June 1972."""
    return next((entry for entry in orders() if entry.in_force(day)), None)


def _order(row: dict[str, str]) -> Order:
    return Order(
        number=int(row["number"]),
        amended_by=int(row["amended_by"]) if row["amended_by"] else None,
        effective_from=date.fromisoformat(row["effective_from"]),
        directive_from=date.fromisoformat(row["directive_from"]),
        effective_to=date.fromisoformat(row["effective_to"]) if row["effective_to"] else None,
        default_terms=tuple(map(int, split(row["default_terms"]))),
        max_term_years=int(row["max_term_years"]) if row["max_term_years"] else None,
        keywords=frozenset(split(row["keywords"])),
        derivative_keywords=frozenset(split(row["derivative_keywords"])),
        reason_section=row["reason_section"] or None,
        reasons=split(row["reasons"]),
        unverified=frozenset(split(row["unverified"])),
        source=row["source"],
    )
