"""How similar two words are, for suggestions and misspelt words."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["most_similar"]


def most_similar(word: str, candidates: Iterable[str], least: float) -> str | None:
    """Return the candidate most similar to a word, or None below the similarity ``least`` (0-1).

    The measure is twice the letters in common, in their order, by the letters of both words.
    """
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extractOne

    found = extractOne(word, list(candidates), scorer=ratio, score_cutoff=100 * least)
    return found[0] if found else None
