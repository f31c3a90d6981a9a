"""How alike two words are: the one measure behind suggestions and misspelt words."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["most_similar"]


def most_similar(word: str, candidates: Iterable[str], least: float) -> str | None:
    """Return the candidate most like a word, or None when none is alike by ``least`` (0 to 1).

    The measure is twice the letters in common, in their order, by the letters of both words.
    """
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extractOne

    found = extractOne(word, list(candidates), scorer=ratio, score_cutoff=100 * least)
    return found[0] if found else None
