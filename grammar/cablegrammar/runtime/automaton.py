"""The LALR(1) automaton that runs the tables, one lexeme at a time, and says what it accepts.

It does what ``lark.Lark.parse_interactive`` does with the same tables, in half the time and without
the import of Lark (docs/decisions/0007).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from cablegrammar.runtime.tree import Lexeme, Node

if TYPE_CHECKING:
    from cablegrammar.runtime.tables import Tables

__all__ = ["END", "Parser", "Stack", "advanced", "expected"]

END = "$END"

Stack: TypeAlias = "tuple[int, ...]"
Value: TypeAlias = "Node | Lexeme | list[Node | Lexeme]"


class Parser:
    """A parse in progress, from one start symbol."""

    __slots__ = ("_last", "_tables", "_values", "states")

    def __init__(self, tables: Tables, start: str) -> None:
        """Start with nothing read; the last of ``states`` decides what may come next."""
        first, self._last = tables.starts[start]
        self._tables = tables
        self.states = [first]
        self._values: list[Value] = []

    def feed(self, lexeme: Lexeme) -> bool:
        """Read a lexeme; return False without reading it when it is not expected."""
        states, rows, kind = self.states, self._tables.states, lexeme.type
        action = rows[states[-1]].get(kind)
        if action is None:
            return False
        if action < 0:  # what completes no rule needs no look at the rules
            if advanced(self._tables, tuple(states), kind, self._last) is None:
                return False
            self._reduce(kind)
            action = rows[states[-1]][kind]
        states.append(action)
        self._values.append(lexeme)
        return True

    def finish(self) -> Node | None:
        """Return the tree, or None when the end is not expected."""
        if not self._reduce(END):
            return None
        tree = self._values[-1]
        return tree if isinstance(tree, Node) else None

    def _reduce(self, kind: str) -> bool:
        """Complete the rules that a type completes, and tell whether it is expected then."""
        states, values, last = self.states, self._values, self._last
        rows, rules = self._tables.states, self._tables.rules
        while (action := rows[states[-1]].get(kind)) is not None:
            if action >= 0:
                return True
            name, size = rules[~action]
            if size == 1:  # by far the most
                part = values.pop()
                del states[-1]
                children = part if isinstance(part, list) else [part]
            elif size == 2:  # most of all a repetition and one more
                last_part, part = values.pop(), values.pop()
                del states[-2:]
                children = part if isinstance(part, list) else [part]
                if isinstance(last_part, list):
                    children += last_part
                else:
                    children.append(last_part)
            elif size:
                children = _joined(values[-size:])
                del states[-size:], values[-size:]
            else:
                children = []
            states.append(rows[states[-1]][name])
            values.append(children if name[0] == "_" else Node(name, children))
            if states[-1] == last:
                return kind == END
        return False

    def accepts(self, *kinds: str) -> bool:
        """Tell whether lexemes of these types may come next, in this order; nothing is read."""
        stack = tuple(self.states)
        for kind in kinds:
            behind = advanced(self._tables, stack, kind, self._last)
            if behind is None:
                return False
            stack = behind
        return True

    def expected(self) -> list[str]:
        """Return the types that may come next, sorted."""
        return expected(self._tables, tuple(self.states), self._last)


def advanced(tables: Tables, stack: Stack, kind: str, last: int) -> Stack | None:
    """Return the states behind one more lexeme of a type, or None where it is not expected.

    ``last`` is the state in which the end is expected.
    """
    states, rows = list(stack), tables.states
    while (action := rows[states[-1]].get(kind)) is not None:
        if action >= 0:
            return (*states, action)
        name, size = tables.rules[~action]
        if size:
            del states[-size:]
        states.append(rows[states[-1]][name])
        if states[-1] == last:
            return tuple(states) if kind == END else None
    return None


def expected(tables: Tables, stack: Stack, last: int) -> list[str]:
    """Return the types that may come next, sorted."""
    row = tables.states[stack[-1]]
    return sorted(
        symbol
        for symbol in row
        if symbol.isupper() and advanced(tables, stack, symbol, last) is not None
    )


def _joined(parts: list[Value]) -> list[Node | Lexeme]:
    """Return the parts of a rule, with the parts of rules without a node in their place.

    A list that comes first is lengthened, not copied, so that a long repetition takes linear time.
    """
    first = parts[0]
    joined = first if isinstance(first, list) else [first]
    for part in parts[1:]:
        if isinstance(part, list):
            joined += part
        else:
            joined.append(part)
    return joined
