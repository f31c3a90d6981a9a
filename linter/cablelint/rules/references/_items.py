"""What several rules on references ask: serials as written, full years, letters cited."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter

from msgspec import Struct

from cablegrammar import Cable, Reference, Span
from cablegrammar.lexicon import station
from cablegrammar.runtime.patterns import lazy_pattern
from cablegrammar.source import upper
from cablelint.facts import Facts
from cablelint.spans import is_quoted, trimmed

__all__ = [
    "Citation",
    "citations",
    "digits_of",
    "full_year",
    "is_cable",
    "listed_letters",
    "names_a_post",
    "place_of",
    "unlabelled_list",
]

_DIGITS = lazy_pattern(r"\d+")
_LONGEST_SERIAL = 6
_SHORTEST_POST = 4  # letters; THE is the beginning of THE HAGUE
_CENTURY_TURN = 60  # two-digit years from here on are of the 1900s
_LABELS = frozenset({"ref", "Ref", "REF"})
_AFTER_LABEL = frozenset(" .(stST\n")
# ref B; reftel (A); refs A-C; Refs A, B and C; (ref b). A lower-case letter counts before a bracket
# or stop only, for "ref a request" means no letter.
_CITED = lazy_pattern(
    r"(?:[Rr]ef(?:tel)?s?|REF(?:TEL)?S?)\.?(?:\s{1,3}\(?|\()"
    r"([A-Z](?![\w'’])(?!-[A-Za-z]{2})(?!\.\w)(?:\)?(?:,? (?:and|AND|or|&|through) |, ?| ?- ?|/)\(?"
    r"[A-Z](?![\w'’-])(?!\.\w))*|[a-z](?=[).,](?!\w)))"
)
#: A first item, before a second one.
_UNLABELLED = lazy_pattern(
    r"¶?\(?A[.)] {1,3}(?:A[.)] )?(?:\d\d )?"
    r"(?:[A-Z][A-Z .']{2,24} \d{1,6}\b|[^\n]{3,60}?(?:\n\s*|  )¶?\(?B[.)] )"
)
_RANGE = lazy_pattern(r"([A-Z])\)?(?: ?- ?| through )\(?([A-Z])")


class Citation(Struct, frozen=True):
    """A letter that the text cites, with the span of the whole citation."""

    letter: str
    span: Span


def digits_of(reference: Reference) -> str:
    """Return the serial's digits as written; empty when there is none.

    A year may be before or behind it, and a remark, so its value says which digits they are.
    """
    if reference.serial is None:
        return ""
    runs = [found[0] for found in _DIGITS.finditer(reference.text)]
    return next((run for run in reversed(runs) if int(run[-9:]) == reference.serial), "")


def is_cable(reference: Reference) -> bool:
    """Return whether an item surely is a telegram: a station of the lexicon and a sound serial.

    Reports of other offices (``IIR 6 832 0617 05``) and lines of pages caught in the block look
    like telegrams too.
    """
    return (
        reference.kind == "cable"
        and reference.station is not None
        and len(digits_of(reference)) <= _LONGEST_SERIAL
        and station(reference.station) is not None
    )


def place_of(cable: Cable, item: Reference) -> Span:
    """Return the span of an item without blanks around it."""
    return trimmed(cable.text, item.span)


def names_a_post(item: Reference) -> bool:
    """Return whether the words of an item begin with a known station: QUITO POINTS OF MAY."""
    words = item.text.split()
    names = (" ".join(words[:count]) for count in range(min(len(words), 3), 0, -1))
    return any(len(name) >= _SHORTEST_POST and station(name) is not None for name in names)


def full_year(year: int) -> int:
    """Return a year as written, of two or four digits, with its century."""
    if year > 99:
        return year
    return year + (1900 if year >= _CENTURY_TURN else 2000)


def listed_letters(cable: Cable) -> frozenset[str]:
    """Return the letters under which the list can be cited.

    Items without letters count from A. A letter in the block inside another item's
    words is listed too.
    """
    letters = {reference.letter for reference in cable.references if reference.letter}
    if not letters:
        return frozenset(chr(ord("A") + at) for at in range(min(len(cable.references), 26)))
    block = cable.references_span.of(cable.text).upper() if cable.references_span else ""
    inside = {
        chr(code)
        for code in range(ord("A"), ord("Z") + 1)
        if f" {chr(code)}. " in block or f" {chr(code)}) " in block or f"({chr(code)})" in block
    }
    return frozenset(letters | inside)


def citations(facts: Facts) -> Iterator[Citation]:
    """Yield the letters that the body cites, in order of place, outside quoted telegrams."""
    cable = facts.cable
    text = facts.get(_shown)
    places = list(_labels(text))
    if not places:
        return
    blocks = [piece for paragraph in cable.paragraphs for piece in paragraph.pieces]
    blocks += [text.span for text in cable.loose]
    blocks.sort(key=attrgetter("start", "end"))
    for at in places:
        block = bisect_right(blocks, at, key=lambda span: span.start) - 1
        if block >= 0 and at < blocks[block].end:
            yield from _cited_at(facts, text, at, blocks[block].end)


def unlabelled_list(cable: Cable) -> Span | None:
    """Return the place of a list of references that has lost its label, above the text."""
    if cable.subject is None or cable.references_span is not None:
        return None
    first = min((part.span.start for part in cable.paragraphs), default=len(cable.text))
    places = (text.span for text in cable.loose)
    above = (place for place in places if cable.subject.span.end <= place.start < first)
    return next((place for place in above if _UNLABELLED.match(_capitals(cable, place))), None)


def _capitals(cable: Cable, place: Span) -> str:
    """Return the words of a place; of a block in small letters, in capitals."""
    words = place.of(cable.text)
    return upper(words) if words.islower() else words


def _shown(facts: Facts) -> str:
    """Return the text; of a copy in small letters, in capitals."""
    text = facts.cable.text
    return upper(text) if text.islower() else text


def _labels(text: str) -> Iterator[int]:
    """Yield the places of labels that a letter may follow."""
    capitals = upper(text)  # one search instead of three
    at = capitals.find("REF")
    while at >= 0:
        if text[at : at + 3] in _LABELS and text[at + 3 : at + 4] in _AFTER_LABEL:
            yield at
        at = capitals.find("REF", at + 3)


def _cited_at(facts: Facts, text: str, at: int, end: int) -> Iterator[Citation]:
    if at > 0 and text[at - 1].isalnum():
        return
    found = _CITED.match(text, at, end)
    if found is None or is_quoted(facts, Span(at, at + 1)):
        return
    for letter in _letters(found[1]):
        yield Citation(letter, Span(*found.span()))


def _letters(words: str) -> list[str]:
    """Return the letters of a citation, those between the ends of a range too."""
    upper = words if len(words) > 1 else words.upper()
    letters = re.findall(r"\b[A-Z]\b", upper)
    for first, last in _RANGE.findall(upper):
        letters += [chr(code) for code in range(ord(first) + 1, ord(last))]
    # "Ref B, I told him" does not cite a ninth telegram.
    return [letter for letter in letters if letter != "I" or len(words) == 1 or "H" in letters]
