"""What to do at a token that the layout grammar does not expect.

The parser itself is asked what it accepts; nothing here restates an order. Three answers: the
token becomes acceptable when missing elements are put in with zero width; it is a known element
that stands in the wrong place or a second time and is set aside; or it is stray text and is set
aside.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cablegrammar.lalr import END, Parser
from cablegrammar.model import Problem
from cablegrammar.source import Span
from cablegrammar.tree import Lexeme

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cablegrammar.tree import Node

__all__ = ["ELEMENTS", "Recovery"]

# The grammar's terminals in the words of the reference.
ELEMENTS = {
    "HEADING": "heading",
    "EO": "executive-order",
    "TAGS": "tags",
    "SUBJECT": "subject",
    "REF": "references",
    "AUTHORITY": "authority",
    "REASON": "reason",
    "DECLASSIFY_ON": "declassify-on",
    "CAPTION": "caption",
    "CORRECTED": "corrected-copy",
    "DTG": "date-time-group",
    "FROM": "originator",
    "TO": "addressees",
    "INFO": "information-addressees",
    "EXEMPT": "exempted-addressees",
    "VZCZC": "start-of-message",
    "ROUTING": "routing-line",
    "DE": "station-line",
    "CLASS_CHANNEL": "channel-line",
    "ACTION": "distribution",
    "DASHES": "dash-counter",
    "BREAK": "break",
    "MESSAGE_END": "end-of-message",
    "SIGNATURE": "signature",
    "PARAGRAPH": "paragraph",
    "TITLE": "title",
    "$END": "end",
}
# Words without a label: where they are not expected they are stray, whatever could be put in
# before them.
_PROSE = frozenset(
    {
        "TEXT",
        "PASSING",
        "LETTERED",
        "RULE",
        "CLASS_LINE",
        "COPY_NOTE",
        "BANNER",
        "PAGE_MARK",
        "CAPTION",
        "BLANK",
        "BREAK",
        "MESSAGE_END",
    }
)
# What goes on with an element; it has no place without it.
_FOLLOWS = {"LETTERED": "REF", "REASON": "AUTHORITY", "DECLASSIFY_ON": "AUTHORITY"}
_ADDRESSES = frozenset({"TO", "INFO", "EXEMPT"})
# Elements that stand once in a telegram; a path of them is tried before a token is given up.
_SINGLE = ("HEADING", "EO", "TAGS", "SUBJECT", "DTG", "FROM", "DE", "TO")
_LONGEST_PATH = 5


@dataclass(slots=True)
class Recovery:
    """One run of the layout parser over tokens, with the record of what it did not expect.

    ``aside`` are the tokens that found no place in the tree, in the order of the text.
    """

    parser: Parser
    problems: list[Problem] = field(default_factory=list)
    aside: list[Lexeme] = field(default_factory=list)
    _missing: dict[str, Problem] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _waiting: list[Problem] = field(default_factory=list)

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
            for terminal in _path(self.parser, END) or ():
                self._insert(terminal, end)
            tree = self.parser.finish()
        return tree

    def _mend(self, token: Lexeme, tokens: Sequence[Lexeme], at: int) -> None:
        kind = token.type
        hopeless = kind in _PROSE or kind in self._missing or kind in self._seen
        path = None if hopeless else _path(self.parser, kind)
        if path is None or _stands_too_early(token, path, tokens, at):
            self._set_aside(token)
            return
        for terminal in path:
            self._insert(terminal, token.start)
        self.parser.feed(token)
        self._seen.add(kind)

    def _insert(self, terminal: str, start: int) -> None:
        self.parser.feed(Lexeme(terminal, "", start, start))
        # What was set aside just before stood in its place: captions, or the damaged line itself.
        if self._waiting:
            start = self._waiting[0].span.start
            dropped = set(map(id, self._waiting))
            self.problems = [one for one in self.problems if id(one) not in dropped]
            self._waiting.clear()
        if terminal in self._seen:
            return  # it stood elsewhere, and was reported there
        problem = Problem("missing", ELEMENTS[terminal], Span(start, start), (ELEMENTS[terminal],))
        self._missing[terminal] = problem
        self.problems.append(problem)

    def _set_aside(self, token: Lexeme) -> None:
        kind, element = token.type, ELEMENTS.get(token.type, "text")
        accepted = self.parser.expected()
        expected = tuple(sorted(ELEMENTS[name] for name in accepted if name in ELEMENTS))
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
            self.problems.append(problem)
        if kind in ("CAPTION", "TEXT", "PASSING"):
            self._waiting.append(problem)
        self.aside.append(token)

    def _goes_on(self, token: Lexeme) -> bool:
        """Tell whether a token continues the element that was set aside right before it."""
        last = self.aside[-1] if self.aside else None
        wanted = _FOLLOWS.get(token.type)
        return (
            last is not None
            and last.end == token.start
            and wanted in (last.type, _FOLLOWS.get(last.type))
            and wanted is not None
        )


def _stands_too_early(
    token: Lexeme, path: tuple[str, ...], tokens: Sequence[Lexeme], at: int
) -> bool:
    """Tell whether a token is out of place because what should precede it is still to come.

    One element that comes late is itself misplaced; two of them have been overtaken by the token.
    """
    if token.type == "PARAGRAPH":
        return False
    if token.type in _ADDRESSES and "HEADING" in path:
        return True
    ahead = {one.type for one in _head_after(tokens, at)}
    return sum(terminal in ahead for terminal in path) > (token.type in _SINGLE)


def _head_after(tokens: Sequence[Lexeme], at: int) -> Iterator[Lexeme]:
    for token in tokens[at + 1 :]:
        if token.type in ("PARAGRAPH", "SIGNATURE"):
            return
        yield token


def _path(parser: Parser, kind: str) -> tuple[str, ...] | None:
    """Find the shortest run of single elements after which a terminal is acceptable."""
    paths: list[tuple[str, ...]] = [()]
    for _ in range(_LONGEST_PATH):
        following: list[tuple[str, ...]] = []
        for path in paths:
            if path and parser.accepts(*path, kind):
                return path
            following += (
                (*path, terminal)
                for terminal in _SINGLE
                if terminal != kind and parser.accepts(*path, terminal)
            )
        paths = following
    return next((path for path in paths if parser.accepts(*path, kind)), None)
