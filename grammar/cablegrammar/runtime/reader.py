"""Read words with a grammar whose lexer asks the automaton what may come next."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from cablegrammar.runtime.automaton import END, Parser, Stack, advanced, expected
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
    states = parser.states
    place, end = 0, len(text)
    while place < end:
        for name, match, _ in beginnings[states[-1]][shown[place : place + 2]]:
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

    Most elements need no more, and it takes half the time: what comes behind a lexeme is remembered
    for each state of the automaton, and no values are put together.
    """
    state, ignored = _first(grammar, start), load(grammar).ignored
    parts: list[Lexeme] = []
    place, end = 0, len(text)
    while place < end:
        for name, match, _ in state.beginnings[shown[place : place + 2]]:
            if (found := match(shown, place)) is None:
                continue
            stop = found.end()
            if name not in ignored:
                if (behind := state[name]) is None:
                    return Failure(place, state.expected())
                parts.append(Lexeme(name, text[place:stop], place, stop))
                state = behind
            place = stop
            break
        else:
            return Failure(place, state.expected())
    return parts if state[END] is not None else Failure(0, state.expected())


class _State(dict[str, "_State | None"]):
    """A state of the automaton with all that is below it: what comes behind a type of lexeme.

    No rule of an element is within itself but at its beginning, so there are few of them.
    """

    def __init__(self, grammar: str, stack: Stack, last: int) -> None:
        self.beginnings = _beginnings(grammar)[stack[-1]]
        self._place = grammar, stack, last

    def __missing__(self, kind: str) -> _State | None:
        grammar, stack, last = self._place
        behind = advanced(load(grammar), stack, kind, last)
        found = self[kind] = None if behind is None else _state(grammar, behind, last)
        return found

    def expected(self) -> list[str]:
        """Return the types that may come next, sorted."""
        grammar, stack, last = self._place
        return expected(load(grammar), stack, last)


@cache
def _state(grammar: str, stack: Stack, last: int) -> _State:
    return _State(grammar, stack, last)


@cache
def _first(grammar: str, start: str) -> _State:
    first, last = load(grammar).starts[start]
    return _state(grammar, (first,), last)


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
