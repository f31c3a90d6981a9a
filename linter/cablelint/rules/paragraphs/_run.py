"""The run of paragraph numbers: where it slips, and which paragraphs are a telegram's own.

A slip is one wrong label, or one hole; what follows from it is not reported again. A second
document in the text (a quoted paper, questions to a minister) numbers its paragraphs from 1 and is
passed over.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto

from msgspec import Struct

from cablegrammar import Cable, Paragraph, Span
from cablegrammar.lexicon import month
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.facts import Facts
from cablelint.finding import Defect, Related, Severity
from cablelint.spans import Cover, is_quoted

__all__ = [
    "Kind",
    "damaged_labels",
    "has_gap",
    "is_withheld",
    "label_again",
    "mark_before",
    "numbered",
    "own",
    "slips_of",
]

_WITHHELD = lazy_pattern(r"[Xx]{5,}")
_ENOUGH_MARKS = 3
_TWO_DIGITS = 10
# What machines take a digit for.
_CONFUSED = {1: "7", 3: "8", 5: "6", 6: "5", 7: "1", 8: "3"}
_MOST_DAMAGED = 20  # missing numbers, from which text is lost
#: A number at the beginning of a line, or one before a portion mark, in any form.
_DAMAGED_LABEL = lazy_pattern(
    r"(?m:^)[^\w\n]{0,8}(?:\d{1,2}[ ](?:AND|TO|&|-)[ ])?(?P<line>[lI]\d|\d[lIoO]|\d{1,2})"
    r"(?:[A-Z]?[.,:;)\]]{1,2}|[ \t]{1,3}(?=\(|[A-Z]{2}))(?=\s|\(|[A-Z])"
    r"|(?<![\w.,:/-])\(?(?P<marked>\d{1,2})[ .,:;)]{0,3}\((?:U|C|S|TS|SBU)(?:/[A-Z/]{1,12})?\)"
)
_AGAIN = lazy_pattern(r"¶?(?P<number>\d{1,3})[.)]\s{1,3}\((?:TS|[CSU]|SBU)(?:/[A-Z/]{1,12})?\)")
_MARK_FIRST = lazy_pattern(r"[ \t]{0,3}(?P<mark>\((?:TS|[CSU]|SBU)(?:/[A-Z/]{1,12})?\))[ \t]{0,3}")
_DIGITS = str.maketrans("lIoO", "1100")  # letters that were read for digits
_MONTH = 24  # characters above a label that hold the name of a month
_A_FEW = 150  # characters
# Copies of prints, where words were blacked out or whited out before they were read by machine.
_PRINTED = ("release", "white-house", "cia")
_ENDS_WITHHELD = lazy_pattern(r"[Xx]{8,}\W*\Z")


class Kind(Enum):
    """How a number departs from the run: a hole before it, a repeat, or out of its order."""

    GAP = auto()
    REPEAT = auto()
    ORDER = auto()


class _Slip(Struct, frozen=True):
    """A departure at the paragraph of an index; ``due`` is the number that was expected there."""

    kind: Kind
    index: int
    due: int


def numbered(facts: Facts) -> list[Paragraph]:
    """Return the numbered paragraphs that begin in no quoted telegram."""
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
    run = facts.get(_likeliest)
    if not _is_straight(run):
        inner = {index for index, is_inner in enumerate(_walk(run)[1]) if is_inner}
        run = [paragraph for index, paragraph in enumerate(run) if index not in inner]
    return _outside_texts(facts.cable, run)


def is_withheld(paragraph: Paragraph) -> bool:
    """Return whether a paragraph's words were cut out before release, or all but a few (CF 12)."""
    return len(paragraph.text) < _A_FEW and _WITHHELD.match(paragraph.text) is not None


def has_gap(facts: Facts) -> bool:
    """Return whether paragraph numbers are missing within the run."""
    return any(True for _ in slips_of(facts, Kind.GAP))


