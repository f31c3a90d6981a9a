"""The LALR(1) automaton that runs the tables, one lexeme at a time, and says what it accepts.

It does what ``lark.Lark.parse_interactive`` does with the same tables, in half the time and without
the import of Lark (docs/decisions/0007).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from cablegrammar.runtime.tree import Lexeme, Node

if TYPE_CHECKING:
    from cablegrammar.runtime.tables import Tables

__all__ = ["END", "Parser", "State", "first_state"]

END = "$END"

Stack: TypeAlias = "tuple[int, ...]"
Value: TypeAlias = "Node | Lexeme | list[Node | Lexeme]"
#: A rule that is complete: its name, None where it has no node of its own, and its size.
Reduction: TypeAlias = "tuple[str | None, int]"


class State(dict[str, "tuple[State, tuple[Reduction, ...]] | None"]):
    """A state of the automaton with all that is below it: where a type of lexeme leads.

    The rules that it completes are with it; None says that it is not expected. What was read once
    is remembered. No rule is within itself but at its beginning, so there are few states.
    """

    def __init__(self, tables: Tables, stack: Stack, last: int) -> None:
        """Start with nothing known; ``number`` decides which types may come next."""
        self.number = stack[-1]
        self._place = tables, stack, last

    def __missing__(self, kind: str) -> tuple[State, tuple[Reduction, ...]] | None:
        """Return the state behind one more lexeme of a type, or None where it is not expected."""
        tables, stack, last = self._place
        behind = _advanced(tables, stack, kind, last)
        found = self[kind] = (
            None if behind is None else (_state(tables, behind[0], last), behind[1])
        )
        return found

    def accepts(self, *kinds: str) -> bool:
        """Tell whether lexemes of these types may come next, in this order."""
        tables, stack, last = self._place
        for kind in kinds:
            behind = _advanced(tables, stack, kind, last)
            if behind is None:
                return False
            stack = behind[0]
        return True

    def expected(self) -> list[str]:
        """Return the types that may come next, sorted."""
        row = self._place[0].states[self.number]
        return sorted(symbol for symbol in row if symbol.isupper() and self.accepts(symbol))


class Parser:
    """A parse in progress, from one start symbol."""

    __slots__ = ("_values", "state")

    def __init__(self, tables: Tables, start: str) -> None:
        """Start with nothing read; ``state`` decides what may come next."""
        self.state = first_state(tables, start)
        self._values: list[Value] = []

    def feed(self, lexeme: Lexeme) -> bool:
        """Read a lexeme; return False without reading it when it is not expected."""
        step = self.state[lexeme.type]
        if step is None:
            return False
        self.state, reductions = step
        if reductions:
            _reduce(self._values, reductions)
        self._values.append(lexeme)
        return True

    def finish(self) -> Node | None:
        """Return the tree, or None when the end is not expected."""
        step = self.state[END]
        if step is None:
            return None
        _reduce(self._values, step[1])
        tree = self._values[-1]
        return tree if isinstance(tree, Node) else None

    def accepts(self, *kinds: str) -> bool:
        """Tell whether lexemes of these types may come next, in this order; nothing is read."""
        return self.state.accepts(*kinds)

    def expected(self) -> list[str]:
        """Return the types that may come next, sorted."""
        return self.state.expected()


@cache
def first_state(tables: Tables, start: str) -> State:
    """Return the state in which nothing is read."""
    first, last = tables.starts[start]
    return _state(tables, (first,), last)


@cache
def _state(tables: Tables, stack: Stack, last: int) -> State:
    return State(tables, stack, last)


def _advanced(
    tables: Tables, stack: Stack, kind: str, last: int
) -> tuple[Stack, tuple[Reduction, ...]] | None:
    """Return the states behind one more lexeme of a type, and the rules that it completes.

    Return None where it is not expected. ``last`` is the state in which the end is.
    """
    states, rows = list(stack), tables.states
    reductions: list[Reduction] = []
    while (action := rows[states[-1]].get(kind)) is not None:
        if action >= 0:
            return (*states, action), tuple(reductions)
        name, size = tables.rules[~action]
        reductions.append((None if name[0] == "_" else name, size))
        if size:
            del states[-size:]
        states.append(rows[states[-1]][name])
        if states[-1] == last:
            return (tuple(states), tuple(reductions)) if kind == END else None
    return None


def _reduce(values: list[Value], reductions: tuple[Reduction, ...]) -> None:
    """Put the values of complete rules together."""
    for name, size in reductions:
        if size == 1:  # by far the most
            part = values.pop()
            children = part if isinstance(part, list) else [part]
        elif size == 2:  # most of all a repetition and one more
            last_part, part = values.pop(), values.pop()
            children = part if isinstance(part, list) else [part]
            if isinstance(last_part, list):
                children += last_part
            else:
                children.append(last_part)
        elif size:
            children = _joined(values[-size:])
            del values[-size:]
        else:
            children = []
        values.append(children if name is None else Node(name, children))


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
