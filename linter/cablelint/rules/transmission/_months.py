"""A date-time group that cannot be read for its month."""

from __future__ import annotations

from cablegrammar import Cable, Problem
from cablegrammar.lexicon import month
from cablegrammar.runtime.patterns import lazy_pattern
from cablegrammar.source import upper

__all__ = ["unknown_month"]

_MONTH_AND_YEAR = lazy_pattern(r"([A-Z]{3}) \d\d(?:\d\d)?\s*\Z")


def unknown_month(cable: Cable, problem: Problem) -> str | None:
    """Return the month of a date-time group that could be read if it were one, else None."""
    if problem.element != "date-time-group" or problem.expected != ("month",):
        return None
    words = problem.span.of(cable.text)
    found = _MONTH_AND_YEAR.match(upper(words) if words.islower() else words)
    return found[1] if found and month(found[1]) is None else None
