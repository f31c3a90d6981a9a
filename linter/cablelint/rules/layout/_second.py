"""A second telegram, or a second head of the same one, in one text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from cablegrammar import Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.facts import Facts
from cablelint.rules.transmission._heads import same_name

__all__ = ["first_quote", "repeated_head"]

_QUOTES = lazy_pattern(r"\b(?:QUOTE|QTE|BEGIN TEXT|FOLLOWING|FOLL|READDRESSED)\b")
_FIELDS = frozenset({"TAGS", "SUBJECT"})


def first_quote(facts: Facts) -> int:
    """Return from where on elements may belong to a telegram quoted or sent on below this one's."""
    cable = facts.cable
    quote = _QUOTES.search(cable.text, cable.heading.span.end if cable.heading else 0)
    return quote.end() if quote else len(cable.text) + 1


def _fields_below(facts: Facts, place: Span) -> frozenset[str]:
    """Return the kinds of fields between a heading and the paragraph below it."""
    tokens = facts.cable.tokens
    at = bisect_left(tokens, place.end, key=_start_of)
    found: set[str] = set()
    for token in tokens[at:]:
        if token.kind in ("PARAGRAPH", "HEADING"):
            break
        found.add(token.kind)
    return frozenset(found)


def _start_of(token: tuple[str, int, int]) -> int:
    return token[1]


def repeated_head(facts: Facts) -> Span | None:
    """Return the place of the second of two heads of the same telegram above its text, or None."""
    return facts.get(_repeated_head)


def _repeated_head(facts: Facts) -> Span | None:
    cable = facts.cable
    if cable.heading is None:
        return None
    body = min((part.span.start for part in cable.paragraphs), default=len(cable.text))
    for span in _later_headings(facts):
        if span.start >= body or not _same_heading(facts, span):
            continue
        if _QUOTES.search(cable.text, cable.heading.span.end, span.start):
            continue  # sent on below its own heading
        if _fields_below(facts, cable.heading.span) & _fields_below(facts, span) & _FIELDS:
            return span
    return None


def _later_headings(facts: Facts) -> Iterator[Span]:
    """Yield the classification lines that the layout has no place for."""
    for problem in facts.cable.problems:
        if problem.kind == "repeated" and problem.element == "heading":
            yield problem.span


def _same_heading(facts: Facts, span: Span) -> bool:
    """Return whether a second classification line has the words of the first."""
    first = facts.cable.heading
    if first is None or first.serial is None:
        return False
    words = "".join(filter(str.isalnum, span.of(facts.cable.text).split("\n", 1)[0])).upper()
    own = "".join(filter(str.isalnum, first.span.of(facts.cable.text))).upper()
    if words == own:
        return True
    heads = (head for head in facts.cable.section_headings if head.span.start == span.start)
    return any(
        head.serial == first.serial and same_name(head.station, first.station) for head in heads
    )
