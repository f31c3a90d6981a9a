"""Read words with a grammar whose lexer asks the automaton what may come next."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from cablegrammar.runtime.automaton import END, Parser, first_state
from cablegrammar.runtime.tables import Tables, load
from cablegrammar.runtime.terminals import Beginnings
from cablegrammar.runtime.tree import Lexeme, Node

__all__ = ["Failure", "parts_by", "read_by"]


class Failure(NamedTuple):
    """Where words depart from the grammar, and what was expected; 0 when they end too early."""

    place: int
    expected: list[str]


def read_by(
    grammar: str, start: str, text: str, shown: str, *, lines: bool = False
) -> Node | Failure:
    """Parse words from a start symbol; ``shown`` is the text that terminals match.

    With ``lines`` a terminal that the automaton does not expect gives way to the next that matches:
    states are shared, and name more terminals than may follow every line.
    """
    tables, beginnings = load(grammar), _beginnings(grammar)
    parser, ignored = Parser(tables, start), tables.ignored
    place, end = 0, len(text)
    while place < end:
        for name, match, _ in beginnings[parser.state.number][shown[place : place + 2]]:
            if (found := match(shown, place)) is None:
                continue
            stop = found.end()
            if name not in ignored and not parser.feed(Lexeme(name, text[place:stop], place, stop)):
                if lines:
                    continue
                return Failure(place, parser.expected())
            place = stop
            break
        else:
            return Failure(place, parser.expected())
    return parser.finish() or Failure(0, parser.expected())


def parts_by(grammar: str, start: str, text: str, shown: str) -> list[Lexeme] | Failure:
    """Parse words as ``read_by`` does, and return the lexemes without their tree.

    Most elements need no more, and it takes half the time: no values are put together.
    """
    tables, beginnings = load(grammar), _beginnings(grammar)
    state, ignored = first_state(tables, start), tables.ignored
    parts: list[Lexeme] = []
    place, end = 0, len(text)
    while place < end:
        for name, match, _ in beginnings[state.number][shown[place : place + 2]]:
            if (found := match(shown, place)) is None:
                continue
            stop = found.end()
            if name not in ignored:
                if (step := state[name]) is None:
                    return Failure(place, state.expected())
                parts.append(Lexeme(name, text[place:stop], place, stop))
                state = step[0]
            place = stop
            break
        else:
            return Failure(place, state.expected())
    return parts if state[END] is not None else Failure(0, state.expected())


class _Beginnings(dict[int, Beginnings]):
    """The terminals that may come next in each state, and the blanks between parts."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def __missing__(self, state: int) -> Beginnings:
        tables = self._tables
        row = tables.states[state]
        found = self[state] = Beginnings(
            terminal
            for terminal in tables.terminals
            if terminal.name in row or terminal.name in tables.ignored
        )
        return found


@cache
def _beginnings(grammar: str) -> _Beginnings:
    return _Beginnings(load(grammar))
