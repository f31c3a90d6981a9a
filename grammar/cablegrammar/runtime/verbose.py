"""Expressions written over several lines, made compact before they are shipped.

Blanks and comments of a ``/.../x`` expression are for readers; without them the tables are smaller
and compile faster when a program starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["compact", "parts_of"]

_FLAGS = re.compile(r"\(\?([aiLmsux]*)(-[imsx]+)?:")


def compact(expression: str) -> str:
    """Return an expression that means the same without verbose groups.

    Lark nests the groups of several flags in an order of its own, another in every process; of a
    plain group and a flagged one that hold the same, only the flagged one is left.
    """
    parts: list[str] = []
    verbose = [False]
    opened: list[int] = []
    groups: dict[int, int] = {}
    place = 0
    while place < len(expression):
        stop = _end_of_part(expression, place)
        part = expression[place:stop]
        if part[0] == "(":
            flags = _FLAGS.match(expression, place)
            verbose.append(verbose[-1] or (flags is not None and "x" in flags[1]))
            if flags is not None:
                part, stop = flags[0].replace("x", ""), flags.end()
            opened.append(len(parts))
        elif part == ")":
            verbose.pop()
            groups[opened.pop()] = len(parts)
        elif verbose[-1] and part.isspace():
            part = ""
        elif verbose[-1] and part == "#":
            part = ""
            stop = expression.find("\n", place) % (len(expression) + 1)
        if part:
            parts.append(part)
        place = stop
    _drop_plain_groups(parts, groups)
    return "".join(parts)


def parts_of(expression: str) -> Iterator[tuple[int, str]]:
    """Yield the escapes, sets and single characters of an expression, each with its place."""
    place = 0
    while place < len(expression):
        stop = _end_of_part(expression, place)
        yield place, expression[place:stop]
        place = stop


def _drop_plain_groups(parts: list[str], groups: dict[int, int]) -> None:
    """Blank out the plain one of two groups that hold the same."""
    for start, end in groups.items():
        if groups.get(start + 1) != end - 1 or start + 1 not in groups:
            continue
        outer, inner = parts[start], parts[start + 1]
        if outer == "(?:" and _FLAGS.match(inner):
            parts[start] = parts[end] = ""
        elif inner == "(?:" and _FLAGS.match(outer):
            parts[start + 1] = parts[end - 1] = ""


def _end_of_part(expression: str, place: int) -> int:
    """Return where an escape, a set of characters or a single character ends."""
    if expression[place] == "\\":
        return place + 2
    if expression[place] != "[":
        return place + 1
    place += 1 + (expression[place + 1] == "^")
    place += expression[place] == "]"
    while expression[place] != "]":
        place += 1 + (expression[place] == "\\")
    return place + 1
