"""The values that options can take, and how a shell completes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import click

from cablelint.config.names import LEVELS

__all__ = ["completing", "formats", "rule_levels", "rule_names"]

Values = Callable[[], Iterable[str]]
Complete = Callable[[click.Context, click.Parameter, str], list[str]]


def completing(values: Values) -> Complete:
    """Return a function that completes a word from some values, which are read when asked for."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
        return [value for value in values() if value.startswith(incomplete)]

    return complete


def rule_names() -> Iterator[str]:
    """Yield the names and codes of all rules."""
    from cablelint.rules import RULES

    for rule in RULES:
        yield rule.name
        yield rule.code


def rule_levels() -> Iterator[str]:
    """Yield the severities that each rule can be given, as ``RULE=LEVEL``."""
    from cablelint.rules import RULES

    return (f"{rule.name}={level}" for rule in RULES for level in (*LEVELS, "off"))


def formats() -> Iterator[str]:
    """Yield the names of the report formats."""
    from cablelint.report import BY_NAME

    return iter(BY_NAME)
