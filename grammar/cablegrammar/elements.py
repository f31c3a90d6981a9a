"""Run the element grammars: the parts of single elements."""

from __future__ import annotations

from cablegrammar.runtime.reader import Failure, parts_by, read_by
from cablegrammar.runtime.tree import Lexeme, Node
from cablegrammar.source import upper

__all__ = ["Failure", "element", "nested_element", "readable_parts"]


def element(start: str, text: str) -> list[Lexeme] | Failure:
    """Parse the words of one element, and return its lexemes.

    Copies in small letters are read as capitals.
    """
    return parts_by("elements", start, text, upper(text) if text.islower() else text)


def readable_parts(start: str, text: str) -> list[Lexeme]:
    """Parse the words of one element; return no lexemes where they break its grammar."""
    parts = element(start, text)
    return [] if isinstance(parts, Failure) else parts


def nested_element(start: str, text: str) -> Node | Failure:
    """Parse the words of one element with the nodes of its rules."""
    return read_by("elements", start, text, upper(text) if text.islower() else text)
