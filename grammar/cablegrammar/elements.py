"""Run the element grammars: the parts of single elements."""

from __future__ import annotations

from cablegrammar.runtime.reader import Failure, parts_by, read_by
from cablegrammar.runtime.tree import Lexeme, Node
from cablegrammar.source import upper

__all__ = ["Failure", "element", "nested_element", "parts_of"]


def element(start: str, text: str) -> Node | Failure:
    """Parse the words of one element: a node that has all its lexemes in a row.

    Copies in small letters are read as capitals.
    """
    parts = parts_by("elements", start, text, upper(text) if text.islower() else text)
    return parts if isinstance(parts, Failure) else Node(start, [*parts])


def nested_element(start: str, text: str) -> Node | Failure:
    """Parse the words of one element with the nodes of its rules."""
    return read_by("elements", start, text, upper(text) if text.islower() else text)


def parts_of(tree: Node) -> list[Lexeme]:
    """Return the lexemes below a node in the order of the text."""
    return tree.lexemes()
