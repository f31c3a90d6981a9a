"""Terminals by first letter: those that can match at a place, in order of preference."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple, cast

__all__ = ["APART", "BEYOND_ASCII", "Beginnings", "Match", "Terminal"]

#: Stands for every character beyond ASCII among the first letters of terminals,
BEYOND_ASCII = "\x80"
#: except those that begin so many blocks that they have entries of their own.
APART = "¶"

Match = Callable[[str, int], re.Match[str] | None]
Rest = Callable[[str, int], re.Match[str]]


class Terminal(NamedTuple):
    """A terminal of a grammar: its expression in parts that match one after the other.

    Every part but the first matches wherever the one before ended, so no part is tried twice.
    ``first`` are the characters it can begin with, of those beyond ASCII only ``APART`` by
    themselves; where it begins with blanks, also those behind.
    """

    name: str
    parts: tuple[str, ...]
    first: str


Candidate = tuple[str, Match, tuple[Rest, ...]]


class Beginnings(dict[str, tuple[Candidate, ...]]):
    """Candidates by first letter, in the order of preference; expressions are compiled when needed.

    Characters beyond ASCII share an entry, so that it stays small.
    """

    def __init__(self, terminals: Iterable[Terminal]) -> None:
        """Start without compiled expressions."""
        self._terminals = tuple(terminals)

    def __missing__(self, letter: str) -> tuple[Candidate, ...]:
        """Return the terminals that can begin with a letter."""
        if letter > BEYOND_ASCII and letter not in APART:
            return self[BEYOND_ASCII]
        found = self[letter] = tuple(
            (terminal.name, _match(terminal.parts[0]), tuple(map(_rest, terminal.parts[1:])))
            for terminal in self._terminals
            if letter in terminal.first
        )
        return found


@cache
def _match(expression: str) -> Match:
    return re.compile(expression).match


def _rest(expression: str) -> Rest:
    return cast("Rest", _match(expression))