def slips_of(facts: Facts, kind: Kind) -> Iterator[Defect]:
    """Yield the slips of one kind, as warnings in extracts and next to withheld paragraphs.

    In copies of prints a gap is most often white: a redaction, or a label the machine lost.
    """
    cable = facts.cable
    printed = kind is Kind.GAP and any(wrapper.kind in _PRINTED for wrapper in cable.wrappers)
    run = facts.get(_likeliest)
    if _is_straight(run):
        return
    bare = [part.span for part in cable.paragraphs if part.number is None]
    firsts = _firsts(run)
    for slip in _walk(run)[0]:
        if (wrong := _mislabelled(cable.text, run, slip)) is not None:
            if kind is Kind.ORDER:
                yield _misread_label(cable, run, slip, wrong)
        elif slip.kind is kind and not _is_only_damage(facts, run, slip):
            severity = Severity.WARNING if cable.extract or _is_cut(run, slip) else None
            severity = Severity.INFO if printed else severity
            yield Defect(
                _digits(run[slip.index]),
                _message(run, slip) if not printed else _printed_message(run, slip),
                related=tuple(_related(run, bare, firsts, slip)),
                severity=severity,
            )


def _misread_label(cable: Cable, run: Sequence[Paragraph], slip: _Slip, place: Span) -> Defect:
    """Return the defect of a label with a digit lost or misread: 1. between 10. and 12."""
    before = run[slip.index - 1].number
    message = f"paragraph {place.of(cable.text)} follows {before}; expected {slip.due}"
    return Defect(place, message, severity=Severity.WARNING if cable.extract else None)


def _mislabelled(text: str, run: Sequence[Paragraph], slip: _Slip) -> Span | None:
    """Return the digits of the one number between two labels that is the missing one, misread.

    It was read as an item of a list because it does not go on from the label above.
    """
    if slip.kind is not Kind.GAP or not slip.index:
        return None
    items = run[slip.index - 1].lists
    if (run[slip.index].number or 0) - slip.due != 1 or len(items) != 1:
        return None
    start = items[0].start + (text[items[0].start] == "\N{PILCROW SIGN}")
    digit = text[start : start + 1]
    meant = str(slip.due) if slip.due >= _TWO_DIGITS else _CONFUSED.get(slip.due, "")
    is_label = text.startswith(". ", start + 1) and digit in meant
    return Span(start, start + 1) if digit and is_label else None


def label_again(paragraph: Paragraph) -> int | None:
    """Return the end of a label that repeats the paragraph's own right behind it: 3. 3. (C)."""
    match = _AGAIN.match(paragraph.text)
    if match is None or paragraph.mark is not None or int(match["number"]) != paragraph.number:
        return None
    return paragraph.pieces[0].start + match.end()


def mark_before(text: str, paragraph: Paragraph) -> int | None:
    """Return the start of a portion mark that is before the number: (C) 3."""
    if paragraph.label is None or paragraph.mark is not None:
        return None
    start = text.rfind("\n", 0, paragraph.label.start) + 1
    match = _MARK_FIRST.fullmatch(text, start, paragraph.label.start)
    return match.start("mark") if match is not None else None


def damaged_labels(facts: Facts) -> list[tuple[int, Span]]:
    """Return the numbers and places of labels that are there, but not in the form of a label.

    They are searched for only where the run has a gap: `2 (C)` in mid line, `(2)`, `2, (C)`.
    """
    run = facts.get(_likeliest)
    if _is_straight(run):
        return []
    return [
        found
        for slip in _walk(run)[0]
        if slip.kind is Kind.GAP
        for found in _damaged(facts.cable.text, run, slip)
    ]


def _is_only_damage(facts: Facts, run: Sequence[Paragraph], slip: _Slip) -> bool:
    """Return whether every number that a gap lacks is there in a damaged form."""
    if slip.kind is not Kind.GAP:
        return False
    lacking = (run[slip.index].number or 0) - slip.due
    return len(_damaged(facts.cable.text, run, slip)) == lacking


def _damaged(text: str, run: Sequence[Paragraph], slip: _Slip) -> list[tuple[int, Span]]:
    """Return the damaged labels between the paragraphs around a gap, each number once."""
    number = run[slip.index].number or 0
    if not slip.index or number - slip.due > _MOST_DAMAGED:
        return []
    start = run[slip.index - 1].pieces[0].start
    end = run[slip.index].span.start
    found: list[tuple[int, Span]] = []
    for match in _DAMAGED_LABEL.finditer(text, start, end):
        digits = match["line"] or match["marked"]
        if int(digits.translate(_DIGITS)) == slip.due + len(found):
            place = Span(match.start("line" if match["line"] else "marked"), match.end())
            found.append((slip.due + len(found), Span(place.start, place.start + len(digits))))
    return found


