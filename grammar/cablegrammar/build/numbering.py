"""Which numbered blocks are paragraphs, and which are items of a list inside one.

Numbered lists are the largest source of false answers about continuity, so a block counts as a
paragraph only as part of one ascending run through the body (CF 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

__all__ = ["Label", "are_pilcrow_digits", "paragraphs_among"]

_LONGEST_GAP = 30


class Label(Struct, frozen=True):
    """What is known of a numbered block: its number, whether it is marked, how it stands.

    ``invites_list`` tells that the text before ends with a colon.
    """

    number: int
    marked: bool
    indented: bool
    invites_list: bool
    bracketed: bool


def are_pilcrow_digits(digits: Sequence[str]) -> bool:
    """Tell whether every label carries a leading 1 that was a pilcrow (CF 12).

    Decided for the whole record: every label begins with a 1, and without it they run from 1.
    """
    if len(digits) < 2 or not all(len(d) > 1 and d[0] == "1" for d in digits):
        return False
    numbers = [int(d[1:]) for d in digits]
    steps = sum(after == before + 1 for before, after in pairwise(numbers))
    return numbers[0] == 1 and steps >= 0.8 * (len(numbers) - 1)


def paragraphs_among(labels: Sequence[Label]) -> list[bool]:
    """Tell for each numbered block whether it is a paragraph; the others are list items.

    Blocks numbered 1, 2, 3 ... without exception are all paragraphs. Else each block gets a
    weight by how it stands, and the run with the greatest weight is taken: a step to the next
    number gains, a gap, a repeat or a fall costs.
    """
    if all(label.number == i for i, label in enumerate(labels, 1)):
        return [True] * len(labels)
    marked = sum(label.marked for label in labels)
    invited = _invited(labels)
    weights = [
        _weight(label, marked * 3 > len(labels), in_list)
        for label, in_list in zip(labels, invited, strict=True)
    ]
    best: list[float] = []
    came: list[int] = []
    for i, label in enumerate(labels):
        score, source = weights[i] + _start(label.number), -1
        for j in range(max(0, i - 40), i):
            candidate = best[j] + weights[i] + _step(labels[j].number, label.number)
            if candidate > score:
                score, source = candidate, j
        best.append(score)
        came.append(source)
    chosen = [False] * len(labels)
    at = max(range(len(labels)), key=lambda i: best[i], default=-1)
    while at >= 0:
        chosen[at] = True
        at = came[at]
    return chosen


def _invited(labels: Sequence[Label]) -> list[bool]:
    """Tell which blocks a colon invites: the one after it, and those that count on from there."""
    invited: list[bool] = []
    for i, label in enumerate(labels):
        goes_on = i > 0 and invited[-1] and label.number == labels[i - 1].number + 1
        invited.append(not label.marked and (label.invites_list or goes_on))
    return invited


def _weight(label: Label, marks_are_usual: bool, invited: bool) -> float:
    weight = 1.0
    if label.marked:
        weight += 3.5  # an item of a list practically never bears a portion mark
    elif marks_are_usual:
        weight -= 1.9
    if label.indented:
        weight -= 1.0
    if invited:
        weight -= 1.0
    if label.bracketed and not label.marked:
        weight -= 1.5
    return weight


def _start(number: int) -> float:
    return 1.0 if number == 1 else 0.0 if number == 2 else -0.5


def _step(before: int, after: int) -> float:
    if after == before + 1:
        return 1.0
    if before < after <= before + _LONGEST_GAP:
        return -0.7
    return -0.9 if after == before else -1.6
