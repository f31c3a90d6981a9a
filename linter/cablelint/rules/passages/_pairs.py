"""What the rules on paired passages ask in common (CF 8)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise

from cablegrammar import Passage, Span
from cablelint.facts import Facts
from cablelint.similarity import most_similar

__all__ = [
    "index_of_paragraph",
    "is_closed_by_another",
    "lost_after",
    "lost_before",
    "repeated_summaries",
]

#: A second opening further on than this begins another summary, of a quoted telegram or a paper.
_PARAGRAPHS_OF_A_SUMMARY = 3
_ALIKE = 0.75  # from which a word is taken for a misspelled name


def index_of_paragraph(facts: Facts, span: Span) -> int:
    """Return the index of the last paragraph that begins before a place, -1 before the first."""
    return bisect_right(facts.get(_starts), span.start) - 1


def _starts(facts: Facts) -> Sequence[int]:
    return [paragraph.span.start for paragraph in facts.cable.paragraphs]


def is_closed_by_another(facts: Facts, passage: Passage) -> bool:
    """Return whether a later closing names this passage beside its own: END COMMENT AND SUMMARY."""
    return facts.get(_last_closings).get(passage.kind, -1) > passage.span.start


def _last_closings(facts: Facts) -> Mapping[str, int]:
    """Return where the last closing begins that names a kind of passage beside its own.

    The name may be misspelled: END SUMMRY AND COMMENT closes the summary, too.
    """
    cable = facts.cable
    kinds = {passage.kind for passage in cable.passages}
    last: dict[str, int] = {}
    for passage in cable.passages:
        if passage.closing is None:
            continue
        words = passage.closing.of(cable.text).lower().replace("\n", " ").split(" ")
        for kind in kinds - {passage.kind}:
            if any(most_similar(word.strip(".,:;)"), (kind,), _ALIKE) for word in words if word):
                last[kind] = max(last.get(kind, -1), passage.closing.start)
    return last


def lost_after(facts: Facts, place: Span) -> bool:
    """Return whether the paragraph below that of a place is missing: it may hold the closing."""
    cable = facts.cable
    index = index_of_paragraph(facts, place)
    if index == len(cable.paragraphs) - 1:
        return False
    here = cable.paragraphs[index].number if index >= 0 else 0
    below = cable.paragraphs[index + 1].number
    return here is not None and below is not None and below > here + 1


def lost_before(facts: Facts, place: Span) -> bool:
    """Return whether the paragraph above that of a place is missing: it may hold the opening."""
    cable = facts.cable
    index = index_of_paragraph(facts, place)
    here = cable.paragraphs[index].number if index >= 0 else None
    above = cable.paragraphs[index - 1].number if index > 0 else 0
    return here is not None and above is not None and here > above + 1


def repeated_summaries(facts: Facts) -> list[tuple[Passage, Passage]]:
    """Return the summaries left open, each with the one opened before it could close."""
    summaries = [p for p in facts.cable.passages if p.kind == "summary" and p.opening is not None]
    if len(summaries) < 2:
        return []
    return [
        (first, second)
        for first, second in pairwise(summaries)
        if first.closing is None
        and second.closing is not None
        and index_of_paragraph(facts, second.span) - index_of_paragraph(facts, first.span)
        <= _PARAGRAPHS_OF_A_SUMMARY
    ]
