"""The second level of the grammar at work: trees of the words of single elements."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cablegrammar.lalr import Parser
from cablegrammar.source import upper
from cablegrammar.tables import Tables, load
from cablegrammar.tree import Lexeme, Node

if TYPE_CHECKING:
    from collections.abc import Callable

    Match = Callable[[str, int], re.Match[str] | None]

__all__ = ["Failure", "element", "parts_of"]


class Failure(NamedTuple):
    """Where words leave the grammar, and what might stand there; 0 when they end too early."""

    place: int
    expected: list[str]


@cache
def _tables() -> Tables:
    return load("elements")


def element(start: str, text: str) -> Node | Failure:
    """Parse the words of one element; copies in small letters are read as capitals."""
    parser = Parser(_tables(), start)
    place, end = 0, len(text)
    shown = upper(text) if text.islower() else text
    while place < end:
        for name, match in _terminals(parser.state):
            if (found := match(shown, place)) is None:
                continue
            stop = found.end()
            if name is not None and not parser.feed(Lexeme(name, text[place:stop], place, stop)):
                return Failure(place, parser.expected())
            place = stop
            break
        else:
            return Failure(place, parser.expected())
    return parser.finish() or Failure(0, parser.expected())


@cache
def _terminals(state: int) -> tuple[tuple[str | None, Match], ...]:
    """Return what may stand next in a state, by preference; blanks between parts have no name."""
    tables = _tables()
    return tuple(
        (None if name in tables.ignored else name, _match(regexp))
        for name, regexp in tables.terminals
        if name in tables.states[state] or name in tables.ignored
    )


@cache
def _match(regexp: str) -> Match:
    return re.compile(regexp).match


def parts_of(tree: Node) -> list[Lexeme]:
    """Return the lexemes below a node in the order of the text."""
    return list(tree.lexemes())
