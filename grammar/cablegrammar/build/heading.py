"""The classification line, also called class and MRN line (CF 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegrammar.build.digits import DIGITS
from cablegrammar.build.levels import class_level, nearest_class_level
from cablegrammar.build.spans import malformed, place, span_of
from cablegrammar.elements import Failure, element, readable_parts
from cablegrammar.model import Heading, Problem
from cablegrammar.runtime.tree import Lexeme
from cablegrammar.source import Span

if TYPE_CHECKING:
    from cablegrammar.build.built import Built

__all__ = ["build_heading"]

_COUNTS = ("ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN")


def build_heading(token: Lexeme) -> Built[Heading]:
    """Build a heading; one without station and serial is malformed and keeps what it has."""
    span = span_of(token)
    words = token.strip()
    problems: list[Problem] = []
    parts = element("heading", words)
    if isinstance(parts, Failure):
        problems.append(malformed("heading", span, parts))
        parts = readable_parts("heading_remains", words)
    named = {part.type: part for part in parts}
    section, class_word = named.get("SECTION_OF"), named.get("CLASS", named.get("WORN_CLASS"))
    numbers = _section_numbers(section) if section is not None else []
    letters = _letters(class_word) if class_word is not None else ""
    station, serial = _station(named.get("STATION")), named.get("SERIAL")
    here = Span(span.end, span.end)
    level = class_level(letters)
    if serial is not None and not serial.isdecimal():
        problems.append(Problem("malformed", "heading", place(serial, span.start), ("serial",)))
    if section is not None and station is not None and "\n" in words[section.end : station.start]:
        cut = Span(span.start + section.start, span.start + station.end)
        problems.append(Problem("malformed", "heading", cut, ("one-line",)))
    return Heading(
        level=level if level is not None else nearest_class_level(letters),
        section=numbers[0] if len(numbers) > 1 else None,
        sections=numbers[-1] if numbers else None,
        station=" ".join(station.upper().split()) if station is not None else "",
        serial=int(serial.translate(DIGITS)) if serial is not None else None,
        spaced=class_word is not None and any(len(word) < 3 for word in class_word.split()),
        final=section is not None and section[:5].upper() == "FINAL",
        exact=level is not None and class_word is not None and _is_exact(class_word),
        caveats=tuple(
            " ".join(part.strip(" /").split())
            for part in parts
            if part.type == "CAVEAT" and part not in (":", ",", "-")
        ),
        serial_text=str(serial) if serial is not None else "",
        classification=place(class_word, span.start) if class_word is not None else here,
        section_span=place(section, span.start) if section is not None else None,
        station_span=place(station, span.start) if station is not None else here,
        serial_span=place(serial, span.start) if serial is not None else here,
        span=span,
    ), tuple(problems)


def _station(part: Lexeme | None) -> Lexeme | None:
    """Return the name of a station without what leads to the number: LIMA NO. 1823."""
    if part is None:
        return None
    name = part.rstrip(" :#").removesuffix(" NO.").rstrip()
    return Lexeme(part.type, name, part.start, part.start + len(name))


def _section_numbers(words: str) -> list[int]:
    """Return the numbers in words such as SECTION 01 OF 02; the last one is how many there are."""
    parts = words.upper().replace("/", " ").split()
    return [
        _COUNTS.index(word) + 1 if word in _COUNTS else int(word.translate(DIGITS))
        for word in parts
        if word in _COUNTS or word.translate(DIGITS).isdecimal()
    ]


def _letters(words: str) -> str:
    return "".join([sign for sign in words.upper() if "A" <= sign <= "Z"])


def _is_exact(word: str) -> bool:
    """Tell whether a class word is closed, or letter by letter with one blank between.

    Copies in small letters are exact too; a mixture such as ``SECREt`` is not.
    """
    if word not in (word.upper(), word.lower(), word.capitalize()):
        return False
    groups = word.upper().split()
    apart = all(len(group) == 1 for group in groups)
    spaced = word.upper().replace("P  S", "P S") if apart else word
    closed = class_level("".join(groups)) is not None and len(groups[0]) > 2
    return "  " not in spaced and (apart or closed)
