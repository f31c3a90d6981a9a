"""The run of paragraph numbers: where it slips, and which paragraphs are a telegram's own.

A slip is one wrong label, or one hole; what follows from it is not reported again. A second
document in the text (a quoted paper, questions to a minister) numbers its paragraphs from 1 and is
passed over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto

from msgspec import Struct

from cablegrammar import Cable, Paragraph, Span
from cablegrammar.lexicon import month
from cablelint.facts import Facts
from cablelint.spans import Cover, is_quoted

__all__ = [
    "Kind",
    "Slip",
    "firsts_of",
    "is_straight",
    "likeliest",
    "numbered",
    "own",
    "walk",
    "walked",
]

_ENOUGH_MARKS = 3
_MONTH = 24  # characters above a label that hold the name of a month


class Kind(Enum):
    """How a number departs from the run: a hole before it, a repeat, or out of its order."""

    GAP = auto()
    REPEAT = auto()
    ORDER = auto()


class Slip(Struct, frozen=True):
    """A departure at the paragraph of an index; ``due`` is the number that was expected there."""

    kind: Kind
    index: int
    due: int


def numbered(facts: Facts) -> Sequence[Paragraph]:
    """Return the numbered paragraphs that begin in no quoted telegram."""
    return facts.get(_numbered)


def _numbered(facts: Facts) -> Sequence[Paragraph]:
    cable = facts.cable
    found = [
        paragraph
        for paragraph in cable.paragraphs
        if paragraph.number is not None and not _is_day(cable.text, paragraph)
    ]
    if not cable.quoted:
        return found
    return [paragraph for paragraph in found if not is_quoted(facts, _beginning(paragraph.span))]


def _is_day(text: str, paragraph: Paragraph) -> bool:
    """Return whether a number is the second half of a date that a line end cuts: FEBRUARY / 23."""
    start = paragraph.span.start
    if paragraph.mark is not None or text[max(start - 2, 0) : start].count("\n") > 1:
        return False
    words = text[max(start - _MONTH, 0) : start].split()
    return bool(words) and words[-1].isalpha() and month(words[-1]) is not None


def _beginning(span: Span) -> Span:
    """Return the first character: a point behind UNQUOTE makes no paragraph the telegram's own."""
    return Span(span.start, span.start + 1)


def own(facts: Facts) -> Sequence[Paragraph]:
    """Return the numbered paragraphs of the telegram itself, those of documents in it left out.

    A document is a run that begins again at 1, or what BEGIN TEXT and END TEXT enclose.
    """
    return facts.get(_own)


def _own(facts: Facts) -> Sequence[Paragraph]:
    run = facts.get(likeliest)
    if not is_straight(run):
        inner = {index for index, is_inner in enumerate(facts.get(walked)[1]) if is_inner}
        run = [paragraph for index, paragraph in enumerate(run) if index not in inner]
    return _outside_texts(facts.cable, run)


def walked(facts: Facts) -> tuple[list[Slip], list[bool]]:
    """Return the slips of the likeliest run, and for each paragraph whether it is of a document."""
    return walk(facts.get(likeliest))


def likeliest(facts: Facts) -> Sequence[Paragraph]:
    """Return the numbered paragraphs, less those that disturb the run and may be of a document.

    These are the ones that BEGIN TEXT and END TEXT enclose, or the unmarked ones among marked.
    """
    run = numbered(facts)
    if is_straight(run):
        return run
    marked = [paragraph for paragraph in run if paragraph.mark is not None]
    readings = [run, _outside_texts(facts.cable, run)]
    if len(marked) >= _ENOUGH_MARKS:
        readings.append(marked)
    return min(readings, key=lambda reading: len(walk(reading)[0]))


