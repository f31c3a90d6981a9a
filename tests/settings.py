"""The settings of tests that ask all rules at once."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from cablelint.config.discovery import ActiveRule, Settings
from cablelint.finding import Severity
from cablelint.rules import RULES

__all__ = ["every_rule"]


@cache
def every_rule() -> Settings:
    """Return the settings of all rules that are on by default or repair something."""
    active = {
        rule.name: ActiveRule(rule, None, {option.name: option.default for option in rule.options})
        for rule in RULES
        if rule.severity is not Severity.OFF or rule.fixable is not None
    }
    return Settings(RULES, active, today=date(2026, 1, 1), root=Path("/"))
