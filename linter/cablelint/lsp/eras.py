"""The era of an open text."""

from __future__ import annotations

from cablegrammar.lexicon import Era, era_of_year
from cablelint.lsp.documents import Analysis

__all__ = ["era_of"]


def era_of(analysis: Analysis) -> Era | None:
    """Return the era of a text's TAGS; None when its year is unknown."""
    return era_of_year(analysis.year) if analysis.year is not None else None
