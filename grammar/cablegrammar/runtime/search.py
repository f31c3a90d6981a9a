"""Terminals that are searched for in a text instead of read one after the other."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from cablegrammar.runtime.patterns import lazy_pattern
from cablegrammar.runtime.tables import load

if TYPE_CHECKING:
    import re

__all__ = ["terminal"]

_GRAMMAR = "body"


def terminal(name: str) -> re.Pattern[str]:
    """Return the expression of a terminal of ``body.lark``; tables load at the first search."""
    return cast("re.Pattern[str]", _Terminal(name))


class _Terminal:
    """The expression of a terminal; each method is cached when first used."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, method: str) -> object:
        found = getattr(_expressions()[self._name], method)
        setattr(self, method, found)
        return found


@cache
def _expressions() -> dict[str, re.Pattern[str]]:
    return {entry.name: lazy_pattern(entry.parts[0][0]) for entry in load(_GRAMMAR).terminals}
