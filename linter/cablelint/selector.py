"""Find rules by what users write: a name, a code, a code prefix, or ALL."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from cablelint.finding import Severity
from cablelint.rule import Rule
from cablelint.similarity import did_you_mean

__all__ = ["UnknownRuleError", "resolve", "resolve_all"]

Catalogue = tuple[Rule, ...]
_PREFIX = 3  # letters that the beginning of a code has at least


class UnknownRuleError(ValueError):
    """A selector that matches no rule; the message names the most similar rule, if any."""


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
    hint = did_you_mean(selector, _index(catalogue))
    raise UnknownRuleError(f"'{selector}' matches no rule{hint}")


def resolve_all(selectors: Iterable[str], catalogue: Catalogue) -> frozenset[str]:
    """Return the names of the rules of several selectors."""
    return frozenset(rule.name for selector in selectors for rule in resolve(selector, catalogue))


@cache
def _index(catalogue: Catalogue) -> dict[str, Rule]:
    """Return the rules by code and by name."""
    return {key: rule for rule in catalogue for key in (rule.code, rule.name)}
