"""Ids of telegrams as files, records and configuration write them: ``05PARIS1823``."""

from __future__ import annotations

from datetime import date

from cablegrammar.lexicon import mrn
from cablegrammar.model import Reference
from cablegrammar.runtime.patterns import lazy_pattern

__all__ = [
    "canonical_id",
    "capitals_of",
    "mrn_of",
    "reference_id",
    "telegram_id",
    "year_of",
    "year_of_references",
]

# A two- or four-digit year, the station, the serial, as in 05PARIS1823 and 1975STATE012345.
_ID = lazy_pattern(
    r"(?<![0-9A-Za-z])(19\d\d|20\d\d|\d\d)[ _-]?([A-Za-z]{3,30})[ _-]?0*(\d{1,7})(?!\d)"
)
_HEX = frozenset("ABCDEF")
_FIRST_YEAR = 60


def year_of(name: str) -> int | None:
    """Return the year that an id or a file name begins with, or None.

    Two-digit years from 60 on are 19yy: no telegram is older.
    """
    found = _parts(name)
    return found[0] if found else None


def telegram_id(name: str) -> str | None:
    """Return the id of a telegram as ``YYSTATIONn``; None for anything else."""
    found = _parts(name)
    if found is None:
        return None
    year, station, serial = found
    return f"{year % 100:02d}{station}{serial}"


def mrn_of(name: str) -> str | None:
    """Return the id of a telegram with the station's standard name, as references name it."""
    found = _parts(name)
    if found is None:
        return None
    year, station, serial = found
    return mrn(station, year, serial) or telegram_id(name)


def canonical_id(name: str) -> str:
    """Return an id as ``YYSTATIONn``; anything else in upper case without blanks."""
    return telegram_id(name) or "".join(name.split()).upper()


def capitals_of(words: str) -> str:
    """Return the letters of words in capitals and nothing else, as ids have those of a station."""
    capitals = "".join(words.upper().split())
    if capitals.isascii() and capitals.isalpha():
        return capitals
    return "".join(letter for letter in capitals if "A" <= letter <= "Z")


def reference_id(reference: Reference, year: int | None) -> str | None:
    """Return the id of the telegram referred to; ``year`` is that of references without one.

    The station has its standard name in it, as in ``Reference.mrn``; a station that no table knows
    has its own.
    """
    year = year if reference.year is None else reference.year
    if year is None or not reference.station or reference.serial is None:
        return None
    known = mrn(reference.station, year, reference.serial)
    return known or canonical_id(
        f"{year % 100:02d}{reference.station.replace(' ', '')}{reference.serial}"
    )


def year_of_references(day: date | None, year: int | None) -> int | None:
    """Return the year for references without one: that of the telegram (CF 5).

    In January it may be the previous year, so it is None.
    """
    if day is None:
        return year
    return None if day.month == 1 else day.year


def _parts(name: str) -> tuple[int, str, int] | None:
    """Return year, station and serial of an id; None for hexadecimal names."""
    file = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    found = _ID.match(file)
    if found is None:
        return None
    digits, station, serial = found[1], found[2].upper(), int(found[3])
    if _HEX.issuperset(station):
        return None
    year = int(digits)
    if year < 100:
        year += 1900 if year >= _FIRST_YEAR else 2000
    return year, station, serial
