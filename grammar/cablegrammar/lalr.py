"""The automaton that runs the tables: LALR(1), one lexeme at a time, and it can be asked.

It does what ``lark.Lark.parse_interactive`` does with the same tables, in half the time and without
the import of Lark (docs/decisions/0007).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegrammar.tree import Lexeme, Node

if TYPE_CHECKING:
    from cablegrammar.tables import Tables

__all__ = ["END", "Parser"]

END = "$END"


class Parser:
    """A parse under way from one start symbol."""

    __slots__ = ("_last", "_states", "_tables", "_values")

    def __init__(self, tables: Tables, start: str) -> None:
        """Begin where nothing was read."""
        first, self._last = tables.starts[start]
        self._tables = tables
        self._states = [first]
        self._values: list[Node | Lexeme | list[Node | Lexeme]] = []

    @property
    def state(self) -> int:
        """The number of the state, which says what may stand next."""
        return self._states[-1]

    def feed(self, lexeme: Lexeme) -> bool:
        """Read a lexeme; return False, and leave it unread, where it is not expected."""
        states, rows, kind = self._states, self._tables.states, lexeme.type
        while (action := rows[states[-1]].get(kind)) is not None:
            if action >= 0:
                states.append(action)
                self._values.append(lexeme)
                return True
            self._reduce(~action)
        return False

    def finish(self) -> Node | None:
        """Return the tree, or None where the end is not expected."""
        states, rows = self._states, self._tables.states
        while (action := rows[states[-1]].get(END)) is not None:
            self._reduce(~action)
            if states[-1] == self._last:
                tree = self._values[-1]
                return tree if isinstance(tree, Node) else None
        return None

    def _reduce(self, number: int) -> None:
        """Put the node of a complete rule in the place of its parts."""
        name, size = self._tables.rules[number]
        states, values = self._states, self._values
        children: list[Node | Lexeme] = []
        if size:
            parts = values[-size:]
            del states[-size:], values[-size:]
            if isinstance(parts[0], list):  # a list that grows keeps growing in place
                children = parts[0]
                del parts[0]
            for part in parts:
                if isinstance(part, list):
                    children += part
                else:
                    children.append(part)
        states.append(self._tables.states[states[-1]][name])
        values.append(children if name[0] == "_" else Node(name, children))

    def accepts(self, *kinds: str) -> bool:
        """Tell whether lexemes of some types may stand next, in a row; nothing is read."""
        states, rows = self._states[:], self._tables.states
        for kind in kinds:
            while (action := rows[states[-1]].get(kind)) is not None and action < 0:
                name, size = self._tables.rules[~action]
                if size:
                    del states[-size:]
                states.append(rows[states[-1]][name])
                if states[-1] == self._last:
                    return kind == END
            if action is None:
                return False
            states.append(action)
        return True

    def expected(self) -> list[str]:
        """Return the types that may stand next, sorted."""
        row = self._tables.states[self.state]
        return sorted(symbol for symbol in row if symbol.isupper() and self.accepts(symbol))
