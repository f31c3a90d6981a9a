"""The law of safe fixes: the letters and digits of the record stay the same sequence."""

from __future__ import annotations

from collections.abc import Iterable

from cablelint.finding import Applicability, Edit

__all__ = ["applicability"]


def applicability(text: str, edits: Iterable[Edit]) -> Applicability:
    """Return ``safe`` for edits that keep every letter and digit in its order, else ``unsafe``."""
    kept = all(_letters(edit.span.of(text)) == _letters(edit.replacement) for edit in edits)
    return Applicability.SAFE if kept else Applicability.UNSAFE


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words))
