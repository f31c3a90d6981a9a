"""Names and titles of officers, by the shape of words and a lexicon (CF 6, titles.csv).

The grammar has cut the words already (``officer`` tokens of ``elements.lark``); here each word is
judged and the runs of words are ordered into names and titles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cablegrammar.build.title_words import (
    LINKS,
    PARTICLES,
    Words,
    is_part_of_title,
    is_title_word,
    title_marks,
)
from cablegrammar.lexicon import fold, title_words
from cablegrammar.model import Classifier
from cablegrammar.source import Span

if TYPE_CHECKING:
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["classifiers", "name_and_title"]

_LONGEST_NAME = 4
_BREAKS = frozenset({"PAUSE", "DASH"})
_AND = frozenset({"and", "&"})
# More words than any officer has; beyond them a text that runs into the field is not read.
_LONGEST_FIELD = 60


class _Word(NamedTuple):
    """A word of the field: as written, its kind in the grammar, and its place."""

    text: str
    kind: str
    start: int


def classifiers(parts: Sequence[Lexeme], base: int) -> tuple[Classifier, ...]:
    """Return the officers that the words after ``Classified By`` name, in order."""
    words = [_Word(str(part), part.type, base + part.start) for part in parts[:_LONGEST_FIELD]]
    found: list[Classifier] = []
    for group in _groups(words):
        name, title = _name_and_title(tuple((word.text, word.kind) for word in group))
        if name or title:
            end = group[-1].start + len(group[-1].text.rstrip(" ,;.:"))
            found.append(Classifier(name, title, Span(group[0].start, end)))
    return tuple(found)


def _groups(words: list[_Word]) -> Iterator[list[_Word]]:
    """Part the words where ``and`` is between two officers with a name each."""
    start = 0
    for at, word in enumerate(words):
        if word.text.casefold() not in _AND or not _names(words[start:at], words[at + 1 :]):
            continue
        yield words[start + (words[start].kind in _BREAKS) : at]
        start = at + 1
    if rest := words[start:]:
        yield rest


def _names(before: Sequence[_Word], behind: Sequence[_Word]) -> bool:
    """Tell whether both sides of an ``and`` name an officer by two words or more, and a title."""
    pairs = [_name_and_title(tuple((w.text, w.kind) for w in side)) for side in (before, behind)]
    return all(name and " " in name for name, _ in pairs) and any(title for _, title in pairs)


def name_and_title(words: str) -> tuple[str | None, str | None]:
    """Return the officer's name and title from plain words."""
    return _name_and_title(tuple((word, "NAME_WORD") for word in words.split()))


@lru_cache(maxsize=1024)  # officers recur from telegram to telegram
def _name_and_title(words: tuple[tuple[str, str], ...]) -> tuple[str | None, str | None]:
    """Return name and title; either may come first, and either may be absent."""
    segments = _segments(tuple(_unjoined(words)))
    mixed = any(text != text.upper() for text, _ in words)
    name: str | None = None
    titles: list[str] = []
    for at, segment in enumerate(segments):
        if len(segment) == 1 and segment[0][1] == "GENERATION" and name is not None:
            name = f"{name}, {_generation(segment[0][0])}"
            continue
        following = segments[at + 1] if at + 1 < len(segments) else ()
        if name is None and not titles and _is_name_before(segment, following, mixed):
            name = _joined(segment)
            continue
        found, title = _split(segment, mixed)
        if found and name is None and not (titles and title is None and " " not in found):
            name = found
        elif found:
            title = _joined(segment)
        if title:
            titles.append(title)
    return name, ", ".join(titles) or None


def _generation(text: str) -> str:
    """Return Jr. with its point, III without the full stop behind it."""
    return text.rstrip(".") if text[0] in "Ii" else text


def _unjoined(words: Words) -> Iterator[tuple[str, str]]:
    """Yield the words, a title that a slash joins to the end of a name apart: Rowan/DCM."""
    for at, (text, kind) in enumerate(words):
        name, slash, title = text.partition("/")
        ends = at + 1 == len(words) or words[at + 1][1] in _BREAKS
        named = len(name) > 2 and (at > 0 or not name.isupper())
        if slash and ends and named and is_title_word(title) and not is_title_word(name):
            yield from ((name, kind), ("/", "PAUSE"), (title, kind))
        else:
            yield text, kind


