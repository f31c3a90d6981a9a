"""What to do at a token that the layout grammar does not expect.

The parser itself is asked what it accepts; nothing here restates an order. Three answers: the
token becomes acceptable when missing elements are put in with zero width; it is a known element
in the wrong place, or there a second time, and is set aside; or it is stray text and is set
aside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from cablegrammar.element_names import grammar_name, terminals_with
from cablegrammar.model import Problem
from cablegrammar.runtime.automaton import END, Parser
from cablegrammar.runtime.tree import Lexeme
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cablegrammar.runtime.tables import Tables
    from cablegrammar.runtime.tree import Node

__all__ = ["Recovery"]

_LONGEST_PATH = 5


class Recovery(Struct):
    """One run of the layout parser over tokens, with the record of what it did not expect.

    ``aside`` are the tokens that found no place in the tree, in the order of the text.
    """

    tables: Tables
    parser: Parser
    problems: list[Problem] = field(default_factory=list)
    aside: list[Lexeme] = field(default_factory=list)
    _missing: dict[str, Problem] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _waiting: list[Problem] = field(default_factory=list)
    _going_on: str = ""  # the terminal that began the last element set aside

    def run(self, tokens: Sequence[Lexeme], end: int) -> Node | None:
        """Feed the tokens and return the tree; ``end`` is the length of the text.

        Return None when nothing that can be put in would end the telegram.
        """
        feed, seen, waiting = self.parser.feed, self._seen, self._waiting
        for at, token in enumerate(tokens):
            if not feed(token):
                self._mend(token, tokens, at)
            else:
                seen.add(token.type)
                if waiting:
                    waiting.clear()
        tree = self.parser.finish()
        if tree is None:
            for terminal in self._path(END) or ():
                self._insert(terminal, end)
            tree = self.parser.finish()
        return tree

    def _mend(self, token: Lexeme, tokens: Sequence[Lexeme], at: int) -> None:
        kind = token.type
        unlabelled = kind in terminals_with("prose", "unnamed")
        hopeless = unlabelled or kind in self._missing or kind in self._seen
        path = None if hopeless else self._path(kind)
        if path is None or self._is_too_early(token, path, tokens, at):
            self._set_aside(token)
            return
        for terminal in path:
            self._insert(terminal, token.start)
        self.parser.feed(token)
        self._seen.add(kind)

    def _insert(self, terminal: str, start: int) -> None:
        self.parser.feed(Lexeme(terminal, "", start, start))
        # What was set aside just before was in its place: captions, or the damaged line itself.
        if self._waiting:
            start = self._waiting[0].span.start
            dropped = set(map(id, self._waiting))
            self.problems = [kept for kept in self.problems if id(kept) not in dropped]
            self._waiting.clear()
        if terminal in self._seen:
            return  # it was elsewhere, and was reported there
        element = grammar_name(terminal)
        problem = Problem("missing", element, Span(start, start), (element,))
        self._missing[terminal] = problem
        self.problems.append(problem)

    def _set_aside(self, token: Lexeme) -> None:
        kind = token.type
        unnamed = terminals_with("unnamed")
        element = "text" if kind in unnamed else grammar_name(kind)
        accepted = [name for name in self.parser.expected() if name not in unnamed]
        expected = tuple(sorted(map(grammar_name, accepted)))
        span = Span(token.start, token.end)
        late = self._missing.pop(kind, None)
        if late is not None:
            self.problems.remove(late)
            self._seen.add(kind)
            problem = Problem("misplaced", element, span, expected)
        elif element == "text":
            problem = Problem("stray", element, span, expected)
        elif kind in self._seen:
            problem = Problem("repeated", element, span, expected)
        else:
            self._seen.add(kind)
            problem = Problem("misplaced", element, span, expected)
        if not self._goes_on(token):
            self._going_on = kind
            self.problems.append(problem)
        if kind in ("CAPTION", "TEXT", "PASSING"):
            self._waiting.append(problem)
        self.aside.append(token)

    def _goes_on(self, token: Lexeme) -> bool:
        """Tell whether a token continues the element that was set aside right before it."""
        if not self.aside or self.aside[-1].end != token.start:
            return False
        return self._going_on in self.tables.follows.get(token.type, ())

    def _is_too_early(
        self, token: Lexeme, path: tuple[str, ...], tokens: Sequence[Lexeme], at: int
    ) -> bool:
        """Tell whether a token is out of place because what should precede it is still to come.

        Where a required element overtakes one other, the other comes late and is misplaced.
        """
        if token.type == "PARAGRAPH":
            return False
        ahead = {block.type for block in _head_after(tokens, at)}
        return sum(terminal in ahead for terminal in path) > (token.type in self.tables.required)

    def _path(self, kind: str) -> tuple[str, ...] | None:
        """Find the shortest run of elements after which a terminal is acceptable.

        Those that are due are put in, and what the terminal may go on with.
        """
        accepts = self.parser.accepts
        lacking = (*self.tables.due, *self.tables.follows.get(kind, ()))
        paths: list[tuple[str, ...]] = [()]
        for _ in range(_LONGEST_PATH):
            following: list[tuple[str, ...]] = []
            for path in paths:
                if path and accepts(*path, kind):
                    return path
                following += (
                    (*path, terminal)
                    for terminal in lacking
                    if terminal != kind and accepts(*path, terminal)
                )
            paths = following
        return next((path for path in paths if accepts(*path, kind)), None)


def _head_after(tokens: Sequence[Lexeme], at: int) -> Iterator[Lexeme]:
    for token in tokens[at + 1 :]:
        if token.type in ("PARAGRAPH", "SIGNATURE"):
            return
        yield token
