"""What the elements of the layout are called, from the table in ``telegram.lark``."""

from __future__ import annotations

from functools import cache

from cablegrammar.runtime.tables import load

__all__ = ["element_words", "grammar_name", "names_with", "terminals_with"]


def grammar_name(terminal: str) -> str:
    """Return the element's name for a terminal of the layout grammar."""
    return _names().get(terminal) or terminal.lower().replace("_", "-")


def element_words(name: str) -> str:
    """Return the words for an element in messages, with their article."""
    return _words().get(name) or name.replace("-", " ")


@cache
def terminals_with(trait: str) -> frozenset[str]:
    """Return the terminals that have a trait: landmark, piece, header, prose or unnamed."""
    return frozenset(one.terminal for one in load("telegram").elements if trait in one.traits)


@cache
def names_with(trait: str) -> frozenset[str]:
    """Return the names of the elements that have a trait."""
    return frozenset(map(grammar_name, terminals_with(trait)))


@cache
def _names() -> dict[str, str]:
    return {one.terminal: one.name for one in load("telegram").elements}


@cache
def _words() -> dict[str, str]:
    return {one.name: one.words for one in load("telegram").elements}
