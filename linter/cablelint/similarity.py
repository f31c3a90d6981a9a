"""How similar two words are, for suggestions and misspelt words."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["did_you_mean", "most_similar", "near_words", "nearest_word"]


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Return the end of a message on an unknown word: the candidate most similar to it, if any."""
    folded = {candidate.lower().replace("_", "-"): candidate for candidate in candidates}
    close = most_similar(word.lower().replace("_", "-"), folded, 0.7)
    return f"; did you mean '{folded[close]}'?" if close else ""


def most_similar(word: str, candidates: Iterable[str], least: float) -> str | None:
    """Return the candidate most similar to a word, or None below the similarity ``least`` (0-1).

    The measure is twice the letters in common, in their order, by the letters of both words.
    """
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extractOne

    found = extractOne(word, list(candidates), scorer=ratio, score_cutoff=100 * least)
    return found[0] if found else None


def near_words(word: str, known: Iterable[str], *, within: int = 2) -> list[str]:
    """Return the known words nearest to a word, all of one distance; none when none is near.

    Distance counts letters added, lost, changed or exchanged with their neighbour; it stays below
    half of the word's length, so that short words are not taken for each other.
    """
    from rapidfuzz.distance import OSA

    limit = min(within, (len(word) - 1) // 2)
    distances = {other: OSA.distance(word, other, score_cutoff=limit) for other in known}
    best = min(distances.values(), default=limit + 1)
    return [other for other, distance in distances.items() if distance == best <= limit]


def nearest_word(word: str, known: Iterable[str], *, within: int = 2) -> str | None:
    """Return the one known word nearest to a word, or None when none is near or two are."""
    found = near_words(word, known, within=within)
    return found[0] if len(found) == 1 else None
