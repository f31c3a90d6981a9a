"""Words for the elements of the layout, and where in a telegram a problem is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from cablegrammar import Cable, Problem, Span
from cablegrammar.element_names import (
    element_words,
    grammar_name,
    names_with,
    terminals_with,
)
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.facts import Facts
from cablelint.finding import Related
from cablelint.spans import trimmed

__all__ = [
    "below_misplaced_heading",
    "element_before",
    "groups",
    "is_before_missing",
    "is_blank",
    "notes_of",
    "problems_of",
    "related_to",
    "shown",
]

_BLANKS = lazy_pattern(r"\s*")


def element_before(facts: Facts, offset: int) -> str | None:
    """Name the last known element that begins before an offset, or None at the top."""
    places, names = facts.get(_landmarks)
    at = bisect_left(places, offset)
    return element_words(names[at - 1]) if at else None


def _landmarks(facts: Facts) -> tuple[Sequence[int], Sequence[str]]:
    """Return where the known elements begin, and their names."""
    landmarks = terminals_with("landmark")
    known = [token for token in facts.cable.tokens if token.kind in landmarks]
    return [token.start for token in known], [grammar_name(token.kind) for token in known]


def notes_of(cable: Cable) -> frozenset[int]:
    """Return where the notes of the copy, the ends of pages and rules begin."""
    notes = terminals_with("note", "page")
    return frozenset(token.start for token in cable.tokens if token.kind in notes)


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
        if group and bisect_right(starts, group[-1].span.start) < bisect_left(
            starts, problem.span.start
        ):
            yield group
            group = []
        group.append(problem)
    if group:
        yield group


def below_misplaced_heading(cable: Cable) -> bool:
    """Return whether fields are above the classification line, such as a table of an archive.

    That is one slip, which misplaced-element reports; its effects are not reported again.
    """
    start = cable.heading.span.start if cable.heading else 0
    return any(
        problem.kind == "misplaced"
        and (problem.element == "heading" or problem.span.start < start)
        and problem.element not in names_with("header")
        for problem in cable.problems
    )


def is_before_missing(facts: Facts, problem: Problem) -> bool:
    """Return whether a field is missing right below: then the text is stray for want of it only."""
    missing = facts.get(_missing_fields)
    at = bisect_left(missing, problem.span.start)
    return at < len(missing) and is_blank(facts.cable.text, problem.span.end, missing[at])


def _missing_fields(facts: Facts) -> Sequence[int]:
    return sorted(
        problem.span.start
        for problem in facts.cable.problems
        if problem.kind == "missing" and problem.element not in names_with("header")
    )


def is_blank(text: str, start: int, end: int) -> bool:
    """Return whether only blanks are between two places; looks no further than these."""
    return start >= end or _BLANKS.fullmatch(text, start, end) is not None


def related_to(cable: Cable, group: list[Problem]) -> tuple[Related, ...]:
    """Return the places of a group after the first, each named."""
    return tuple(
        Related(trimmed(cable.text, problem.span), element_words(problem.element))
        for problem in group[1:]
    )


def shown(cable: Cable, span: Span, most: int = 40) -> str:
    """Return the words of a span for a message, cut at a length in characters."""
    words = " ".join(span.of(cable.text).split())
    return words if len(words) <= most else words[: most - 3].rstrip() + "..."
