"""Regular expressions that are compiled when they are first used, not when a module is imported.

One telegram needs a few of the hundred that read and check telegrams (docs/decisions/0008).
"""

from __future__ import annotations

import re
from typing import cast

__all__ = ["lazy_pattern"]


class _Lazy:
    """A compiled expression in waiting; each method is cached when first used."""

    def __init__(self, expression: str, flags: int) -> None:
        self._source = (expression, flags)

    def __getattr__(self, name: str) -> object:
        found = getattr(re.compile(*self._source), name)
        setattr(self, name, found)
        return found


def lazy_pattern(expression: str, flags: int = 0) -> re.Pattern[str]:
    """Return an equivalent of ``re.compile(expression, flags)`` that compiles at its first use."""
    return cast("re.Pattern[str]", _Lazy(expression, flags))
