"""Stations: the posts and offices that number telegrams (CF 2)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from msgspec import Struct

from cablegrammar.lexicon._tables import rows, split
from cablegrammar.lexicon.tags import Era

__all__ = ["Station", "mrn", "named_station", "same_station", "station", "stations"]

# Letters kept by document numbers and page lines, and by section footers (CF 9, CF 10).
_CUTS = (6, 10)


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


def named_station(words: str) -> Station | None:
    """Return the station that the words of a reference end with, as ``MY LIMA``, EMBASSY LIMA.

    The longest name counts; only words that name an office or lead to it may precede it.
    """
    parts = words.upper().replace("’", "'").split()
    while len(parts) > 1 and parts[-1].rstrip(".") in _CABLES:
        parts.pop()
    if parts:
        parts[-1] = parts[-1].removesuffix("'S")
    for first in range(len(parts)):
        known = station(" ".join(parts[first:]))
        if known is not None:
            return known
        if parts[first].strip(".,:'’") not in _LEADS:
            break
    return None


def mrn(name: str | None, year: int | None, serial: int | None) -> str | None:
    """Return the id ``05PARIS1823`` of a telegram, or None where a part of it is not known.

    The station has the name that it is filed under.
    """
    known = station(name) if name else None
    if known is None or year is None or serial is None:
        return None
    return f"{year % 100:02d}{_letters(known.canonical)}{serial}"


# What some call a telegram, behind its station.
_CABLES = frozenset({"CABLE", "CABLES", "TEL", "TELEGRAM", "TELS", "EMBTEL", "MSG"})
# Offices and other words before the name of a post.
_LEADS = frozenset(
    [
        "AMEMBASSY",
        "AMEMB",
        "EMBASSY",
        "EMB",
        "AMCONSUL",
        "AMCONSULATE",
        "AMCONGEN",
        "CONSULATE",
        "CONSUL",
        "CONGEN",
        "GENERAL",
        "USMISSION",
        "USMIS",
        "MISSION",
        "USINT",
        "USLO",
        "POST",
        "AMERICAN",
        "US",
        "U.S",
        "MY",
        "OUR",
        "YOUR",
        "SEE",
        "ALSO",
        "TEL",
        "TELEGRAM",
        "TELEGRAMS",
        "CABLE",
        "CABLES",
        "FROM",
        "REF",
        "REFTEL",
        "SEPTEL",
        "MRN",
        "AND",
        "WITH",
    ]
)


@cache
def _by_letters() -> dict[str, Station]:
    """Return the stations by the letters of their names, and by the forms of document numbers."""
    found = {
        entry.nara_code: entry for entry in stations().values() if entry.nara_code and entry.post
    }
    return found | {_letters(name): entry for name, entry in stations().items()}


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
