"""The first level of the grammar at work: tokens and tree of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from cablegrammar.lalr import Parser
from cablegrammar.recovery import ELEMENTS, Recovery
from cablegrammar.source import upper
from cablegrammar.tables import Tables, load
from cablegrammar.tree import Lexeme, Node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablegrammar.model import Problem

__all__ = ["Layout", "fold", "grammar_name", "read_layout"]

# Form feeds, NUL, no-break spaces and byte order marks become blanks of the same length.
_OTHER_BLANKS = ("\x0c", "\x00", "\x0b", "\xa0", "\ufeff")


@dataclass(frozen=True, slots=True)
class Layout:
    """The layout of a text: all its tokens in order, the tree, the tokens set aside, problems."""

    start: str
    tokens: Sequence[Lexeme]
    tree: Node
    aside: Sequence[Lexeme]
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
def _tables() -> Tables:
    return load("telegram")


@cache
def _scanner() -> re.Pattern[str]:
    """Return one pattern of all terminals of the layout, in Lark's own order of preference.

    Every position of a text matches some terminal, so the matches are all of the text.
    """
    return re.compile("|".join(f"(?P<{name}>{regexp})" for name, regexp in _tables().terminals))


def read_layout(text: str, *, loose: bool = False) -> Layout:
    """Parse a folded text by the layout grammar.

    A text with a heading, or with two of the three fields every telegram has, is read as a
    telegram; any other, or every one when ``loose`` is set, as an extract. A copy all in small
    letters is read as if in capitals; its tokens keep the letters.
    """
    tokens: list[Lexeme] = []
    for match in _scanner().finditer(upper(text) if text.islower() else text):
        start, end = match.span()
        tokens.append(Lexeme(match.lastgroup or "", text[start:end], start, end))
    if not loose and _is_telegram(tokens):
        recovery = Recovery(Parser(_tables(), "telegram"))
        tree = recovery.run(tokens, len(text))
        if tree is not None:
            return Layout("telegram", tokens, tree, recovery.aside, recovery.problems)
    recovery = Recovery(Parser(_tables(), "extract"))
    tree = recovery.run(tokens, len(text)) or Node("extract", [])
    return Layout("extract", tokens, tree, recovery.aside, recovery.problems)


def _is_telegram(tokens: Sequence[Lexeme]) -> bool:
    fields = set()
    for token in tokens:
        if token.type == "HEADING":
            return True
        if token.type in ("EO", "TAGS", "SUBJECT"):
            fields.add(token.type)
        elif token.type == "PARAGRAPH":
            break
    return len(fields) > 1


def grammar_name(terminal: str) -> str:
    """Return the element's name for a terminal of the layout grammar."""
    return ELEMENTS.get(terminal, terminal.lower().replace("_", "-"))
