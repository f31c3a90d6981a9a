"""A numbered paragraph of a classified telegram has no portion mark.

## What it reports
A numbered paragraph without a mark such as `(C)` in a telegram classified Confidential or higher.
Where no paragraph at all is marked there is one finding for the telegram.

## Why it matters
Without its mark the paragraph has to be handled, quoted and reviewed at the level of the whole.

## Example
    C O N F I D E N T I A L ACCRA 000310
    ...
    2. (C) The harvest began early.
    3. Prices at the port did not move.

## Instead
    3. (U) Prices at the port did not move.

## Fix
None: the level is the drafter's decision.

## Era
From 14 October 1995, when E.O. 12958 took effect; telegrams before may be marked as a whole. A
SMART message is marked throughout whatever its level. In copies that were read by machine a mark is
often there, but misread (`40)` for `(C)`): the confidence is low. A paragraph that says ENTIRE TEXT
covers all. Lists, quoted texts, second documents and withheld paragraphs need no marks, nor do
paragraphs whose items are marked one by one.

## References
CF 7, marks by paragraph; LE 11.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from cablegrammar import Cable, Family, Level, Paragraph
from cablegrammar.unread_labels import is_marked_within, label_again, mark_before, marks_the_whole
from cablelint.facts import Facts
from cablelint.finding import Confidence, Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.paragraphs._bracket import bracket_of, is_entire
from cablelint.rules.paragraphs._era import marks_are_required
from cablelint.rules.paragraphs._run import own
from cablelint.rules.paragraphs._slips import is_withheld

# Copies of prints: a mark is a few letters in brackets, and brackets are misread most.
_READ_BY_MACHINE = ("release", "white-house", "cia")


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Look for numbered paragraphs without mark where each needs one."""
    heading = cable.heading
    is_smart = cable.family is Family.SMART
    if heading is None or (heading.level < Level.CONFIDENTIAL and not is_smart):
        return
    if all(paragraph.mark and paragraph.mark.level is not None for paragraph in cable.paragraphs):
        return
    if not marks_are_required(cable, context) or _is_marked_as_a_whole(cable):
        return
    run = own(context.facts)
    unmarked = [paragraph for paragraph in run if _needs_mark(context.facts, paragraph)]
    defects = _defects(unmarked, len(run))
    severity = Severity.INFO if cable.extract and not is_smart else None
    doubtful = any(wrapper.kind in _READ_BY_MACHINE for wrapper in cable.wrappers)
    confidence = Confidence.LOW if doubtful else None
    yield from (replace(defect, severity=severity, confidence=confidence) for defect in defects)


def _defects(unmarked: Sequence[Paragraph], total: int) -> Iterator[Defect]:
    if len(unmarked) == total > 1:
        where = unmarked[0].label or unmarked[0].span
        message = f"none of the {total} paragraphs has a portion mark; expected one on each"
        yield Defect(where, message)
        return
    for paragraph in unmarked:
        where = paragraph.label or paragraph.span
        message = f"paragraph {paragraph.number} has no portion mark; expected one such as (C)"
        yield Defect(where, message)


def _is_marked_as_a_whole(cable: Cable) -> bool:
    return any(is_entire(p.mark) or marks_the_whole(p) for p in cable.paragraphs)


def _needs_mark(facts: Facts, paragraph: Paragraph) -> bool:
    if paragraph.mark is not None and paragraph.mark.level is not None:
        return False
    return not (
        is_withheld(paragraph)
        or label_again(paragraph) is not None
        or mark_before(facts.cable.text, paragraph) is not None
        or is_marked_within(paragraph)
        or bracket_of(facts, paragraph) is not None
    )


RULE = Rule(
    code="CBL611",
    name="missing-portion-mark",
    summary="A numbered paragraph of a classified telegram has no portion mark",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
