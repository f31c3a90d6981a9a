"""Run the layout grammars: the tokens and the tree of a text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from cablegrammar.element_names import grammar_name, required_fields
from cablegrammar.recovery import Recovery
from cablegrammar.runtime.automaton import Parser
from cablegrammar.runtime.tables import load
from cablegrammar.runtime.terminals import Beginnings, end_of
from cablegrammar.runtime.tree import Lexeme, Node
from cablegrammar.source import upper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablegrammar.model import Problem

__all__ = ["Layout", "due_elements", "lexemes", "read_layout", "read_other"]


class Layout(Struct, frozen=True):
    """The layout of a text: all its tokens in order, the tree, the tokens set aside, problems."""

    start: str
    tokens: Sequence[Lexeme]
    tree: Node
    aside: Sequence[Lexeme]
    problems: list[Problem]


@cache
def _beginnings(grammar: str) -> Beginnings:
    """Return the terminals of a layout by their first letters, in Lark's order of preference."""
    return Beginnings(load(grammar).terminals)


def lexemes(text: str, grammar: str = "telegram") -> list[Lexeme]:
    """Return the blocks of a text: all of it, for every place matches some terminal.

    A copy all in small letters is read as if in capitals; its blocks keep the letters.
    """
    shown = upper(text) if text.islower() else text
    beginnings, blocks = _beginnings(grammar), list[Lexeme]()
    place, end = 0, len(text)
    while place < end:
        lead = place
        while lead < end and shown[lead] in " \t":
            lead += 1
        letters = shown[lead : lead + 2] or "\n"  # blanks before the end are a blank line
        for name, match, rest in beginnings[letters]:
            if (found := match(shown, place)) is not None:
                stop = end_of(rest, shown, found.end())
                blocks.append(Lexeme(name, text[place:stop], place, stop))
                place = stop
                break
        else:
            raise LookupError(place)  # never: what is not a blank line is TEXT
    return blocks


@cache
def due_elements() -> tuple[str, ...]:
    """Return the elements that a telegram requires, then those of a header."""
    tables = load("telegram")
    return tuple(map(grammar_name, dict.fromkeys((*tables.required, *tables.due))))


def read_layout(text: str) -> Layout:
    """Parse a folded text by the layout grammar.

    A text with a heading, or with two of the three fields every telegram has, is read as a
    telegram, any other as an extract.
    """
    tables, tokens = load("telegram"), lexemes(text)
    if _is_telegram(tokens):
        recovery = Recovery(tables, Parser(tables, "telegram"))
        tree = recovery.run(tokens, len(text))
        if tree is not None:
            return Layout("telegram", tokens, tree, recovery.aside, recovery.problems)
    recovery = Recovery(tables, Parser(tables, "extract"))
    tree = recovery.run(tokens, len(text)) or Node("extract", [])
    return Layout("extract", tokens, tree, recovery.aside, recovery.problems)


def read_other(text: str, start: str) -> Layout:
    """Parse a folded text by one of the layouts before 1973."""
    tables = load("other_layouts")
    tokens = lexemes(text, "other_layouts")
    recovery = Recovery(tables, Parser(tables, start))
    tree = recovery.run(tokens, len(text)) or Node(start, [])
    return Layout(start, tokens, tree, recovery.aside, recovery.problems)


def _is_telegram(tokens: Sequence[Lexeme]) -> bool:
    required, fields = required_fields(), set[str]()
    for token in tokens:
        if token.type == "HEADING":
            return True
        if token.type in required:
            fields.add(token.type)
        elif token.type == "PARAGRAPH":
            break
    return len(fields) > 1
