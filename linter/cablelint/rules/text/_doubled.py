"""Whether every line of a text is given twice."""

from __future__ import annotations

from cablelint.facts import Facts

__all__ = ["is_doubled"]

_FEWEST = 8  # lines with words, of which half repeat the other half


def is_doubled(facts: Facts) -> bool:
    """Return whether every line with words is followed by the same line again."""
    return facts.get(_is_doubled)


def _is_doubled(facts: Facts) -> bool:
    text = facts.cable.text
    first = [line for line in text[:2000].splitlines() if line.strip()]
    if not first or (len(first) > 2 and first[0] != first[1]):  # all but a few texts end here
        return False
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) >= _FEWEST and lines[::2] == lines[1::2]
