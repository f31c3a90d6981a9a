"""The two levels of the grammar at work: tokens and tree of a text, trees of its elements."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from lark import Lark, Tree, UnexpectedInput
from lark import Token as LarkToken

from cablegrammar.compiled import load
from cablegrammar.recovery import ELEMENTS, Recovery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablegrammar.model import Problem

__all__ = [
    "Layout",
    "element",
    "fold",
    "grammar_name",
    "label",
    "parts_of",
    "read_layout",
]

# Form feeds, NUL, no-break spaces and byte order marks become blanks of the same length.
_OTHER_BLANKS = ("\x0c", "\x00", "\x0b", "\xa0", "\ufeff")


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of a text: all its tokens in order, the tree, the tokens set aside, problems."""

    start: str
    tokens: Sequence[LarkToken]
    tree: Tree[LarkToken]
    aside: Sequence[LarkToken]
    problems: list[Problem]


def fold(text: str) -> str:
    """Return the text with other line ends and blanks replaced, code point by code point."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    for other in _OTHER_BLANKS:
        if other in text:
            text = text.replace(other, " ")
    return text


@cache
def _grammar(name: str) -> Lark:
    return load(name)


def read_layout(text: str, *, loose: bool = False) -> Layout:
    """Parse a folded text by the layout grammar.

    A text with a heading, or with two of the three fields every telegram has, is read as a telegram;
    any other, or every one when ``loose`` is set, as an extract.
    """
    grammar = _grammar("telegram")
    parser = grammar.parse_interactive(text, start="telegram")
    tokens = list(parser.lexer_thread.lex(parser.parser_state))
    if not loose and _is_telegram(tokens):
        recovery = Recovery(parser)
        tree = recovery.run(tokens, len(text))
        if tree is not None:
            return Layout("telegram", tokens, tree, recovery.aside, recovery.problems)
    recovery = Recovery(grammar.parse_interactive("", start="extract"))
    tree = recovery.run(tokens, len(text)) or Tree("extract", [])
    return Layout("extract", tokens, tree, recovery.aside, recovery.problems)


def _is_telegram(tokens: Sequence[LarkToken]) -> bool:
    fields = set()
    for token in tokens:
        if token.type == "HEADING":
            return True
        if token.type in ("EO", "TAGS", "SUBJECT"):
            fields.add(token.type)
        elif token.type == "PARAGRAPH":
            break
    return len(fields) > 1


def element(start: str, text: str) -> Tree[LarkToken] | UnexpectedInput:
    """Parse the words of one element; return the error instead of raising it."""
    try:
        return _grammar("elements").parse(text, start=start)
    except UnexpectedInput as error:
        return error


@lru_cache(maxsize=4096)
def label(text: str) -> Tree[LarkToken] | UnexpectedInput:
    """Parse number and portion mark of a paragraph; they recur, so results are kept."""
    return element("paragraph_label", text)


def grammar_name(terminal: str) -> str:
    """Return the element's name for a terminal of the layout grammar."""
    return ELEMENTS.get(terminal, terminal.lower().replace("_", "-"))


def parts_of(tree: Tree[LarkToken]) -> list[LarkToken]:
    """Return the tokens below a node in the order of the text."""
    found: list[LarkToken] = []
    for child in tree.children:
        if isinstance(child, Tree):
            found.extend(parts_of(child))
        else:
            found.append(child)
    return found
