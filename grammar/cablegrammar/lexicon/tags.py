"""TAGS: which code meant what in which era (``docs/format/tags.md``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache
from typing import Literal

from msgspec import Struct

from cablegrammar.lexicon._tables import rows, split

__all__ = [
    "CHANCE_WORDS",
    "Era",
    "TagEntry",
    "TagKind",
    "entries",
    "equivalents",
    "era_of_year",
    "eras_of",
    "partitions",
    "tag",
    "tag_known",
    "tags_of",
]

TagKind = Literal["subject", "geo", "organization", "program"]


class Era(StrEnum):
    """The eras of the TAGS handbooks.

    Only the lists of 1973-79 and 2003-10 are known as a whole: none was found for 1980-2002, and
    from 2011 only subjects A to E (2022) and places (2024).
    """

    Y1973 = "1973-79"
    Y1980 = "1980-2002"
    Y2003 = "2003-10"
    Y2011 = "2011-"

    @property
    def complete(self) -> bool:
        """Whether the era's list is known as a whole, so that absence from it means something."""
        return self in (Era.Y1973, Era.Y2003)


class TagEntry(Struct, frozen=True):
    """One meaning of a TAG.

    ``same_as`` is a key shared by the codes of the same place or matter in different
    eras, empty when there is none; ``fips`` tells whether FIPS 10-4 has the code for the place.
    """

    code: str
    title: str
    kind: TagKind
    eras: frozenset[Era]
    fips: bool
    same_as: str
    source: str


_KINDS: tuple[TagKind, ...] = ("subject", "program", "geo", "organization")
#: Words that would part into a subject and a place by chance: SOCI and AL, PROP and ER.
CHANCE_WORDS = frozenset({"MARRED", "MORGAN", "PREFER", "PREFET", "PRELIM", "PROPER", "SOCIAL"})
_SUBJECT = 4  # letters of a subject or program TAG
_FIRST_YEARS = ((2011, Era.Y2011), (2003, Era.Y2003), (1980, Era.Y1980), (1973, Era.Y1973))


def era_of_year(year: int) -> Era | None:
    """Return the era of a four-digit year; TAGS begin in March 1973, so None before that year."""
    return next((era for first, era in _FIRST_YEARS if year >= first), None)


def tag(code: str, era: Era) -> TagEntry | None:
    """Return what a code means in an era; a code of two kinds means the subject first."""
    return next((entry for entry in entries(code) if era in entry.eras), None)


def partitions(code: str, known: Callable[[str], bool]) -> Iterator[tuple[str, ...]]:
    """Yield the ways to part letters into two or more known codes, up to four subjects' length."""
    if not _SUBJECT <= len(code) <= 4 * _SUBJECT or code in CHANCE_WORDS:
        return
    for cut in range(2, len(code) - 1):
        head, rest = code[:cut], code[cut:]
        if known(head):
            if known(rest):
                yield head, rest
            yield from ((head, *parts) for parts in partitions(rest, known))


def eras_of(code: str) -> frozenset[Era]:
    """Return the eras whose lists carry the code, empty for an unknown one."""
    return frozenset(era for entry in entries(code) for era in entry.eras)


def tag_known(code: str) -> bool:
    """Tell whether any list of any era carries the code."""
    return code.upper() in _rows()


def entries(code: str) -> tuple[TagEntry, ...]:
    """Return every meaning of a code in every era; case does not count."""
    code = code.upper()
    return _entries(code) if code in _rows() else ()


@cache
def tags_of(era: Era) -> tuple[TagEntry, ...]:
    """Return the entries of an era's lists: subjects, programs, places, organizations."""
    return tuple(entry for entry in _all() if era in entry.eras)


@cache
def equivalents(code: str, era: Era) -> tuple[str, ...]:
    """Return the codes of an era for the place or matter that the code names in another era.

    The tables decide, not likeness: RU (2024) and UR (1974) are RS in 2003-10. A code that named
    two places gives both: GE is GM (East Germany, 1974) or GG (Georgia, 2024). The code itself is
    never among them.
    """
    keys = {entry.same_as for entry in entries(code) if entry.same_as}
    codes = {entry.code for entry in tags_of(era) if entry.same_as in keys}
    return tuple(sorted(codes - {code.upper()}))


@cache
def _all() -> tuple[TagEntry, ...]:
    found = (entry for code in _rows() for entry in entries(code))
    return tuple(sorted(found, key=lambda entry: _KINDS.index(entry.kind)))


@cache
def _rows() -> dict[str, list[tuple[TagKind, dict[str, str]]]]:
    """Return the rows of the tables by code; a telegram asks for a few of the 1,482."""
    found: dict[str, list[tuple[TagKind, dict[str, str]]]] = {}
    for kind in _KINDS:
        for row in rows(f"tags-{kind}.csv"):
            found.setdefault(row["code"], []).append((kind, row))
    return found


@cache
def _entries(code: str) -> tuple[TagEntry, ...]:
    return tuple(
        TagEntry(
            code=code,
            title=row["title"],
            kind=kind,
            eras=frozenset(map(Era, split(row["eras"]))),
            fips=row.get("fips10_4") == "yes",
            same_as=row.get("same_as", ""),
            source=row["source"],
        )
        for kind, row in _rows()[code]
    )
