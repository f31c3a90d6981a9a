"""Which words of an officer's name and title belong to the title (CF 6, titles.csv).

A word is known to the lexicon, put together of its parts, has the shape of an office, or is nearly
one of its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from cablegrammar.lexicon import fold, title_parts, title_words

__all__ = ["LINKS", "PARTICLES", "Words", "is_part_of_title", "is_title_word", "title_marks"]

#: The words of a field with their kinds in the grammar.
Words = tuple[tuple[str, str], ...]
#: Words that join the words of a title.
LINKS = frozenset({"of", "for", "and", "the", "to", "in", "at", "&", "de", "d'"})
#: Words that join two parts of one surname: Juan de la Rosa, Peter van Rowan.
PARTICLES = frozenset(
    {"al", "bin", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le"}
    | {"st.", "van", "von", "y"}
)
_JOINING = LINKS | PARTICLES
_LONGEST_PHRASE = 4
_SHORTEST_FUZZY = 5


def title_marks(words: Words, mixed: bool) -> list[bool]:
    """Tell for each word whether it belongs to a title."""
    marks, doubtful = _known_marks(words)
    for at, (text, kind) in enumerate(words):
        if marks[at] or kind != "NAME_WORD" or not all(marks[:at]):
            continue
        if _left(words, marks, at) >= 2 and _looks_like_title(text, mixed):
            marks[at] = doubtful[at] = True
    for at in range(1, len(words) - 1):
        if words[at][0].casefold() in LINKS and marks[at - 1]:
            marks[at] = True
    if any(marks) and _left(words, marks, -1) > 2:
        _mark_misspelled(words, marks, doubtful)
    _release(words, marks, doubtful)
    if not any(marks) and _left(words, marks, -1) > 2:
        _mark_misspelled(words, marks, doubtful)
    return marks


def is_title_word(word: str) -> bool:
    """Tell whether the lexicon knows a word as a title or a part of one."""
    return fold(word) in title_words() or fold(word) in title_parts()


def _left(words: Words, marks: Sequence[bool], at: int) -> int:
    """Count the words behind a place that no title claims, initials and links aside."""
    return sum(
        not marks[i] and words[i][1] == "NAME_WORD" and words[i][0].casefold() not in _JOINING
        for i in range(at + 1, len(words))
    )


def _known_marks(words: Words) -> tuple[list[bool], list[bool]]:
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
            marks[position] = kind == "NAME_WORD" and (_is_composed(text) or is_part_of_title(text))
            position += 1
    return marks, doubtful


def _release(words: Words, marks: list[bool], doubtful: Sequence[bool]) -> None:
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


def is_part_of_title(text: str) -> bool:
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


def _mark_misspelled(words: Words, marks: list[bool], doubtful: list[bool]) -> None:
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


@cache
def _single_words() -> tuple[str, ...]:
    """Return the long words of titles, those of phrases too, with and without hyphens."""
    words = {word for phrase in title_words() for word in (phrase, *phrase.split())}
    return tuple(word for word in words if len(word) >= _SHORTEST_FUZZY and " " not in word)
