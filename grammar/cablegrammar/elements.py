"""Run the element grammars: the trees of the words of single elements."""

from __future__ import annotations

from cablegrammar.runtime.reader import Failure, read_by
from cablegrammar.runtime.tree import Lexeme, Node
from cablegrammar.source import upper

__all__ = ["Failure", "element", "parts_of"]


def element(start: str, text: str) -> Node | Failure:
    """Parse the words of one element; copies in small letters are read as capitals."""
    return read_by("elements", start, text, upper(text) if text.islower() else text)


def parts_of(tree: Node) -> list[Lexeme]:
    """Return the lexemes below a node in the order of the text."""
    return list(tree.lexemes())
