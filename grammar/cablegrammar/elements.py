"""The second level of the grammar at work: trees of the words of single elements."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from cablegrammar.runtime.automaton import Parser
from cablegrammar.runtime.tables import Tables, load
from cablegrammar.runtime.terminals import BEYOND_ASCII, Beginnings
from cablegrammar.runtime.tree import Lexeme, Node
from cablegrammar.source import upper

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
    tables = _tables()
    parser, ignored = Parser(tables, start), tables.ignored
    place, end = 0, len(text)
    shown = upper(text) if text.islower() else text
    while place < end:
        letter = shown[place]
        candidates = _beginnings(parser.state)[letter if letter.isascii() else BEYOND_ASCII]
        for name, match, _ in candidates:
            if (found := match(shown, place)) is None:
                continue
            stop = found.end()
            if name not in ignored and not parser.feed(Lexeme(name, text[place:stop], place, stop)):
                return Failure(place, parser.expected())
            place = stop
            break
        else:
            return Failure(place, parser.expected())
    return parser.finish() or Failure(0, parser.expected())


@cache
def _beginnings(state: int) -> Beginnings:
    """Return what may stand next in a state, and the blanks between parts."""
    tables = _tables()
    row = tables.states[state]
    return Beginnings(
        one for one in tables.terminals if one.name in row or one.name in tables.ignored
    )


def parts_of(tree: Node) -> list[Lexeme]:
    """Return the lexemes below a node in the order of the text."""
    return list(tree.lexemes())
