"""An element that the layout requires is missing.

## What it reports
A telegram without its classification line, E.O. line, TAGS or SUBJECT; a transmission header
without its date-time group, FM or TO line. Elements that may be absent (REF, captions, header) are
not reported. In an extract it is reported as information, because the missing line may never have
been copied.

## Why it matters
Without these lines a telegram cannot be filed: its level, subject or term is unknown.

## Example
    C O N F I D E N T I A L LIMA 001650

    E.O. 12958: DECL: 03/15/2015
    SUBJECT: COTTON HARVEST IN PIURA

## Instead
    C O N F I D E N T I A L LIMA 001650

    E.O. 12958: DECL: 03/15/2015
    TAGS: EAGR, PE
    SUBJECT: COTTON HARVEST IN PIURA

## Fix
None: the words of the line are not known.

## Era
E.O. lines are required from 1 June 1972 on, TAGS from 1 March 1973 on; the others in every era.
A telegram that has neither, and whose date line cannot be read, may be older than both: nothing is
said. Prints of the 1970s and 1980s, without channel lines, may have INFO and no TO.

## References
CF, overall order (present in 99 percent); CF 4, validity of the E.O. line; TAGS, their beginning.
CF 1, TO in 1,204 of 1,204 headers; LE 1, INFO without TO in prints.
`missing-authority` reports an absent Classified By, `missing-text` a text that ends in its header.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence, Set

from cablegrammar import Cable, Problem, Span
from cablegrammar.element_names import element_words, names_with
from cablegrammar.elements import Failure, element
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.layout._elements import (
    element_before,
    is_before_missing,
    notes_of,
    problems_of,
)
from cablelint.rules.layout._labels import damaged_labels
from cablelint.rules.layout._lost_head import has_no_head
from cablelint.rules.layout._missing_text import is_cut_in_header, lost_text

_SINCE = {
    "executive-order": datetime.date(1972, 6, 1),
    "tags": datetime.date(1973, 3, 1),
}
_FIELDS = frozenset({"executive-order", "tags", "subject"})
_ADDRESS = 100  # characters of an address, at most
_ALWAYS_TO = 1990  # from this year on every header names action addressees
_COMPLETE = 1980  # from this year on every telegram has all three


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report what the grammar had to put in, unless the telegram is older than the element."""
    if has_no_head(cable):
        lost = "is" if cable.paragraphs[0].number == 1 else "and its first paragraphs are"
        message = f"the head of the telegram {lost} missing; expected the classification line first"
        yield Defect(Span(0, 0), message, severity=Severity.INFO)
        return
    if lost_text(context.facts) is not None and is_cut_in_header(context.facts):
        return  # one finding for the cut: missing-text
    missing = tuple(problems_of(cable, "missing"))
    yield from _without_action(cable, missing)
    if not missing:
        return
    strays = [
        text for text in problems_of(cable, "stray") if is_before_missing(context.facts, text)
    ]
    excused = _excused(cable, context, missing)
    for problem in missing:
        if problem.element in excused:
            continue
        if (address := _address_at(cable, problem)) is not None:
            words = address.of(cable.text)
            yield Defect(address, f"'{words}' has lost its word; expected 'TO' before the address")
            continue
        above = [stray.span.start for stray in strays if stray.span.end <= problem.span.start]
        at = above[-1] if above else problem.span.start
        before = element_before(context.facts, at)
        place = f"after {before}" if before and problem.element != "heading" else "at the top"
        yield Defect(
            Span(at, at),
            f"{element_words(problem.element)} is missing; expected {place}",
            severity=Severity.INFO if cable.extract else None,
        )


def _has_stray_header(cable: Cable) -> bool:
    """Return whether text of no element is above the heading; notes of the copy are not meant."""
    start, notes = cable.heading.span.start if cable.heading else 0, notes_of(cable)
    return any(
        problem.kind == "stray" and problem.span.end <= start and problem.span.start not in notes
        for problem in cable.problems
    )


def _address_at(cable: Cable, problem: Problem) -> Span | None:
    """Return the address with a routing indicator that is where action addressees are missing."""
    if problem.element != "addressees":
        return None
    line = cable.text[problem.span.start : problem.span.start + _ADDRESS].split("\n")[0].rstrip()
    parts = element("address_line", line)
    if isinstance(parts, Failure) or parts[0].type != "ROUTE":
        return None
    return Span(problem.span.start, problem.span.start + len(line))


def _excused(cable: Cable, context: Context, missing: Sequence[Problem]) -> frozenset[str]:
    """Return the elements that are not due, and those that another finding reports."""
    lost = {problem.element for problem in missing}
    excused = {element for element, *_ in damaged_labels(context.facts)}  # misspelled-field
    excused |= _not_due(cable, missing) | _too_new(cable, context, lost)
    if _has_stray_header(cable):
        excused |= names_with("header")
    if "originator" in lost:
        excused.add("addressees")  # one block was lost: FM with what follows it
    return frozenset(excused)


def _too_new(cable: Cable, context: Context, lost: Set[str]) -> frozenset[str]:
    """Return the elements that may be younger than the telegram."""
    if context.date is not None:
        earliest = context.date.earliest
        return frozenset(element for element, since in _SINCE.items() if earliest < since)
    # A telegram whose date line cannot be read, and that has neither, may be older than both.
    unread = any(found.element == "date-time-group" for found in cable.problems)
    return frozenset(_SINCE) if unread and lost >= _SINCE.keys() else frozenset()


def _without_action(cable: Cable, missing: Sequence[Problem]) -> Iterator[Defect]:
    """Yield the defect of a late header with FM and INFO, which the grammar takes for a print's."""
    header = cable.transmission
    if header is None or header.to or not header.info or header.originator is None:
        return
    late = header.dtg is not None and header.dtg.year >= _ALWAYS_TO
    if late and not any(problem.element == "addressees" for problem in missing):
        at = header.originator.span.end
        missing_line, line_above = element_words("addressees"), element_words("originator")
        message = f"{missing_line} is missing; expected after {line_above}"
        yield Defect(Span(at, at), message)


def _not_due(cable: Cable, missing: Iterable[Problem]) -> frozenset[str]:
    """Return the fields that this telegram never had.

    A later section alone has none: they are in the first. In 1973-79 press and service messages had
    neither an E.O. line nor TAGS, and press messages no subject.
    """
    if cable.heading is not None and (cable.heading.section or 1) > 1:
        return _FIELDS
    absent = _FIELDS & {problem.element for problem in missing}
    service = cable.date is not None and cable.date.year < _COMPLETE and len(absent) > 1
    return absent if service else frozenset()


RULE = Rule(
    code="CBL101",
    name="missing-element",
    summary="An element that the layout requires is missing",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
)
