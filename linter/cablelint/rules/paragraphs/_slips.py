"""Slips of the run of paragraph numbers as defects: gaps, repeats, numbers out of order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from cablegrammar import Cable, Paragraph, Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.facts import Facts
from cablelint.finding import Defect, Related, Severity
from cablelint.rules.paragraphs._damaged_labels import damaged_before
from cablelint.rules.paragraphs._run import Kind, Slip, firsts_of, is_straight, likeliest, walked

__all__ = ["has_gap", "is_withheld", "slips_of"]

_WITHHELD = lazy_pattern(r"[Xx]{5,}")
_ENDS_WITHHELD = lazy_pattern(r"[Xx]{8,}\W*\Z")
_TWO_DIGITS = 10
# What machines take a digit for.
_CONFUSED = {1: "7", 3: "8", 5: "6", 6: "5", 7: "1", 8: "3"}
_A_FEW = 150  # characters
# Copies of prints, where words were blacked out or whited out before they were read by machine.
_PRINTED = ("release", "white-house", "cia")


def slips_of(facts: Facts, kind: Kind) -> Iterator[Defect]:
    """Yield the slips of one kind, as warnings in extracts and next to withheld paragraphs.

    In copies of prints a gap is most often white: a redaction, or a label the machine lost.
    """
    cable = facts.cable
    printed = kind is Kind.GAP and any(wrapper.kind in _PRINTED for wrapper in cable.wrappers)
    run = facts.get(likeliest)
    if is_straight(run):
        return
    bare = [part.span for part in cable.paragraphs if part.number is None]
    firsts = firsts_of(run)
    for slip in facts.get(walked)[0]:
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


def has_gap(facts: Facts) -> bool:
    """Return whether paragraph numbers are missing within the run."""
    return any(True for _ in slips_of(facts, Kind.GAP))


def is_withheld(paragraph: Paragraph) -> bool:
    """Return whether a paragraph's words were cut out before release, or all but a few (CF 12)."""
    return len(paragraph.text) < _A_FEW and _WITHHELD.match(paragraph.text) is not None


def _misread_label(cable: Cable, run: Sequence[Paragraph], slip: Slip, place: Span) -> Defect:
    """Return the defect of a label with a digit lost or misread: 1. between 10. and 12."""
    before = run[slip.index - 1].number
    message = f"paragraph {place.of(cable.text)} follows {before}; expected {slip.due}"
    return Defect(place, message, severity=Severity.WARNING if cable.extract else None)


def _mislabelled(text: str, run: Sequence[Paragraph], slip: Slip) -> Span | None:
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


def _is_only_damage(facts: Facts, run: Sequence[Paragraph], slip: Slip) -> bool:
    """Return whether every number that a gap lacks is there in a damaged form."""
    if slip.kind is not Kind.GAP:
        return False
    lacking = (run[slip.index].number or 0) - slip.due
    return len(damaged_before(facts.cable, run, slip)) == lacking


def _message(run: Sequence[Paragraph], slip: Slip) -> str:
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


def _printed_message(run: Sequence[Paragraph], slip: Slip) -> str:
    """Say what a copy of a print lacks: the label, for the text below it may be there."""
    number = run[slip.index].number or 0
    before = run[slip.index - 1].number if slip.index else None
    numbers = str(slip.due) if number - slip.due == 1 else f"{slip.due} to {number - 1}"
    return f"no paragraph is numbered {numbers} ({number} follows {before})"


def _related(
    run: Sequence[Paragraph], bare: Sequence[Span], firsts: Mapping[int, int], slip: Slip
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


def _is_cut(run: Sequence[Paragraph], slip: Slip) -> bool:
    if slip.kind is not Kind.GAP or not slip.index:
        return False
    before = run[slip.index - 1]
    if "[...]" in before.text or is_withheld(before):
        return True
    return _ENDS_WITHHELD.search(before.text[-40:]) is not None


def _digits(paragraph: Paragraph) -> Span:
    return paragraph.digits or paragraph.span
