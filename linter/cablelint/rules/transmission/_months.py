"""Date-time groups that break their form: whether they can be read all the same."""

from __future__ import annotations

from cablegrammar import Cable, Problem
from cablegrammar.lexicon import month
from cablegrammar.runtime.patterns import lazy_pattern
from cablegrammar.source import upper

__all__ = ["broken_group", "is_group_read", "unknown_month"]

_MONTH_AND_YEAR = lazy_pattern(r"([A-Z]{3}) \d\d(?:\d\d)?\s*\Z")


def unknown_month(cable: Cable, problem: Problem) -> str | None:
    """Return the month of a date-time group that could be read if it were one, else None."""
    if problem.element != "date-time-group" or problem.expected != ("month",):
        return None
    words = problem.span.of(cable.text)
    found = _MONTH_AND_YEAR.match(upper(words) if words.islower() else words)
    return found[1] if found and month(found[1]) is None else None


def broken_group(cable: Cable) -> Problem | None:
    """Return the problem of a date-time group that breaks its form, None where none does."""
    return next((problem for problem in cable.problems if _is_broken_group(problem)), None)


def is_group_read(cable: Cable, problem: Problem) -> bool:
    """Return whether a date-time group breaks its form and was read all the same."""
    group = cable.transmission.date_time_group if cable.transmission else None
    return group is not None and _is_broken_group(problem) and problem.span in group.span


def _is_broken_group(problem: Problem) -> bool:
    return problem.kind == "malformed" and problem.element == "date-time-group"
