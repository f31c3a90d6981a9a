"""Stations: the posts and offices that number telegrams (CF 2)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from msgspec import Struct

from cablegrammar.lexicon._tables import rows, split
from cablegrammar.lexicon.tags import Era

__all__ = ["Station", "same_station", "station", "stations"]

_CUTS = (
    6,
    10,
)  # letters kept by document numbers and page lines, and by section footers (CF 9, 10)


class Station(Struct, frozen=True):
    """A station as the heading names it.

    ``routing_indicator`` and ``plad`` are those of the DE and FM lines, ``nara_code`` the form in
    document numbers of 1973-79; each is None when no source gives it. ``post`` is false for
    addressees that are seen in references only. ``canonical`` is the name it is filed under.
    """

    name: str
    canonical: str
    post: bool
    routing_indicator: str | None
    plad: str | None
    nara_code: str | None
    eras: frozenset[Era]
    source: str


@cache
def stations() -> Mapping[str, Station]:
    """Return the stations and their aliases by name, in capitals with blanks."""
    table = {row["station"]: _station(row) for row in rows("stations.csv")}
    return MappingProxyType(table)


def station(name: str) -> Station | None:
    """Return a station by a name; case, blanks, points and hyphens do not count."""
    return _by_letters().get(_letters(name))


def same_station(one: str, other: str) -> bool:
    """Tell whether two names mean one station: aliases, and names cut to 6 or 10 characters."""
    first, second = _canonical(one), _canonical(other)
    if first == second:
        return True
    shorter, longer = sorted((_letters(one), _letters(other)), key=len)
    cuts = {_letters(name[:cut]) for name in (one, other) for cut in _CUTS} | {
        longer[:cut] for cut in _CUTS
    }
    return len(shorter) > 2 and longer.startswith(shorter) and shorter in cuts


@cache
def _by_letters() -> dict[str, Station]:
    return {_letters(name): entry for name, entry in stations().items()}


def _canonical(name: str) -> str:
    known = station(name)
    return _letters(known.canonical if known else name)


@lru_cache(maxsize=4096)  # of a telegram the same two or three names are asked again and again
def _letters(name: str) -> str:
    return "".join(letter for letter in name.upper() if letter.isalnum())


def _station(row: dict[str, str]) -> Station:
    return Station(
        name=row["station"],
        canonical=row["alias_of"] or row["station"],
        post=row["post"] == "yes",
        routing_indicator=row["routing_indicator"] or None,
        plad=row["plad"] or None,
        nara_code=row["nara_code"] or None,
        eras=frozenset(map(Era, split(row["eras"]))),
        source=row["source"],
    )