def _likeliest(facts: Facts) -> Sequence[Paragraph]:
    """Return the numbered paragraphs, less those that disturb the run and may be of a document.

    These are the ones that BEGIN TEXT and END TEXT enclose, or the unmarked ones among marked.
    """
    run = numbered(facts)
    if _is_straight(run):
        return run
    marked = [paragraph for paragraph in run if paragraph.mark is not None]
    readings = [run, _outside_texts(facts.cable, run)]
    if len(marked) >= _ENOUGH_MARKS:
        readings.append(marked)
    return min(readings, key=lambda reading: len(_walk(reading)[0]))


def _outside_texts(cable: Cable, run: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs that no BEGIN TEXT and END TEXT enclose."""
    texts = Cover(
        Span(p.span.start + 1, p.span.end)
        for p in cable.passages
        if p.kind == "text" and p.opening and p.closing
    )
    return [p for p in run if Span(p.span.start, p.span.start + 1) not in texts]


def _is_straight(run: Sequence[Paragraph]) -> bool:
    return all(paragraph.number == due for due, paragraph in enumerate(run, 1))


def _walk(run: Sequence[Paragraph]) -> tuple[list[_Slip], list[bool]]:
    """Follow the numbers; return the slips, and for each paragraph whether it is of a document.

    A number is judged with the one after it: when the run goes on as if the label were right, the
    label alone is wrong.
    """
    numbers = [paragraph.number or 0 for paragraph in run]
    firsts = _firsts(run)
    slips: list[_Slip] = []
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
            slips.append(_Slip(Kind.ORDER, index + 1, due))
            skip, due = True, due + 2
        elif number in moved or (due < number and _all_among(range(due, number), firsts, index)):
            due = number + 1  # where a block was put, or taken from, is one slip
        else:
            slips.append(_Slip(_kind(numbers, firsts, index, due), index, due))
            if _is_elsewhere(firsts, due, number):
                moved |= set(range(due, number))
            due = _resume(number, due, after)
        inner.append(bool(outer))
    return slips, inner


def _firsts(run: Sequence[Paragraph]) -> Mapping[int, int]:
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


def _message(run: Sequence[Paragraph], slip: _Slip) -> str:
    number = run[slip.index].number or 0
    before = run[slip.index - 1].number if slip.index else None
    match slip.kind:
        case Kind.GAP if number - slip.due == 1:
            return f"paragraph {slip.due} is missing ({number} follows {before})"
        case Kind.GAP:
            return f"paragraphs {slip.due} to {number - 1} are missing ({number} follows {before})"
        case Kind.REPEAT:
            return f"paragraph number {number} is repeated; expected {slip.due}"
        case Kind.ORDER if before is None:
            return f"the first paragraph is numbered {number}; expected 1"
        case Kind.ORDER if number == slip.due:
            return f"paragraph {number} follows {before}; expected the other order"
        case Kind.ORDER:
            return f"paragraph {number} follows {before}; expected {slip.due}"


def _printed_message(run: Sequence[Paragraph], slip: _Slip) -> str:
    """Say what a copy of a print lacks: the label, for the text below it may be there."""
    number = run[slip.index].number or 0
    before = run[slip.index - 1].number if slip.index else None
    numbers = str(slip.due) if number - slip.due == 1 else f"{slip.due} to {number - 1}"
    return f"no paragraph is numbered {numbers} ({number} follows {before})"


def _related(
    run: Sequence[Paragraph], bare: Sequence[Span], firsts: Mapping[int, int], slip: _Slip
) -> Iterator[Related]:
    """Point at the other label of the number, or at those in the hole that are ``bare`` of one."""
    here = run[slip.index]
    if slip.kind is Kind.REPEAT:
        first = firsts[here.number or 0]
        other = run[first if first < slip.index else slip.index + 1]
        yield Related(_digits(other), f"the other {here.number}")
    elif slip.kind is Kind.GAP and slip.index:
        start = bisect_right(bare, run[slip.index - 1].span.start, key=_start)
        for span in bare[start : bisect_left(bare, here.span.start, key=_start)]:
            yield Related(span, "this paragraph has no number")


def _start(span: Span) -> int:
    return span.start


def _is_cut(run: Sequence[Paragraph], slip: _Slip) -> bool:
    if slip.kind is not Kind.GAP or not slip.index:
        return False
    before = run[slip.index - 1]
    if "[...]" in before.text or is_withheld(before):
        return True
    return _ENDS_WITHHELD.search(before.text[-40:]) is not None


def _digits(paragraph: Paragraph) -> Span:
    return paragraph.digits or paragraph.span
