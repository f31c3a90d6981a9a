"""A paragraph label is not in the standard form.

## What it reports
A label that is not number, point, blank, or not at the start of its line: `5.(S)`, `5) (S)`, `5 .
(S)`, `5 (S)`, `15.The`, and a portion mark with no blank after it. One or two blanks after the
point are both usual.

## Why it matters
Programs that split telegrams at `5. ` pass over such a paragraph and join it to the one before.

## Example
    5.(S) The port is open again.

## Instead
    5. (S) The port is open again.

## Fix
Safe: only points and blanks change.

All labels of a telegram are one finding, since they are one habit; the others are related places.

## Era
Every era; in capitals of 1973-79 both forms occur, so it is only information.

## References
CF 7, form of a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cablegrammar import Cable, Paragraph, Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablegrammar.unread_labels import label_again, mark_before
from cablelint.facts import Facts
from cablelint.finding import Applicability, Defect, Edit, Fix, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.paragraphs._damaged_labels import damaged_labels
from cablelint.rules.paragraphs._run import numbered

_POINT = lazy_pattern(r"\.\s+")


def check(cable: Cable, context: Context) -> Iterator[Defect]:
    """Look at the signs between number, mark and text; a habit is one finding."""
    found: list[tuple[Span, str]] = []
    edits: list[Edit] = []
    for paragraph in numbered(context.facts):
        if paragraph.digits is None:
            continue
        if wrong := list(_wrong(cable.text, paragraph)):
            end = paragraph.mark.span.end if paragraph.mark else wrong[-1][0].span.end
            found.append((Span(paragraph.digits.start, end), wrong[0][1]))
            edits += [edit for edit, _ in wrong]
    if edits:
        fix = Fix("Write labels in the standard form", tuple(edits), Applicability.SAFE)
        yield _defect(cable.text, found, fix)
    apart = list(_elsewhere(context.facts))
    apart += [
        (span, "has another form; expected number, point and blank at the start of a line")
        for _, span in damaged_labels(context.facts)
    ]
    if apart:
        yield _defect(cable.text, apart, None)


def _defect(text: str, found: Sequence[tuple[Span, str]], fix: Fix | None) -> Defect:
    """Return one defect for all labels that one fix repairs, or that none does."""
    span, why = found[0]
    label = span.of(text).rstrip()
    others = f" ({len(found)} labels)" if len(found) > 1 else ""
    related = tuple(Related(place, f"this label {reason}") for place, reason in found[1:])
    return Defect(span, f"label '{label}' {why}{others}", fix, related)


def _elsewhere(facts: Facts) -> Iterator[tuple[Span, str]]:
    """Yield the labels that are in mid line, given twice, or behind their mark, and why."""
    text = facts.cable.text
    for paragraph in numbered(facts):
        if paragraph.label is None or paragraph.digits is None:
            continue
        start, end = paragraph.digits.start, paragraph.pieces[0].start
        if not paragraph.digits.of(text).isdecimal():
            yield paragraph.digits, f"has a letter for a digit; expected '{paragraph.number}'"
        elif (again := label_again(paragraph)) is not None:
            yield Span(start, again), "is given twice; expected it once"
        elif (before := mark_before(text, paragraph)) is not None:
            yield Span(before, end), "has its portion mark before the number"
        elif paragraph.form == "inline" and _is_behind_words(text, paragraph.label.start):
            yield Span(start, end), "is in the middle of a line; expected it at the start"


def _is_behind_words(text: str, at: int) -> bool:
    """Return whether words are before a place on its line, not the remains of a sign."""
    return any(sign.isascii() and sign.isalnum() for sign in text[text.rfind("\n", 0, at) + 1 : at])


def _wrong(text: str, paragraph: Paragraph) -> Iterator[tuple[Edit, str]]:
    """Yield what has to change in a label, and why."""
    if paragraph.digits is None or not paragraph.text:
        return
    mark, start = paragraph.mark, paragraph.pieces[0].start
    after, end = paragraph.digits.end, mark.span.start if mark else start
    written = text[after:end]
    if text.startswith(("\n", "\r"), end):
        return  # nothing follows on the line of the label
    if "\n" not in written and "\r" not in written and not _POINT.fullmatch(written):
        why = (
            "has no blank after the point; expected one"
            if written == "."
            else "has another form; expected number, point and blank"
        )
        yield Edit(Span(after, end), ". "), why
    if mark is not None and mark.span.end == start and paragraph.text[0].isalnum():
        yield Edit(Span(start, start), " "), "has no blank after the portion mark; expected one"


RULE = Rule(
    code="CBL606",
    name="label-format",
    summary="A paragraph label is not in the standard form",
    severity=Severity.INFO,
    origin=Origin.DRAFTING,
    check=check,
    fixable=Applicability.SAFE,
)
