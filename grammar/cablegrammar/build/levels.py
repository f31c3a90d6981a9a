"""The words and letters of classification levels, as headings and portion marks write them."""

from __future__ import annotations

from functools import lru_cache

from cablegrammar.model import Level

__all__ = ["class_level", "level_of", "nearest_class_level", "portion_level"]

# Without blanks, for a class word may be written letter by letter (CF 2).
_CLASS_WORDS = {
    "UNCLAS": Level.UNCLASSIFIED,
    "UNCLASSIFIED": Level.UNCLASSIFIED,
    "LIMITEDOFFICIALUSE": Level.LIMITED_OFFICIAL_USE,
    "LOU": Level.LIMITED_OFFICIAL_USE,
    "OFFICIALUSEONLY": Level.LIMITED_OFFICIAL_USE,
    "RESTRICTED": Level.LIMITED_OFFICIAL_USE,  # the lowest class until 1953
    "CONFIDENTIAL": Level.CONFIDENTIAL,
    "SECRET": Level.SECRET,
    "TOPSECRET": Level.TOP_SECRET,
}
# What only portions are marked with (CF 7).
_PORTION_LETTERS = {
    "U": Level.UNCLASSIFIED,
    "SBU": Level.UNCLASSIFIED,
    "FOUO": Level.UNCLASSIFIED,
    "C": Level.CONFIDENTIAL,
    "S": Level.SECRET,
    "TS": Level.TOP_SECRET,
}


def class_level(letters: str) -> Level | None:
    """Return the level of a class word in capitals, or None when it is spelt otherwise."""
    return _CLASS_WORDS.get(letters)


def level_of(words: str) -> Level:
    """Return the level that class words name, or come nearest to."""
    letters = "".join(sign for sign in words.upper() if "A" <= sign <= "Z")
    level = class_level(letters)
    return level if level is not None else nearest_class_level(letters)


def portion_level(words: str) -> Level:
    """Return the level of the words of a portion mark, which the grammar has read."""
    letters = words.replace(" ", "")
    return _PORTION_LETTERS[letters] if letters in _PORTION_LETTERS else _CLASS_WORDS[letters]


@lru_cache(maxsize=256)
def nearest_class_level(letters: str) -> Level:
    """Return the level whose word is most like a misspelt one, or the word given twice."""
    half = letters[: len(letters) // 2]
    if half in _CLASS_WORDS and half * 2 == letters:
        return _CLASS_WORDS[half]
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extractOne

    nearest = extractOne(letters, list(_CLASS_WORDS), scorer=OSA.normalized_similarity)
    return _CLASS_WORDS[nearest[0]] if nearest is not None else Level.UNCLASSIFIED
