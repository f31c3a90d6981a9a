"""The second level of the grammar at work: trees of the words of single elements."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, cast

from lark import Lark, Tree, UnexpectedInput
from lark import Token as LarkToken

from cablegrammar.compiled import load, preference
from cablegrammar.source import upper

if TYPE_CHECKING:
    from collections.abc import Callable

    from lark.parsers.lalr_parser_state import ParserState

    Match = Callable[[str, int], re.Match[str] | None]

__all__ = ["element", "parts_of"]


@cache
def _grammar() -> Lark:
    return load("elements")


def element(start: str, text: str) -> Tree[LarkToken] | UnexpectedInput:
    """Parse the words of one element; return the error instead of raising it."""
    tree = _tree(start, text)
    if tree is not None:
        return tree
    try:
        return _grammar().parse(text, start=start)
    except UnexpectedInput as error:
        return error


def _tree(start: str, text: str) -> Tree[LarkToken] | None:
    """Return the tree of words that keep to the grammar, else None.

    Lark's own lexer counts lines, and compiles the terminals anew for every state that it meets;
    an element is too short for either to pay. What is lexed is the same.
    """
    state = _begin(start).copy()
    place, end = 0, len(text)
    shown = upper(text) if text.islower() else text  # copies in small letters, read as capitals
    try:
        while place < end:
            for name, match in _terminals(state.position):
                if (found := match(shown, place)) is not None:
                    if name is not None:
                        words = text[place : found.end()]
                        state.feed_token(LarkToken(name, words, place, end_pos=found.end()))
                    place = found.end()
                    break
            else:
                return None
        last = LarkToken("$END", "", end, end_pos=end)
        return cast("Tree[LarkToken]", state.feed_token(last, is_end=True))
    except UnexpectedInput:
        return None


@cache
def _begin(start: str) -> ParserState[int]:
    """Return the state in which the words of an element begin, to be copied."""
    return _grammar().parse_interactive("", start=start).parser_state


@cache
def _terminals(state: int) -> tuple[tuple[str | None, Match], ...]:
    """Return what may stand next in a state, by preference; blanks between parts have no name."""
    grammar = _grammar()
    table = _begin("heading").parse_conf.states
    ignored = grammar.lexer_conf.ignore
    names = {*table[state], *ignored}
    found = sorted((one for one in grammar.terminals if one.name in names), key=preference)
    return tuple((None if one.name in ignored else one.name, _match(one.name)) for one in found)


@cache
def _match(name: str) -> Match:
    return re.compile(_grammar().get_terminal(name).pattern.to_regexp()).match


def parts_of(tree: Tree[LarkToken]) -> list[LarkToken]:
    """Return the tokens below a node in the order of the text."""
    found: list[LarkToken] = []
    for child in tree.children:
        if isinstance(child, Tree):
            found.extend(parts_of(child))
        else:
            found.append(child)
    return found
