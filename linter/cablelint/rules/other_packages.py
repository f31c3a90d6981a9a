"""Rules of other packages: checked against the contract before they join the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from msgspec.structs import replace

from cablelint import plugins
from cablelint.plugins import Plugin
from cablelint.rule import OWN_CODES, Rule

__all__ = ["rule_plugins", "with_plugins"]

_CODE = re.compile(r"[A-Z]{2,10}[0-9]{1,6}")
_NAME = re.compile(r"[a-z0-9]{1,40}(?:-[a-z0-9]{1,40}){0,10}")


def with_plugins(catalogue: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Return a catalogue with the rules of installed packages behind its own."""
    found = plugins.installed(plugins.RULES)
    if not found:
        return catalogue
    usable = (plugin.value for plugin in rule_plugins(catalogue) if plugin.problem is None)
    return (*catalogue, *(rule for value in usable for rule in _rules(value)))


@cache
def rule_plugins(catalogue: tuple[Rule, ...]) -> tuple[Plugin, ...]:
    """Return the plug-ins that offer rules; one with a rule that cannot be used is left out."""
    taken = {key: rule.name for rule in catalogue for key in (rule.code, rule.name)}
    checked: list[Plugin] = []
    for plugin in plugins.installed(plugins.RULES):
        problem = plugin.problem or _problem(plugin.value, taken)
        if problem is None:
            taken |= {key: rule.name for rule in _rules(plugin.value) for key in _keys(rule)}
        elif plugin.problem is None:
            plugins.leave_out(plugin, problem)
        checked.append(replace(plugin, problem=problem))
    return tuple(checked)


def _keys(rule: Rule) -> tuple[str, str]:
    return rule.code, rule.name


def _rules(value: object) -> tuple[Rule, ...]:
    """Return the rules that an entry gave: one, or several."""
    if isinstance(value, Rule):
        return (value,)
    if isinstance(value, Iterable):
        return tuple(item for item in value if isinstance(item, Rule))
    return ()


def _problem(value: object, taken: dict[str, str]) -> str | None:
    """Return why what an entry gave cannot join the catalogue, None when it can."""
    if not isinstance(value, (Rule, tuple, list)):
        return (
            f"it gives a value of type {type(value).__name__}; expected a Rule, or a tuple of them"
        )
    given = (value,) if isinstance(value, Rule) else value
    rules = _rules(value)
    if not given:
        return "it gives no rule; expected a Rule, or a tuple of them"
    if len(rules) != len(given):
        return f"{len(given) - len(rules)} of the {len(given)} values it gives are not a Rule"
    seen: dict[str, str] = {}
    for rule in rules:
        if (problem := _fault(rule, taken | seen)) is not None:
            return problem
        seen |= dict.fromkeys(_keys(rule), rule.name)
    return None


def _fault(rule: Rule, taken: dict[str, str]) -> str | None:
    for key in _keys(rule):
        if key in taken:
            return f"its rule {rule.code} {rule.name} has the code or name of '{taken[key]}'"
    if not _CODE.fullmatch(rule.code) or rule.code.startswith(OWN_CODES):
        return (
            f"the code '{rule.code}' is not valid; expected letters and digits, not {OWN_CODES}..."
        )
    if not _NAME.fullmatch(rule.name):
        return f"the name '{rule.name}' is not valid; expected lower-case words and hyphens"
    import pickle  # costs every start, and few have plug-ins

    try:
        pickle.dumps(rule)
    except (pickle.PicklingError, AttributeError, TypeError):
        return (
            f"the check of '{rule.name}' cannot be sent to workers; expected a function of a module"
        )
    return None
