"""The two levels of the grammar at work: tokens and tree of a text, trees of its elements."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
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


@cache
def _scanner() -> re.Pattern[str]:
    """Return one pattern of all terminals of the layout, in Lark's own order of preference.

    Every position of a text matches some terminal, so the matches are all of the text.
    """
    terminals = sorted(
        _grammar("telegram").terminals,
        key=lambda one: (
            -one.priority,
            -one.pattern.max_width,
            -len(one.pattern.value),
            one.name,
        ),
    )
    return re.compile("|".join(f"(?P<{one.name}>{one.pattern.to_regexp()})" for one in terminals))


def read_layout(text: str, *, loose: bool = False) -> Layout:
    """Parse a folded text by the layout grammar.

    A text with a heading, or with two of the three fields every telegram has, is read as a telegram;
    any other, or every one when ``loose`` is set, as an extract.
    """
    grammar = _grammar("telegram")
    tokens = [
        LarkToken(match.lastgroup or "", match[0], match.start(), end_pos=match.end())
        for match in _scanner().finditer(text)
    ]
    if not loose and _is_telegram(tokens):
        recovery = Recovery(grammar.parse_interactive("", start="telegram"))
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
