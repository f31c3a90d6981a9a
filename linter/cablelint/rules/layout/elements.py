"""Words for the elements of the layout, and where in a telegram a problem lies."""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable, Problem, Span
from cablelint.finding import Related

__all__ = [
    "HEADER_ELEMENTS",
    "HEADER_LINES",
    "below_misplaced_heading",
    "element_before",
    "groups",
    "in_words",
    "is_before_missing",
    "problems_of",
    "related_to",
    "shown",
    "trimmed",
]

#: Lines of a header that are missing when it could not be read; the header is stray text then.
HEADER_LINES = frozenset({"date-time-group", "originator", "addressees"})
#: Elements of the transmission header, which stands above the classification line by right.
HEADER_ELEMENTS = frozenset(
    {
        "date-time-group",
        "originator",
        "addressees",
        "information-addressees",
        "exempted-addressees",
        "start-of-message",
        "routing-line",
        "station-line",
        "channel-line",
        "distribution",
        "dash-counter",
        "break",
    }
)
_WORDS = {
    "heading": "the classification line",
    "executive-order": "the E.O. line",
    "tags": "the TAGS line",
    "subject": "the SUBJECT line",
    "references": "the REF block",
    "authority": "the Classified By line",
    "reason": "the reason",
    "declassify-on": "the Declassify On line",
    "caption": "a caption",
    "corrected-copy": "the corrected copy line",
    "date-time-group": "the date-time group",
    "originator": "the FM line",
    "addressees": "the TO line",
    "information-addressees": "the INFO line",
    "exempted-addressees": "the XMT line",
    "start-of-message": "the start-of-message line",
    "routing-line": "the routing line",
    "station-line": "the DE line",
    "channel-line": "the ZNY or ZNR line",
    "distribution": "the distribution",
    "dash-counter": "the dash counter",
    "break": "the break (BT)",
    "end-of-message": "the end of message",
    "signature": "the signature",
    "paragraph": "a numbered paragraph",
    "title": "a title",
    "page-mark": "a page line",
    "portion-mark": "a portion mark",
    "end": "the end of the text",
}
# Terminals of the layout grammar that a place can be told by.
_LANDMARKS = {
    "HEADING": "heading",
    "CAPTION": "caption",
    "EO": "executive-order",
    "TAGS": "tags",
    "SUBJECT": "subject",
    "REF": "references",
    "AUTHORITY": "authority",
    "PARAGRAPH": "paragraph",
    "DTG": "date-time-group",
    "FROM": "originator",
    "TO": "addressees",
    "INFO": "information-addressees",
    "TITLE": "title",
    "SIGNATURE": "signature",
}


def in_words(element: str) -> str:
    """Return the name of an element as the handbook has it, with its article."""
    return _WORDS.get(element, element.replace("-", " "))


def element_before(cable: Cable, offset: int) -> str | None:
    """Name the last known element that begins before an offset, or None at the top."""
    last: str | None = None
    for token in cable.tokens:
        if token.span.start >= offset:
            break
        last = _LANDMARKS.get(token.kind, last)
    return in_words(last) if last else None


def problems_of(cable: Cable, kind: str) -> Iterator[Problem]:
    """Yield the problems of a kind in the order of the text, each once."""
    seen: set[Span] = set()
    for problem in cable.problems:
        if problem.kind == kind and (kind in ("missing", "malformed") or problem.span not in seen):
            seen.add(problem.span)
            yield problem


def groups(cable: Cable, kind: str) -> Iterator[list[Problem]]:
    """Yield the problems of a kind, those together that one slip has caused.

    That is: all before the first paragraph, and below it those with no paragraph between them.
    """
    starts = [part.span.start for part in cable.paragraphs]
    group: list[Problem] = []
    for problem in problems_of(cable, kind):
        if group and any(group[-1].span.start < at < problem.span.start for at in starts):
            yield group
            group = []
        group.append(problem)
    if group:
        yield group


def below_misplaced_heading(cable: Cable) -> bool:
    """Tell whether fields stand above the classification line, such as a table of an archive.

    That is one slip, which misplaced-element reports; what it makes stray or repeated is not told.
    """
    start = cable.heading.span.start if cable.heading else 0
    return any(
        problem.kind == "misplaced"
        and (problem.element == "heading" or problem.span.start < start)
        and problem.element not in HEADER_ELEMENTS
        for problem in cable.problems
    )


def is_before_missing(cable: Cable, problem: Problem) -> bool:
    """Tell whether a field is missing right below: then the text is stray for want of it only."""
    return any(
        other.kind == "missing"
        and other.element not in HEADER_LINES
        and other.span.start - problem.span.start >= 0
        and not cable.text[problem.span.end : other.span.start].strip()
        for other in cable.problems
    )


def related_to(cable: Cable, group: list[Problem]) -> tuple[Related, ...]:
    """Return the places of a group after the first, each named."""
    return tuple(
        Related(trimmed(cable, problem.span), in_words(problem.element)) for problem in group[1:]
    )


def trimmed(cable: Cable, span: Span) -> Span:
    """Return a span without the blanks at its ends."""
    words = span.of(cable.text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))


def shown(cable: Cable, span: Span, most: int = 40) -> str:
    """Return the words of a span for a message, cut at a length in characters."""
    words = " ".join(span.of(cable.text).split())
    return words if len(words) <= most else words[: most - 3].rstrip() + "..."
