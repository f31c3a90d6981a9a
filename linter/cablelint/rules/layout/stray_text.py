"""Text where the layout allows none.

## What it reports
Words before the classification line that are neither header nor a note of the archive, and words
between SUBJECT, REF and Classified By that belong to no field: often the second half of a subject
that a blank line has cut. Words that a page line has cut from the subject are left to `page-mark`.
Also lines that have no place between two paragraphs: the beginning of a transmission (`PP RUEHC`,
`DE`, `ZNY`), its end (`NNNN`), and the links of a web page (`Home | Search | Top`).

## Why it matters
The words are lost to every program that reads fields; a subject is found only by its first half.

## Example
    SUBJECT: COTTON HARVEST IN PIURA AND

    THE PORT OF PAITA

    REF: LIMA 1502

## Instead
    SUBJECT: COTTON HARVEST IN PIURA AND
    THE PORT OF PAITA

    REF: LIMA 1502

## Fix
None: where the words belong is not certain.

## Era
Every era.

## References
CF, overall order; CF 5, where a subject ends.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from cablegrammar import Cable, Problem, Span
from cablegrammar.element_names import terminals_with
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.layout._elements import (
    below_misplaced_heading,
    element_before,
    groups,
    is_before_missing,
    is_blank,
    notes_of,
    related_to,
    shown,
)
from cablelint.rules.layout._labels import damaged_labels
from cablelint.rules.references._items import unlabelled_list
from cablelint.spans import trimmed


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report stray text by the element before it."""
    if below_misplaced_heading(cable):
        return
    yield from _of_copy(cable)
    yield from _transmission_within(cable)
    yield from _references(cable)
    if not any(found.kind == "stray" for found in cable.problems):
        return
    notes, marks = notes_of(cable), _mark_ends(cable)
    labels = [place for _, _, place in damaged_labels(context.facts)]
    for group in groups(cable, "stray"):
        strays = [
            problem
            for problem in group
            if problem.span.start not in notes
            and not any(place in problem.span for place in labels)
            and not is_before_missing(context.facts, problem)
            and not _cut_by_page_mark(cable, problem, marks)
        ]
        if not strays:
            continue
        first = strays[0]
        before = element_before(context.facts, first.span.start)
        place = f"after {before}" if before else "above the classification line"
        message = (
            f"'{shown(cable, first.span)}' {place} belongs to no element; expected a field here"
        )
        if _is_rest_of_subject(cable, first):
            message = (
                f"a blank line cuts the SUBJECT line before '{shown(cable, first.span)}'; "
                "expected the subject in one block"
            )
        yield Defect(trimmed(cable.text, first.span), message, related=related_to(cable, strays))


def _is_rest_of_subject(cable: Cable, problem: Problem) -> bool:
    """Return whether a line of the subject, or one in capitals, is right below its other words."""
    subject = cable.subject
    if subject is not None and problem.span in subject.value:
        return True
    if subject is None or problem.span.start < subject.span.end:
        return False
    if not is_blank(cable.text, subject.span.end, problem.span.start):
        return False
    words = problem.span.of(cable.text).strip()
    return "\n" not in words and words.isupper() and subject.text.isupper()


def _references(cable: Cable) -> Iterator[Defect]:
    """Yield the list of references that has lost its label."""
    place = unlabelled_list(cable)
    if place is not None:
        first = place.of(cable.text).split("\n", 1)[0].strip()
        yield Defect(
            Span(place.start, place.start + len(first)),
            f"'{first}' begins a list of references without a label; expected 'REF:' before it",
        )


def _of_copy(cable: Cable) -> Iterator[Defect]:
    """Yield the links of a web page, wherever they are."""
    for token in cable.tokens:
        if token.kind == "NAVIGATION":
            place = trimmed(cable.text, token.span)
            words = place.of(cable.text)
            yield Defect(place, f"'{words}' is a line of a web page; expected only the telegram")


def _transmission_within(cable: Cable) -> Iterator[Defect]:
    """Yield what begins or ends a transmission right above a paragraph of the same telegram."""
    if cable.heading is None or cable.quoted or cable.section_headings:
        return
    body = min((part.span.start for part in cable.paragraphs), default=len(cable.text))
    tokens = [block for block in cable.tokens if block.start >= body and block.kind != "BLANK"]
    channel = terminals_with("channel")
    start: int | None = None
    for token, after in pairwise(tokens):
        if token.kind not in channel:
            start = None
        elif start is None:
            start = token.start
        if after.kind != "PARAGRAPH":
            continue
        if token.kind == "MESSAGE_END":
            place = trimmed(cable.text, token.span)
            yield Defect(
                place, f"end mark '{place.of(cable.text)}' is in the text; expected it at the end"
            )
        elif start is not None:
            place = trimmed(cable.text, Span(start, token.end))
            first = place.of(cable.text).split("\n")[0].rstrip()
            yield Defect(
                place,
                f"transmission line '{first}' is in the text; "
                "expected it above the classification line",
            )


def _mark_ends(cable: Cable) -> Sequence[int]:
    """Return where the page lines below the subject end."""
    if cable.subject is None:
        return ()
    below = cable.subject.span.end
    return sorted(mark.span.end for mark in cable.page_marks if mark.span.start >= below)


def _cut_by_page_mark(cable: Cable, problem: Problem, marks: Sequence[int]) -> bool:
    """Return whether a page line is right above the text and below the subject."""
    at = bisect_right(marks, problem.span.start)
    return at > 0 and is_blank(cable.text, marks[at - 1], problem.span.start)


RULE = Rule(
    code="CBL104",
    name="stray-text",
    summary="Text where the layout allows none",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
)
