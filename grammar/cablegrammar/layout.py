"""The first level of the grammar at work: tokens and tree of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from lark import Lark, Tree
from lark import Token as LarkToken

from cablegrammar.compiled import load, preference
from cablegrammar.recovery import ELEMENTS, Recovery
from cablegrammar.source import upper

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
def _grammar() -> Lark:
    return load("telegram")


@cache
def _scanner() -> re.Pattern[str]:
    """Return one pattern of all terminals of the layout, in Lark's own order of preference.

    Every position of a text matches some terminal, so the matches are all of the text.
    """
    terminals = sorted(_grammar().terminals, key=preference)
    return re.compile("|".join(f"(?P<{one.name}>{one.pattern.to_regexp()})" for one in terminals))


def read_layout(text: str, *, loose: bool = False) -> Layout:
    """Parse a folded text by the layout grammar.

    A text with a heading, or with two of the three fields every telegram has, is read as a
    telegram; any other, or every one when ``loose`` is set, as an extract. A copy all in small
    letters is read as if in capitals; its tokens keep the letters.
    """
    grammar = _grammar()
    matches = _scanner().finditer(upper(text) if text.islower() else text)
    tokens = [
        LarkToken(
            match.lastgroup or "",
            text[match.start() : match.end()],
            match.start(),
            end_pos=match.end(),
        )
        for match in matches
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


def grammar_name(terminal: str) -> str:
    """Return the element's name for a terminal of the layout grammar."""
    return ELEMENTS.get(terminal, terminal.lower().replace("_", "-"))
