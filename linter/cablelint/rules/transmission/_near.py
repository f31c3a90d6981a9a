"""The nearest known word: what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["near_words", "nearest"]


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


def nearest(word: str, known: Iterable[str], *, within: int = 2) -> str | None:
    """Return the one known word nearest to a word, or None when none is near or two are."""
    found = near_words(word, known, within=within)
    return found[0] if len(found) == 1 else None
