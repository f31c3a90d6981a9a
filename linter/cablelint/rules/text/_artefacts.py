"""Traces of copying that the parser looked through, as defects."""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Artefact, Cable
from cablelint.facts import Facts
from cablelint.finding import Applicability, Edit, Fix

__all__ = ["artefacts_of", "edits_of", "line_end", "undoing"]


def artefacts_of(cable: Cable, kind: str) -> Iterator[Artefact]:
    """Yield the traces of one kind in the order of the text."""
    for artefact in cable.artefacts:
        if artefact.kind == kind:
            yield artefact


def undoing(facts: Facts, artefact: Artefact, title: str) -> Fix:
    """Return the safe fix that puts the parser's replacements in, with the text's own line ends."""
    return Fix(title, edits_of(facts, artefact), Applicability.SAFE)


def edits_of(facts: Facts, artefact: Artefact) -> tuple[Edit, ...]:
    """Return the parser's replacements as edits, with the text's own line ends."""
    end = line_end(facts)
    pairs = zip(artefact.spans, artefact.replacements, strict=True)
    return tuple(Edit(span, words.replace("\n", end)) for span, words in pairs)


def line_end(facts: Facts) -> str:
    """Return how the first line of the text ends; LF when it has one line only."""
    return facts.get(_line_end)


def _line_end(facts: Facts) -> str:
    text = facts.cable.text
    at = text.find("\n")
    if at < 0:
        return "\r" if "\r" in text else "\n"
    return "\r\n" if text[at - 1 : at] == "\r" else "\n"
