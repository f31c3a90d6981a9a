"""Terminals by first letters: those that can match at a place, in order of preference."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

__all__ = ["APART", "BEYOND_ASCII", "Beginnings", "Terminal", "end_of"]

#: Stands for every character beyond ASCII among the first letters of terminals,
BEYOND_ASCII = "\x80"
#: except those that begin so many blocks that they have entries of their own.
APART = "¶"

# Parts of what goes on line by line: between two lines, in front of one, the line.
_LINES = 3

Match = Callable[[str, int], re.Match[str] | None]


class Terminal(NamedTuple):
    """A terminal of a grammar: its expression in parts that match one after the other.

    Every part but the first matches wherever the one before ended, so no part is tried twice. A
    part is one expression, or lines: what may come between two of them, what must be true in front
    of a line, and the line itself. ``first`` are the characters it can begin with, each group with
    those that can be second, of those beyond ASCII only ``APART`` by themselves; where it begins
    with blanks, also those behind.
    """

    name: str
    parts: tuple[tuple[str, ...], ...]
    first: tuple[tuple[str, str], ...]

    def can_begin(self, letters: str) -> bool:
        """Tell whether it can begin with these characters, two or at the end of a text one."""
        first, second = letters[:1], letters[1:]
        return any(first in some and second in behind for some, behind in self.first)


Candidate = tuple[str, Match, tuple[tuple[str, ...], ...]]


class Beginnings(dict[str, tuple[Candidate, ...]]):
    """Candidates by their first two letters, in the order of preference.

    The expressions of first parts are compiled then, of others when needed. Characters beyond
    ASCII share an entry, so that the table stays small.
    """

    def __init__(self, terminals: Iterable[Terminal]) -> None:
        """Start without compiled expressions."""
        self._terminals = tuple(terminals)

    def __missing__(self, letters: str) -> tuple[Candidate, ...]:
        """Return the terminals that can begin with two letters."""
        entry = "".join(map(_entry, letters))
        if entry != letters:
            return self[entry]
        found = self[letters] = tuple(
            (terminal.name, _match(terminal.parts[0][0]), terminal.parts[1:])
            for terminal in self._terminals
            if terminal.can_begin(letters)
        )
        return found


def _entry(letter: str) -> str:
    return letter if letter < BEYOND_ASCII or letter in APART else BEYOND_ASCII


@cache
def _match(expression: str) -> Match:
    return re.compile(expression).match


def end_of(rest: Iterable[tuple[str, ...]], text: str, place: int) -> int:
    """Return where the further parts of a terminal end, which match wherever the first ended."""
    for part in rest:
        if len(part) == _LINES:
            place = _end_of_lines(part, text, place)
        elif (found := _match(part[0])(text, place)) is not None:
            place = found.end()
    return place


def _end_of_lines(part: tuple[str, ...], text: str, place: int) -> int:
    """Return where the last of the lines ends that go on from a place."""
    between, guard, line = part
    allows = _match(guard)
    while True:
        found = _match(between)(text, place) if between else None
        start = found.end() if found is not None else place
        if allows(text, start) is None or (found := _match(line)(text, start)) is None:
            return place
        place = found.end()
