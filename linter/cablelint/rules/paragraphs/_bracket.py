"""Portion marks that the grammar of marks does not know: what may have been meant (CF 7).

A paragraph may well begin with brackets that are not a mark: ``(Note: ...)``, ``(NATO) sources``. A
bracket is taken for a damaged mark only when its letters lead to a known one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from cablegrammar import Paragraph, PortionMark, Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablegrammar.source import upper
from cablelint.facts import Facts
from cablelint.similarity import most_similar

__all__ = ["Bracket", "bracket_of", "is_entire", "standard_form"]

_LEVELS = ("U", "C", "S", "TS", "SBU", "LOU", "FOUO")
_BRACKET = lazy_pattern(r"\([^()\n]{1,24}\)")
# What a scan leaves of a mark: 40), LE), or its letter alone before a sentence.
_HALF = lazy_pattern(
    r"\w{1,3}\)(?=\s)|(?:TS|SBU|[CS])(?:/{1,2}NF)?(?=[ ]+[\"“]?[A-Z][A-Za-z'’]*[ ,:.])"
)
_LIKE_A_MARK = lazy_pattern(r"\([^()\s]{1,2}\)|\w{1,2}\)\s")
# Other brackets, or one whose end is lost, round a level.
_OTHER = lazy_pattern(r"[\[{](?P<inner>(?:TS|[CSU]|SBU)(?:/{1,2}NF)?)[\]}](?=\s)")
_OPEN = lazy_pattern(r"\((?P<inner>(?:TS|[CSU]|SBU)(?:/{1,2}NF)?)(?=[ ][A-Z\"“])")
# Nothing but a mark is so short at the beginning of a paragraph: (X), (CC), (Q/ZZ).
_TOO_SHORT = lazy_pattern(r"\([A-Z]{1,2}(?:/[A-Z]{1,3})?\)")
_DIVIDER = lazy_pattern(r"\s{0,9}+(?:/{1,2}|[\u2013-]|,(?=\s{0,9}+(?:NF|NOFORN)\b))\s{0,9}+")
_RELEASE = lazy_pattern(r"\(\W*(?:(?:TS|[CSU]|SBU)\W+)?REL\b", re.IGNORECASE)
#: Letters of a mark without dividers, and the mark in its standard form.
_KNOWN = {level: f"({level})" for level in _LEVELS} | {
    f"{level}{caveat}": f"({level}/{caveat})"
    for level, caveat in (
        *((level, caveat) for level in ("C", "S", "TS", "SBU") for caveat in ("NF", "NOFORN")),
        ("U", "FOUO"),
    )
}
#: What scans make of a C: (0).
_MISREAD = frozenset("05\xd8\xa9\xa2\u20ac$")
_SENSITIVE = "SBU"
_CAVEATS_ALONE = frozenset({"NF", "NOFORN"})


class Bracket(Struct, frozen=True):
    """A bracket that was meant as a portion mark.

    ``meant`` is the mark in its standard form, None when it is not clear; ``is_form_only`` means
    that the letters are right and only blanks or dividers are wrong, ``names_level`` that the level
    is right and the caveat is not known.
    """

    text: str
    span: Span
    meant: str | None = None
    is_form_only: bool = False
    names_level: bool = False


def bracket_of(facts: Facts, paragraph: Paragraph) -> Bracket | None:
    """Return the damaged mark of a paragraph whose mark names no level, or None."""
    mark = paragraph.mark
    if mark is not None:
        return _read(mark.text, mark.span, facts) if mark.level is None else None
    text = upper(paragraph.text) if facts.cable.text.islower() else paragraph.text
    match = _BRACKET.match(text)
    if match is None:
        if (other := _in_other_brackets(text, paragraph, facts)) is not None:
            return other
        match = _HALF.match(text)
        if match is None or not facts.get(_half_are_marked):
            return None
        start = paragraph.pieces[0].start
        return Bracket(match[0], Span(start, start + match.end()))
    start = paragraph.pieces[0].start
    span = Span(start, start + match.end())
    read = _read(match[0], span, facts)
    return replace(read, text=span.of(facts.cable.text)) if read is not None else None


def _in_other_brackets(text: str, paragraph: Paragraph, facts: Facts) -> Bracket | None:
    """Return a mark in square brackets or braces, or one whose end is lost."""
    match = _OTHER.match(text) or _OPEN.match(text)
    if match is None or not facts.get(_half_are_marked):
        return None
    start = paragraph.pieces[0].start
    span = Span(start, start + match.end())
    return Bracket(span.of(facts.cable.text), span, f"({match['inner']})", is_form_only=True)


def is_entire(mark: PortionMark | None) -> bool:
    """Return whether a mark covers the entire text (CF 7)."""
    return mark is not None and any(caveat.startswith("ENTIRE") for caveat in mark.caveats)


@lru_cache(maxsize=256)
def standard_form(text: str) -> str:
    """Return a portion mark in capitals, dividers as strokes, blanks around them removed."""
    inner = _DIVIDER.sub(_stroke, text[1:-1].strip().upper())
    level, _, caveat = inner.partition(" ")
    if caveat in _CAVEATS_ALONE and level in _LEVELS:
        return f"({level}/{caveat})"
    return f"({inner})"


def _stroke(match: re.Match[str]) -> str:
    return "//" if "//" in match[0] else "/"


def _read(text: str, span: Span, facts: Facts) -> Bracket | None:
    letters = re.sub(r"[^A-Z]", "", text.upper())
    divided = re.search(r"[A-Za-z][^A-Za-z]+[A-Za-z]", text) is not None
    if (meant := _KNOWN.get(letters)) is not None:
        # (SNF): no divider at all, so it is not the form that fails but the mark.
        return Bracket(text, span, meant, is_form_only=divided or len(letters) == 1)
    if not facts.get(_half_are_marked):
        return None
    if (
        _RELEASE.match(text)
        or letters in _CAVEATS_ALONE
        or len(letters) == 1
        or text[1:-1] in _MISREAD
    ):
        return Bracket(text, span)
    if len(letters) == len(_SENSITIVE) and text == f"({letters})" and _differs_once(letters):
        return Bracket(text, span, f"({_SENSITIVE})")
    if (meant := _nearest(text, letters, divided=divided)) is not None:
        return Bracket(text, span, meant)
    first = re.split(r"[^A-Z]", text[1:], maxsplit=1)[0]
    if divided and "/" in text and first in _LEVELS:
        return Bracket(text, span, names_level=True)
    return Bracket(text, span) if _TOO_SHORT.fullmatch(text) else None


def _differs_once(letters: str) -> bool:
    """Return whether letters are those of SBU with one read wrong."""
    return sum(one != other for one, other in zip(letters, _SENSITIVE, strict=True)) == 1


def _nearest(text: str, letters: str, *, divided: bool) -> str | None:
    """Return the known mark with the same letters in another order, or with one letter amiss."""
    if not 2 <= len(letters) <= 8 or not text.strip("()").isupper():
        return None
    swapped = [mark for mark in _KNOWN if len(mark) > 2 and sorted(mark) == sorted(letters)]
    near = swapped[0] if swapped else most_similar(letters, _KNOWN, 0.75 if divided else 0.8)
    return _KNOWN[near] if near else None


def _half_are_marked(facts: Facts) -> bool:
    paragraphs = facts.cable.paragraphs
    marked = sum(p.mark is not None or _LIKE_A_MARK.match(p.text) is not None for p in paragraphs)
    return marked * 2 >= len(paragraphs)