def _segments(words: Words) -> list[Words]:
    """Part the words at commas, colons, dashes, and at the full stop behind a name or title."""
    segments: list[Words] = []
    current: list[tuple[str, str]] = []
    for text, kind in words:
        if kind in _BREAKS:
            segments.append(tuple(current))
            current = []
        elif kind == "NAME_WORD" and text.endswith(".") and not _is_abbreviation(text):
            segments.append((*current, (text.rstrip("."), kind)))
            current = []
        else:
            current.append((text, kind))
    segments.append(tuple(current))
    return [segment for segment in segments if segment]


def _is_abbreviation(text: str) -> bool:
    """Tell whether a point belongs to a word: Amb., a.i., U.S."""
    bare = text.rstrip(".")
    if len(bare) < 3 or "." in bare or is_part_of_title(text):
        return True
    pointed, plain = title_words().get(fold(text)), title_words().get(fold(bare))
    return (pointed is not None and pointed.phrase.endswith(".")) or (
        plain is not None and plain.kind == "abbreviation"
    )


def _joined(words: Sequence[tuple[str, str]]) -> str:
    """Return the words of a title; only the point of an abbreviation stays."""
    if not words:
        return ""
    text = " ".join(text for text, _ in words).strip(" ,;:")
    return text if _is_abbreviation(text.rpartition(" ")[2]) else text.rstrip(".")


def _name_of(words: Sequence[tuple[str, str]]) -> str:
    """Return the words of a name without Mr. and the like before it."""
    kept = list(words)
    while len(kept) > 1 and kept[0][1] == "HONORIFIC":
        kept.pop(0)
    text = " ".join(text for text, _ in kept)
    keep_point = kept[-1][1] in ("GENERATION", "INITIALS")
    return text.strip(" ,;:") if keep_point else text.strip(" ,;.:")


def _is_name_before(segment: Words, following: Words, mixed: bool) -> bool:
    """Tell whether a first segment is all name because the next one is a title."""
    return (
        2 <= len(segment) <= _LONGEST_NAME
        and _plausible(segment)
        and not any(title_marks(segment, mixed)[:-1])
        and bool(following)
        and any(title_marks(following, mixed))
    )


def _split(segment: Words, mixed: bool) -> tuple[str | None, str | None]:
    """Split a segment into name and title."""
    marks = title_marks(segment, mixed)
    if not any(marks):
        if len(segment) <= _LONGEST_NAME + 1:
            return _name_of(segment), None
        return _by_shape(segment, 0)
    last = max(at for at, marked in enumerate(marks) if marked)
    first = marks.index(True)
    rest = segment[last + 1 :]
    if rest and (first == 0 or _plausible(rest)):
        if segment[last][0].casefold() in LINKS:
            return _by_shape(segment, last + 2)
        if _plausible(rest):
            return _name_of(rest), _joined(segment[: last + 1])
        return _by_shape(segment, last + 1)
    if first > 0 and _plausible(segment[:first]):
        return _name_of(segment[:first]), _joined(segment[first:])
    return None, _joined(segment)


def _plausible(words: Words) -> bool:
    """Tell whether words can be a name: four and its particles at most, no other link."""
    joined = sum(text.casefold() in PARTICLES for text, _ in words)
    return (
        0 < len(words) <= _LONGEST_NAME + joined + (words[-1][1] == "GENERATION")
        and words[0][0][:1].isalpha()
        and words[0][0].casefold() not in LINKS
        and all(text.casefold() not in LINKS - PARTICLES for text, _ in words)
    )


def _by_shape(words: Words, floor: int) -> tuple[str | None, str | None]:
    """Split a run without known words: the name is at its end, with initials and generation.

    ``floor`` is the first word that can belong to the name.
    """
    size = 2 + (words[-1][1] == "GENERATION")
    while len(words) - size > floor and _goes_on_before(words[-size], words[-size - 1]):
        size += 1
    if len(words) - size < floor or not _plausible(words[-size:]):
        return None, _joined(words)
    return _name_of(words[-size:]), _joined(words[:-size])


def _goes_on_before(first: tuple[str, str], before: tuple[str, str]) -> bool:
    """Tell whether a name begins before its first word: a given name, an initial, a particle."""
    return first[1] == "INITIALS" or first[0].casefold() in PARTICLES or before[1] == "INITIALS"
