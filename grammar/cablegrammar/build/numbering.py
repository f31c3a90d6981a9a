"""Which numbered blocks are paragraphs, and which are items of a list inside one.

Numbered lists are the largest source of false answers about continuity, so a block counts as a
paragraph only as part of one ascending run through the body (CF 7).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

__all__ = ["Label", "paragraphs_among", "pilcrow_digits"]

_LONGEST_GAP = 30
# Where both readings of a label follow equally well, all labels are read alike.
_BARE = 0.001


class Label(Struct, frozen=True):
    """What is known of a numbered block: its number, whether it is marked, where it is.

    ``invites_list`` tells that the text before ends with a colon, ``after_letter`` that a block
    under a letter is right before.
    """

    number: int
    marked: bool
    indented: bool
    invites_list: bool
    bracketed: bool
    after_letter: bool


def pilcrow_digits(digits: Sequence[str], usual: Sequence[bool]) -> list[bool]:
    """Tell for each label whether its leading 1 was a pilcrow (CF 12); none is when in doubt.

    Decided for the whole record: without those digits more numbers follow the one before. A label
    that never had a pilcrow, because it was not in the ``usual`` form, may be among them.
    """
    plain, bare = _follow(digits, strip=False), _follow(digits, strip=True)
    stripped = [len(text) > len(str(number)) for text, number in zip(digits, bare, strict=True)]
    gain = _score(bare) - _score(plain)
    kept = [form for form, is_bare in zip(usual, stripped, strict=True) if not is_bare]
    if sum(stripped) < 2 or gain < (2 if any(kept) else 1):
        return [False] * len(digits)
    return stripped


def _follow(digits: Sequence[str], *, strip: bool) -> list[int]:
    """Return the numbers of the labels, each with or without its leading 1, as they follow best."""
    choices: list[list[int]] = []
    for text in digits:
        can_strip = strip and len(text) > 1 and text[0] == "1" and text[1] != "0"
        numbers = [int(text), *((int(text[1:]),) if can_strip else ())]
        choices.append(numbers)
    best = [[float(number == 1) for number in choices[0]]] if choices else []
    came: list[list[int]] = [[0] * len(choices[0])] if choices else []
    for before, here in pairwise(choices):
        row, source = [], []
        for number in here:
            reached = [
                score + (number == other + 1) for score, other in zip(best[-1], before, strict=True)
            ]
            source.append(max(range(len(reached)), key=reached.__getitem__))
            row.append(reached[source[-1]] + (_BARE if number != here[0] else 0.0))
        best.append(row)
        came.append(source)
    if not choices:
        return []
    at = max(range(len(best[-1])), key=best[-1].__getitem__)
    chosen: list[int] = []
    for here, source in zip(reversed(choices), reversed(came), strict=True):
        chosen.append(here[at])
        at = source[at]
    return chosen[::-1]


def _score(numbers: Sequence[int]) -> int:
    steps = sum(after == before + 1 for before, after in pairwise(numbers))
    return steps + (numbers[:1] == [1])


def paragraphs_among(labels: Sequence[Label]) -> list[bool]:
    """Tell for each numbered block whether it is a paragraph; the others are list items.

    Blocks numbered 1, 2, 3 ... without exception are all paragraphs. Else each block gets a
    weight by its place, and the run with the greatest weight is taken: a step to the next
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
    if at >= 0 and best[at] < 0:
        return chosen
    while at >= 0:
        chosen[at] = True
        at = came[at]
    return chosen


def _invited(labels: Sequence[Label]) -> list[bool]:
    """Tell which blocks belong to a list: one that a colon or a letter invites, and what follows.

    Items of another style than the paragraphs, such as ``1)`` among ``1.``, begin a list with
    their 1, whatever their marks.
    """
    bracketed = _usually_bracketed(labels)
    invited: list[bool] = []
    for i, label in enumerate(labels):
        before = labels[i - 1] if i else None
        begins = (label.invites_list and not label.marked) or (
            before is not None
            and label.number == 1
            and (label.after_letter or label.bracketed is not bracketed)
        )
        goes_on = (
            before is not None
            and invited[-1]
            and label.number == before.number + 1
            and label.bracketed is before.bracketed
            and label.marked <= before.marked
        )
        invited.append(begins or goes_on)
    return invited


def _usually_bracketed(labels: Sequence[Label]) -> bool:
    """Tell whether labels of paragraphs have a bracket, as the first one unless it is alone."""
    brackets = [label.bracketed for label in labels]
    first = brackets[0] if brackets else False
    return first if brackets.count(first) > 1 else not first and len(brackets) > 1


def _weight(label: Label, marks_are_usual: bool, invited: bool) -> float:
    weight = 1.0
    if label.marked and not invited:
        weight += 3.5  # an item of a list practically never has a portion mark
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
    """Return what a run gains by its first number; one far from 1 is hardly a paragraph's."""
    if number > _LONGEST_GAP:
        return -1.6
    return 1.0 if number == 1 else 0.0 if number == 2 else -0.5


def _step(before: int, after: int) -> float:
    if after == before + 1:
        return 1.0
    if before < after <= before + _LONGEST_GAP:
        return -0.7
    if after == before:
        return -0.9
    # The longer the run so far, the less likely that the numbers begin anew.
    return -1.6 - before / 5 if after * 2 <= before <= _LONGEST_GAP else -1.6
