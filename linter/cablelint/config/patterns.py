"""Patterns in the manner of .gitignore: which of them can be used without a risk.

They become regular expressions, and one with many wildcards can take hours on a long name. The
patterns of strangers come with their archives, so wildcards are counted before one is used.
"""

from __future__ import annotations

import re
from functools import cache

__all__ = ["pattern_fault"]

_MOST_IN_SEGMENT = 3
_MOST_DOUBLE = 2
_MOST_IN_ALL = 8
_LONGEST = 4096


@cache
def pattern_fault(pattern: str) -> str | None:
    """Return why a pattern cannot be used, None for one that can."""
    from pathspec import GitIgnoreSpec

    if len(pattern) > _LONGEST:
        return f"the pattern is longer than {_LONGEST} characters"
    segments = pattern.split("/")
    double = sum(segment == "**" for segment in segments)
    single = [_stars(segment) for segment in segments if segment != "**"]
    if max(single, default=0) > _MOST_IN_SEGMENT or sum(single) > _MOST_IN_ALL:
        return f"the pattern '{pattern[:60]}' has more wildcards than are matched"
    if double > _MOST_DOUBLE:
        return f"the pattern '{pattern[:60]}' has more than {_MOST_DOUBLE} '**'"
    try:
        GitIgnoreSpec.from_lines([pattern])
    except (ValueError, re.error):
        return f"the pattern '{pattern[:60]}' is not valid"
    return None


def _stars(segment: str) -> int:
    """Return how many runs of stars a segment has."""
    return sum(
        char == "*" and (at == 0 or segment[at - 1] != "*") for at, char in enumerate(segment)
    )
