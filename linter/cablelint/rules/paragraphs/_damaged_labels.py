"""Labels of paragraphs that are there, but not in the form of a label."""

from __future__ import annotations

from collections.abc import Sequence

from cablegrammar import Cable, Paragraph, Span
from cablegrammar.unread_labels import damaged_labels_between
from cablelint.facts import Facts
from cablelint.rules.paragraphs._run import Kind, Slip, is_straight, likeliest, walked

__all__ = ["damaged_before", "damaged_labels"]

_MOST_DAMAGED = 20  # missing numbers, from which text is lost


def damaged_labels(facts: Facts) -> list[tuple[int, Span]]:
    """Return the numbers and places of labels that are there, but not in the form of a label.

    They are searched for only where the run has a gap: `2 (C)` in mid line, `(2)`, `2, (C)`.
    """
    run = facts.get(likeliest)
    if is_straight(run):
        return []
    return [
        found
        for slip in facts.get(walked)[0]
        if slip.kind is Kind.GAP
        for found in damaged_before(facts.cable, run, slip)
    ]


def damaged_before(cable: Cable, run: Sequence[Paragraph], slip: Slip) -> list[tuple[int, Span]]:
    """Return the damaged labels between the paragraphs around a gap, each number once.

    Where pilcrows became digits, they did so before these labels as well.
    """
    pilcrow = "1" if any(a.kind == "pilcrow-as-digit" for a in cable.artefacts) else ""
    number = run[slip.index].number or 0
    if not slip.index or number - slip.due > _MOST_DAMAGED:
        return []
    start = run[slip.index - 1].pieces[0].start
    end = run[slip.index].span.start
    found: list[tuple[int, Span]] = []
    for labelled, place in damaged_labels_between(cable.text, start, end):
        due = slip.due + len(found)
        if str(labelled) in (f"{due}", f"{pilcrow}{due}"):
            found.append((due, place))
    return found
