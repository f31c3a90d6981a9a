"""The table of elements in ``telegram.lark``: what each terminal is called, and what it is."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Element", "read_elements"]

_ROW = "//:"


class Element(NamedTuple):
    """An element: its terminal, its name in the model, its words in messages, and its traits."""

    terminal: str
    name: str
    words: str
    traits: tuple[str, ...]


def read_elements(source: str) -> list[Element]:
    """Read the rows of the table from a grammar's source; others are passed over."""
    rows = (line.removeprefix(_ROW) for line in source.split("\n") if line.startswith(_ROW))
    return [_element([cell.strip() for cell in row.split("|")]) for row in rows]


def _element(cells: list[str]) -> Element:
    terminal, name, words, *traits = cells
    given = traits[0].split(",") if traits else []
    return Element(terminal, name, words, tuple(trait.strip() for trait in given if trait.strip()))
