"""Traces of copying that the parser looked through, as defects."""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Artefact, Cable
from cablelint.finding import Applicability, Edit, Fix

__all__ = ["artefacts_of", "undoing"]


def artefacts_of(cable: Cable, kind: str) -> Iterator[Artefact]:
    """Yield the traces of one kind in the order of the text."""
    for artefact in cable.artefacts:
        if artefact.kind == kind:
            yield artefact


def undoing(cable: Cable, artefact: Artefact, title: str) -> Fix:
    """Return the safe fix that puts the parser's replacements in, with the text's own line ends."""
    line_end = "\r\n" if "\r\n" in cable.text else "\n"
    pairs = zip(artefact.spans, artefact.replacements, strict=True)
    edits = tuple(Edit(span, words.replace("\n", line_end)) for span, words in pairs)
    return Fix(title, edits, Applicability.SAFE)
