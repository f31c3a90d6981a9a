"""The parse tree of a text: lexemes and nodes."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["Lexeme", "Node"]


class Lexeme(str):
    """The words of one terminal: a string that knows its type and its place in code points."""

    __slots__ = ("end", "start", "type")

    type: str
    start: int
    end: int

    def __new__(cls, kind: str, words: str, start: int, end: int) -> Lexeme:
        """Make a lexeme; there are dozens in every telegram, so nothing is checked."""
        lexeme = str.__new__(cls, words)
        lexeme.type = kind
        lexeme.start = start
        lexeme.end = end
        return lexeme


class Node(Struct):
    """A rule of the grammar with its parts, in the order of the text."""

    name: str
    children: list[Node | Lexeme]

    def lexemes(self) -> list[Lexeme]:
        """Return all lexemes below, in the order of the text; none is empty."""
        found: list[Lexeme] = []
        for child in self.children:
            if isinstance(child, Lexeme):
                if child:
                    found.append(child)
            else:
                found += child.lexemes()
        return found
