"""The tables of elements in the layout grammars: what each is called, and what it is."""

from __future__ import annotations

from functools import cache

from cablegrammar.runtime.tables import load

__all__ = [
    "element_words",
    "field_of",
    "grammar_name",
    "names_with",
    "required_fields",
    "terminals_with",
]


def grammar_name(terminal: str) -> str:
    """Return the element's name for a terminal of the layout grammar."""
    return _names().get(terminal) or terminal.lower().replace("_", "-")


def element_words(name: str) -> str:
    """Return the words for an element in messages, with their article."""
    return _words().get(name) or name.replace("-", " ")


def field_of(terminal: str) -> str | None:
    """Return the field of ``Cable`` that a terminal fills, or None if it fills none."""
    return _fields().get(terminal)


@cache
def terminals_with(*traits: str, grammar: str = "telegram") -> frozenset[str]:
    """Return the terminals of a layout grammar that have one of these traits."""
    return frozenset(
        element.terminal
        for element in load(grammar).elements
        if not set(traits).isdisjoint(element.traits)
    )


@cache
def names_with(trait: str) -> frozenset[str]:
    """Return the names of the elements that have a trait."""
    return frozenset(map(grammar_name, terminals_with(trait)))


@cache
def required_fields() -> frozenset[str]:
    """Return the terminals of the fields that the grammar requires below the heading."""
    return frozenset(load("telegram").required) - {"HEADING"}


@cache
def _fields() -> dict[str, str]:
    fields = terminals_with("field")
    return {terminal: grammar_name(terminal).replace("-", "_") for terminal in fields}


@cache
def _names() -> dict[str, str]:
    return {element.terminal: element.name for element in load("telegram").elements}


@cache
def _words() -> dict[str, str]:
    return {element.name: element.words for element in load("telegram").elements}