def _outside_texts(cable: Cable, run: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs that no BEGIN TEXT and END TEXT enclose."""
    texts = Cover(
        Span(p.span.start + 1, p.span.end)
        for p in cable.passages
        if p.kind == "text" and p.opening and p.closing
    )
    return [p for p in run if Span(p.span.start, p.span.start + 1) not in texts]


def is_straight(run: Sequence[Paragraph]) -> bool:
    return all(paragraph.number == due for due, paragraph in enumerate(run, 1))


def walk(run: Sequence[Paragraph]) -> tuple[list[Slip], list[bool]]:
    """Follow the numbers; return the slips, and for each paragraph whether it is of a document.

    A number is judged with the one after it: when the run goes on as if the label were right, the
    label alone is wrong.
    """
    numbers = [paragraph.number or 0 for paragraph in run]
    firsts = firsts_of(run)
    slips: list[Slip] = []
    inner: list[bool] = []
    outer: dict[int, None] = {}  # what the runs around the present document expect next
    due = _first(numbers)
    moved: set[int] = set()  # numbers that come further below
    skip = False
    for index, number in enumerate(numbers):
        after = numbers[index + 1] if index + 1 < len(numbers) else None
        if skip:
            skip = False
        elif number == due:
            due += 1
        elif number in outer:
            while outer.popitem()[0] != number:
                pass  # a document inside that one is over too
            due = number + 1
        elif number == 1 and index and _begins_document(run, index):
            outer.setdefault(due)
            due = 2
        elif number == due + 1 and after == due:
            slips.append(Slip(Kind.ORDER, index + 1, due))
            skip, due = True, due + 2
        elif number in moved or (due < number and _all_among(range(due, number), firsts, index)):
            due = number + 1  # where a block was put, or taken from, is one slip
        else:
            slips.append(Slip(_kind(numbers, firsts, index, due), index, due))
            if _is_elsewhere(firsts, due, number):
                moved |= set(range(due, number))
            due = _resume(number, due, after)
        inner.append(bool(outer))
    return slips, inner


def firsts_of(run: Sequence[Paragraph]) -> Mapping[int, int]:
    """Return the index at which each number comes first."""
    return {run[at].number or 0: at for at in reversed(range(len(run)))}


def _begins_document(run: Sequence[Paragraph], index: int) -> bool:
    """Return whether a 1 begins a document.

    A 2 follows it, unless it is the very last number, of a document of which no more is there. A
    marked 1 right below a marked 1 is the same number twice.
    """
    here, first = run[index], run[0]
    if index + 1 < len(run):
        twice = index == 1 and here.mark is not None and first.mark is not None
        return run[index + 1].number == 2 and not twice
    return here.mark is None and here.text[:40] != first.text[:40]


def _first(numbers: Sequence[int]) -> int:
    """Return the number that the run is taken to begin with: what it begins with is not a slip."""
    if len(numbers) < 2 or numbers[0] == 1:
        return numbers[0] if numbers else 1
    return 1 if numbers[1] in (1, 2) else numbers[0]


def _kind(numbers: Sequence[int], firsts: Mapping[int, int], index: int, due: int) -> Kind:
    number = numbers[index]
    after = numbers[index + 1] if index + 1 < len(numbers) else None
    if firsts[number] < index or (number == after and after == due + 1):
        return Kind.REPEAT
    hole = number > due and after not in (due, due + 1) and not _is_elsewhere(firsts, due, number)
    return Kind.GAP if hole else Kind.ORDER


def _all_among(numbers: range, firsts: Mapping[int, int], index: int) -> bool:
    """Return whether numbers have all come before an index."""
    return all(firsts.get(number, index) < index for number in numbers)


def _is_elsewhere(firsts: Mapping[int, int], due: int, number: int) -> bool:
    """Return whether all of two numbers or more that a hole lacks are in the run."""
    return number > due + 1 and all(lacking in firsts for lacking in range(due, number))


def _resume(number: int, due: int, after: int | None) -> int:
    """Return what is expected after a slip."""
    if after == due:
        return due
    if after == due + 1:
        return due + 1
    return number + 1 if number > due or after == number + 1 else due
