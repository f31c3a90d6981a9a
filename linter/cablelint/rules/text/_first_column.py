"""Whether the first column of a text is cut, so that every line lacks its first letter."""

from __future__ import annotations

from collections.abc import Sequence

from cablegrammar import Span
from cablelint.facts import Facts

__all__ = ["labels_cut"]

_FEWEST = 3  # labels without their first letter: one or two are slips


def labels_cut(facts: Facts) -> Sequence[tuple[Span, str]]:
    """Return the labels that lack only their first letter, and what they were.

    None are returned where too few do for a cut column.
    """
    return facts.get(_labels_cut)


def _labels_cut(facts: Facts) -> Sequence[tuple[Span, str]]:
    cable = facts.cable
    cut = [
        (span, label)
        for artefact in cable.artefacts
        if artefact.kind == "misspelled-field"
        for span, label in zip(artefact.spans, artefact.replacements, strict=False)
        if _letters(label)[1:].startswith(_letters(span.of(cable.text)))
    ]
    return cut if len(cut) >= _FEWEST else ()


def _letters(label: str) -> str:
    """Return the letters of a label, in capitals: E.O. and EO are one."""
    return "".join(letter for letter in label.upper() if letter.isalnum())
