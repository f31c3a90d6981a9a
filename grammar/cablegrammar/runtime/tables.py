"""The parse tables that run the grammar, loaded from the package while they are fresh.

Lark makes them from the ``.lark`` files (``compiler.py``), which takes twenty times as long as to
load them. They are plain JSON, never pickle, and carry a checksum of the sources; when it differs,
the tables are made anew from the sources. ``make grammar`` writes them.
"""

from __future__ import annotations

import zlib
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct, json

from cablegrammar.runtime.element_table import Element
from cablegrammar.runtime.terminals import Terminal

__all__ = ["FOLDER", "SOURCES", "Tables", "is_fresh", "load", "read", "stamp"]

FOLDER = Path(__file__).parent.parent
SOURCES = (
    "common.lark",
    "telegram.lark",
    "other_layouts.lark",
    "elements.lark",
    "body.lark",
    "wrappers.lark",
)


# To be raised when the form of the tables changes, or what is computed for them.
_FORM = 6


class Tables(Struct, frozen=True, eq=False):
    """The tables of one grammar.

    ``terminals`` are in the order of preference when several match at one place; ``ignored`` ones
    occur between the parts. A rule is its name and the number of its symbols; one that
    begins with ``_`` has no node of its own. ``states`` have, for a symbol, the state that it leads
    to, or ``~rule`` when that rule is complete. ``required``, ``due`` and ``follows`` are what
    the first start symbol requires, see ``requirements.Requirements``. ``starts`` are the first
    and the last state of each start symbol; ``elements`` is the table in the grammar's source.
    """

    terminals: list[Terminal]
    ignored: list[str]
    rules: list[tuple[str, int]]
    states: list[dict[str, int]]
    required: list[str]
    due: list[str]
    follows: dict[str, list[str]]
    starts: dict[str, tuple[int, int]]
    elements: list[Element]


def stamp() -> int:
    """Return the checksum of the grammar's sources, for this form of tables."""
    checksum = _FORM
    for name in SOURCES:
        checksum = zlib.crc32((FOLDER / name).read_bytes(), checksum)
    return checksum


def _shipped(name: str) -> dict[str, Any] | None:
    try:
        data = (FOLDER / f"{name}.tables").read_bytes()
    except FileNotFoundError:
        return None
    shipped: dict[str, Any] = json.decode(zlib.decompress(data))
    return shipped if shipped.pop("stamp") == stamp() else None


def is_fresh(name: str) -> bool:
    """Tell whether the shipped tables of a grammar were made from the current sources."""
    return _shipped(name) is not None


@cache
def load(name: str) -> Tables:
    """Load the tables of a grammar, or make them when the shipped ones are stale."""
    shipped = _shipped(name)
    if shipped is None:
        from cablegrammar.runtime.compiler import compiled

        shipped = compiled(name)
    return read(shipped)


def read(plain: dict[str, Any]) -> Tables:
    """Return tables from their plain form, in which equals are written once."""
    rows, parts, letters = plain.pop("rows"), plain.pop("expressions"), plain.pop("letters")
    return Tables(
        terminals=[
            Terminal(name, _numbered(own, parts), _numbered(groups, letters))
            for name, own, groups in plain.pop("terminals")
        ],
        elements=[
            Element(terminal, name, words, tuple(traits))
            for terminal, name, words, traits in plain.pop("elements")
        ],
        states=[rows[row] for row in plain.pop("states")],
        **plain,
    )


def _numbered(groups: list[list[int]], words: list[str]) -> tuple[Any, ...]:
    """Return the words of each group of numbers."""
    return tuple([tuple([words[number] for number in group]) for group in groups])
