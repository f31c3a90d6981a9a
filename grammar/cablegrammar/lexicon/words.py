"""Words of the field: captions, titles of officers, documents that are not telegrams, months."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from cablegrammar.lexicon._tables import fold, rows

__all__ = [
    "MONTHS",
    "CaptionEntry",
    "TitleKind",
    "TitleWord",
    "captions",
    "document_words",
    "fold",
    "month",
    "title_parts",
    "title_words",
]

TitleKind = Literal[
    "position", "abbreviation", "field", "modifier", "unit", "office", "place", "link"
]
_PART = "part"  # the kind of the rows that are not words of their own
#: The months by their names, in capitals.
MONTHS = (
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
)


class CaptionEntry(Struct, frozen=True):
    """A handling caption: its name in capitals, its kind (distribution, channel ...), meaning."""

    name: str
    kind: str
    meaning: str
    source: str


class TitleWord(Struct, frozen=True):
    """A word or phrase of the positions that officers hold.

    ``kind`` says what it names: a ``position``, its ``abbreviation``, its ``field``, a
    ``modifier``, the ``unit`` or ``office`` served in, a ``place``, or a ``link`` between words.
    ``in_name`` is true for words that may be in a personal name as well (Dean, Post, initials):
    alone they are not evidence of a title.
    """

    phrase: str
    kind: TitleKind
    in_name: bool


@cache
def captions() -> Mapping[str, CaptionEntry]:
    """Return the known captions by name."""
    table = {
        row["caption"]: CaptionEntry(row["caption"], row["kind"], row["meaning"], row["source"])
        for row in rows("captions.csv")
    }
    return MappingProxyType(table)


@cache
def title_words() -> Mapping[str, TitleWord]:
    """Return the words of titles by their folded form, see ``fold``."""
    table = {
        fold(row["phrase"]): TitleWord(row["phrase"], _kind(row["kind"]), row["in_name"] == "yes")
        for row in rows("titles.csv")
        if row["kind"] != _PART
    }
    return MappingProxyType(table)


@cache
def title_parts() -> frozenset[str]:
    """Return the parts, folded, that telegram style runs together: ``pol`` in POLMINCOUNS."""
    return frozenset(fold(row["phrase"]) for row in rows("titles.csv") if row["kind"] == _PART)


@cache
def document_words() -> frozenset[str]:
    """Return the words, in capitals, that name no station before a number: REPORT 12, UNSCR 1737.

    They are of documents, talks, laws, intelligence reports, numberings, days, and link words.
    """
    return frozenset(row["word"] for row in rows("documents.csv"))


def month(word: str) -> int | None:
    """Return the number 1-12 of an English month's name or of its first letters, three at least."""
    capitals = word.upper().rstrip(".")
    if len(capitals) < 3:
        return None
    found = (number for number, name in enumerate(MONTHS, 1) if name.startswith(capitals))
    return next(found, None)


def _kind(word: str) -> TitleKind:
    for kind in _TITLE_KINDS:
        if kind == word:
            return kind
    raise ValueError(word)


_TITLE_KINDS: tuple[TitleKind, ...] = (
    "position",
    "abbreviation",
    "field",
    "modifier",
    "unit",
    "office",
    "place",
    "link",
)
