"""A telegram that ends with its header, or inside it."""

from __future__ import annotations

from cablegrammar import Span
from cablelint.facts import Facts

__all__ = ["is_cut_in_header", "lost_text"]


def lost_text(facts: Facts) -> Span | None:
    """Return the place at the end of a header that no text follows, or None."""
    return facts.get(_lost_text)


def is_cut_in_header(facts: Facts) -> bool:
    """Return whether fields are missing at the very end of the text."""
    return any(
        problem.kind == "header-only" and len(problem.expected) > 1
        for problem in facts.cable.problems
    )


def _lost_text(facts: Facts) -> Span | None:
    cable = facts.cable
    if cable.heading is None or cable.paragraphs or cable.loose:
        return None
    if cable.signature is not None or cable.trailer or cable.section_headings:
        return None
    end = len(cable.text.rstrip())
    start = max(cable.text.rfind(" ", 0, end), cable.text.rfind("\n", 0, end)) + 1
    return Span(start, end)
