"""Find rules by what users write: a name, a code, a code prefix, or ALL."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from cablelint.finding import Severity
from cablelint.rule import Rule
from cablelint.similarity import most_similar

__all__ = ["UnknownRuleError", "nearest", "resolve", "resolve_all"]

Catalogue = tuple[Rule, ...]
_PREFIX = 3  # letters that the beginning of a code has at least


class UnknownRuleError(ValueError):
    """A selector that matches no rule; ``suggestion`` is the most similar rule, if any."""

    def __init__(self, selector: str, suggestion: str | None) -> None:
        """Store the selector and the suggestion, and make the message."""
        self.selector = selector
        self.suggestion = suggestion
        hint = f"; did you mean '{suggestion}'?" if suggestion else ""
        super().__init__(f"'{selector}' matches no rule{hint}")


def resolve(selector: str, catalogue: Catalogue) -> tuple[Rule, ...]:
    """Return the rules that match a selector; raises UnknownRuleError when none does.

    A name, a code and ALL also match rules that are off by default; a prefix does not.
    """
    if selector == "ALL":
        return catalogue
    if (rule := _index(catalogue).get(selector)) is not None:
        return (rule,)
    if selector[:_PREFIX].isalpha() and selector[:_PREFIX].isupper():
        found = tuple(rule for rule in catalogue if rule.code.startswith(selector))
        if found:
            return tuple(rule for rule in found if rule.severity is not Severity.OFF)
    raise UnknownRuleError(selector, nearest(selector, _index(catalogue)))


def resolve_all(selectors: Iterable[str], catalogue: Catalogue) -> frozenset[str]:
    """Return the names of the rules of several selectors."""
    return frozenset(rule.name for selector in selectors for rule in resolve(selector, catalogue))


@cache
def _index(catalogue: Catalogue) -> dict[str, Rule]:
    """Return the rules by code and by name."""
    return {key: rule for rule in catalogue for key in (rule.code, rule.name)}


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate most similar to a misspelt word, or None when none is similar."""
    folded = {candidate.lower().replace("_", "-"): candidate for candidate in candidates}
    close = most_similar(word.lower().replace("_", "-"), folded, 0.7)
    return folded[close] if close else None
