"""Names and titles of officers, told apart by the shape of words and a lexicon (CF 6, titles.csv).

The grammar has cut the words already (``officer`` tokens of ``elements.lark``); here each word is
judged and the runs of words are ordered into names and titles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from cablegrammar.lexicon import fold, title_parts, title_words
from cablegrammar.model import Classifier
from cablegrammar.source import Span

if TYPE_CHECKING:
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["classifiers", "name_and_title"]

_LONGEST_PHRASE = 4
_LONGEST_NAME = 4
_LINKS = frozenset({"of", "for", "and", "the", "to", "in", "at", "&", "de", "d'"})
# Words that join two parts of one surname: Juan de la Rosa, Peter van Rowan.
_PARTICLES = frozenset(
    {"al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le"}
    | {"st.", "van", "von", "y"}
)
_BREAKS = frozenset({"PAUSE", "DASH"})
_AND = frozenset({"and", "&"})
# More words than any officer has; beyond them a text run into the field is read as words only.
_LONGEST_FIELD = 60
_SHORTEST_FUZZY = 5


class _Word(NamedTuple):
    """A word of the field: as written, its kind in the grammar and where it stands."""

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
    """Part the words where ``and`` stands between two officers with a name each."""
    start = 0
    for at, word in enumerate(words):
        if word.text.casefold() not in _AND or not _names(words[start:at], words[at + 1 :]):
            continue
        yield [one for one in words[start:at] if one is not words[start] or one.kind not in _BREAKS]
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
    """Return name and title; either may stand first and either may be absent."""
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


_Words = tuple[tuple[str, str], ...]


def _unjoined(words: _Words) -> Iterator[tuple[str, str]]:
    """Yield the words, a title that a slash joins to the end of a name apart: Rowan/DCM."""
    for at, (text, kind) in enumerate(words):
        name, slash, title = text.partition("/")
        ends = at + 1 == len(words) or words[at + 1][1] in _BREAKS
        named = len(name) > 2 and (at > 0 or not name.isupper())
        if slash and ends and named and _is_title(title) and not _is_title(name):
            yield from ((name, kind), ("/", "PAUSE"), (title, kind))
        else:
            yield text, kind


def _is_title(word: str) -> bool:
    return fold(word) in title_words() or fold(word) in title_parts()


def _segments(words: _Words) -> list[_Words]:
    """Part the words at commas, colons, dashes, and at the full stop behind a name or title."""
    segments: list[_Words] = []
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
    if len(bare) < 3 or "." in bare or _is_part(text):
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


def _is_name_before(segment: _Words, following: _Words, mixed: bool) -> bool:
    """Tell whether a first segment is all name because the next one is a title."""
    return (
        2 <= len(segment) <= _LONGEST_NAME
        and _plausible(segment)
        and not any(_title_marks(segment, mixed)[:-1])
        and bool(following)
        and any(_title_marks(following, mixed))
    )


def _split(segment: _Words, mixed: bool) -> tuple[str | None, str | None]:
    """Split a segment into name and title."""
    marks = _title_marks(segment, mixed)
    if not any(marks):
        if len(segment) <= _LONGEST_NAME + 1:
            return _name_of(segment), None
        return _by_shape(segment, 0)
    last = max(at for at, marked in enumerate(marks) if marked)
    first = marks.index(True)
    rest = segment[last + 1 :]
    if rest and (first == 0 or _plausible(rest)):
        if segment[last][0].casefold() in _LINKS:
            return _by_shape(segment, last + 2)
        if _plausible(rest):
            return _name_of(rest), _joined(segment[: last + 1])
        return _by_shape(segment, last + 1)
    if first > 0 and _plausible(segment[:first]):
        return _name_of(segment[:first]), _joined(segment[first:])
    return None, _joined(segment)


def _plausible(words: _Words) -> bool:
    """Tell whether words can be a name: four at most, no link among them but particles."""
    return (
        0 < len(words) <= _LONGEST_NAME + (words[-1][1] == "GENERATION")
        and words[0][0][:1].isalpha()
        and words[0][0].casefold() not in _LINKS
        and all(text.casefold() not in _LINKS - _PARTICLES for text, _ in words)
    )


def _by_shape(words: _Words, floor: int) -> tuple[str | None, str | None]:
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
    return first[1] == "INITIALS" or first[0].casefold() in _PARTICLES or before[1] == "INITIALS"


def _title_marks(words: _Words, mixed: bool) -> list[bool]:
    """Tell for each word whether it belongs to a title."""
    marks, doubtful = _known_marks(words)
    for at, (text, kind) in enumerate(words):
        if marks[at] or kind != "NAME_WORD" or not all(marks[:at]):
            continue
        if _left(words, marks, at) >= 2 and _looks_like_title(text, mixed):
            marks[at] = doubtful[at] = True
    for at in range(1, len(words) - 1):
        if words[at][0].casefold() in _LINKS and marks[at - 1]:
            marks[at] = True
    if any(marks) and _left(words, marks, -1) > 2:
        _mark_misspelled(words, marks, doubtful)
    _release(words, marks, doubtful)
    if not any(marks) and _left(words, marks, -1) > 2:
        _mark_misspelled(words, marks, doubtful)
    return marks


def _left(words: _Words, marks: Sequence[bool], at: int) -> int:
    """Count the words behind a place that no title claims, initials and links aside."""
    return sum(
        not marks[i] and words[i][1] == "NAME_WORD" and words[i][0].casefold() not in _LINKS
        for i in range(at + 1, len(words))
    )


def _known_marks(words: _Words) -> tuple[list[bool], list[bool]]:
    """Mark the phrases of the lexicon; return also which marks rest on a word of names alone."""
    known = title_words()
    marks, doubtful = [False] * len(words), [False] * len(words)
    position = 0
    while position < len(words):
        text, kind = words[position]
        if kind == "BRACKETS":
            inner = fold(text.strip("()"))
            marks[position] = position > 0 and (marks[position - 1] or inner in known)
            position += 1
            continue
        for length in range(min(_LONGEST_PHRASE, len(words) - position), 0, -1):
            run = words[position : position + length]
            entry = known.get(fold(" ".join(text for text, _ in run)))
            if entry is None or (kind in ("INITIALS", "GENERATION") and length == 1):
                continue
            alone = entry.in_name and length == 1
            if alone and not any(marks):
                continue
            if entry.phrase.isupper() and not all(text.isupper() for text, _ in run):
                continue  # DOE is a department, Doe an officer
            marks[position : position + length] = [True] * length
            doubtful[position] = alone
            position += length
            break
        else:
            marks[position] = kind == "NAME_WORD" and (_is_composed(text) or _is_part(text))
            position += 1
    return marks, doubtful


def _release(words: _Words, marks: list[bool], doubtful: Sequence[bool]) -> None:
    """Give a doubtful title back to the name: DCM Dean Rowan, Ambassador Hazel Law."""
    last = max((at for at, marked in enumerate(marks) if marked), default=-1)
    if last > 0 and doubtful[last]:
        ends_name = last == len(words) - 1 and not marks[last - 1]
        if ends_name or _left(words, marks, last) == 1:
            marks[last] = False


def _looks_like_title(text: str, mixed: bool) -> bool:
    """Tell by its shape whether an unknown word before a name is an office: AF/C, USDEL, LTC."""
    return "/" in text or (mixed and len(text) > 1 and text.isalpha() and text.isupper())


def _is_composed(text: str) -> bool:
    """Tell whether a word is put together of parts of titles: POLMINCOUNS, Pol/Econ, Ecmin."""
    pieces = [piece for piece in text.replace("-", "/").split("/") if piece]
    if len(pieces) > 1 and text[:1] != "/":
        known = title_words()
        return any(fold(p) in known or fold(p) in title_parts() or _runs(fold(p)) for p in pieces)
    return _runs(fold(text.strip(".")))


def _is_part(text: str) -> bool:
    """Tell whether a word with its point is a part of titles: Polit. Counselor."""
    bare = fold(text.rstrip("."))
    return text.endswith(".") and bare in title_parts() and bare not in title_words()


@lru_cache(maxsize=1024)
def _runs(word: str) -> bool:
    """Tell whether a word is two or more parts of titles run together."""
    if not 5 <= len(word) <= 24:
        return False
    parts = title_parts()
    reached = {0: 0}
    for end in range(2, len(word) + 1):
        steps = [n for start, n in reached.items() if word[start:end] in parts]
        if steps:
            reached[end] = max(steps) + 1
    return reached.get(len(word), 0) > 1


def _mark_misspelled(words: _Words, marks: list[bool], doubtful: list[bool]) -> None:
    """Mark the words before the name that are one or two letters off a word of titles."""
    for at, (text, kind) in enumerate(words):
        if marks[at] or kind != "NAME_WORD" or _left(words, marks, at) < 2:
            continue
        if _near(fold(text.strip(".,"))):
            marks[: at + 1] = [True] * (at + 1)
            doubtful[at] = True


@lru_cache(maxsize=1024)
def _near(word: str) -> bool:
    """Tell whether a word is within one edit of a word of titles, within two when it is long."""
    if len(word) < _SHORTEST_FUZZY:
        return False
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extractOne

    allowed = 1 if len(word) < 8 else 2
    near = [entry for entry in _single_words() if entry[0] == word[0]]
    return extractOne(word, near, scorer=OSA.distance, score_cutoff=allowed) is not None


@lru_cache(maxsize=1)
def _single_words() -> tuple[str, ...]:
    """Return the long words of titles, those of phrases too, with and without hyphens."""
    words = {word for phrase in title_words() for word in (phrase, *phrase.split())}
    return tuple(word for word in words if len(word) >= _SHORTEST_FUZZY and " " not in word)
