"""An element is repeated.

## What it reports
A field that the telegram has already had: a second TAGS or SUBJECT line, a second REF block above
the first paragraph. Fields of quoted and readdressed telegrams and of later sections are not
reported. Fields that are repeated together are one finding.

## Why it matters
Two telegrams may have been put together, or a table of the archive was copied into the text.

## Example
    TAGS: EAGR, PE
    SUBJECT: COTTON HARVEST IN PIURA
    TAGS: EAGR, PE

## Instead
    TAGS: EAGR, PE
    SUBJECT: COTTON HARVEST IN PIURA

## Fix
None: which of the two is the telegram's own is not known.

## Era
Every era.

## References
CF, overall order; CF 2, heads of later sections.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Span
from cablegrammar.element_names import element_words
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.layout._elements import (
    below_misplaced_heading,
    element_before,
    groups,
    related_to,
)
from cablelint.rules.layout._second import first_quote, repeated_head
from cablelint.spans import trimmed


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report the first element of every group, the others as related places."""
    if below_misplaced_heading(cable):
        return
    found = list(groups(cable, "repeated"))
    quoted_from = first_quote(context.facts) if found else 0
    head = repeated_head(context.facts) if found else None
    for group in found:
        first = group[0]
        if head is not None and first.span.start >= head.start:
            continue  # all of the second head is one repeated-head
        if first.element == "caption" or quoted_from <= first.span.start:
            continue  # a telegram may have many captions
        if first.element == "heading" and _is_of_a_section(cable, first.span):
            continue  # section-count compares the numbers
        before = element_before(context.facts, first.span.start)
        place = f" after {before}" if before else ""
        yield Defect(
            trimmed(cable.text, first.span),
            f"{element_words(first.element)} is repeated{place}; expected once",
            related=related_to(cable, group),
        )


def _is_of_a_section(cable: Cable, place: Span) -> bool:
    """Return whether a classification line counts sections and is not the first one again."""
    words = place.of(cable.text).split()
    own = cable.heading.span.of(cable.text).split() if cable.heading else []
    return "SECTION" in map(str.upper, words) and words[: len(own)] != own


RULE = Rule(
    code="CBL103",
    name="repeated-element",
    summary="An element is repeated",
    severity=Severity.WARNING,
    origin=Origin.TRANSMISSION,
    check=check,
)
