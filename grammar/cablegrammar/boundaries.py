"""Where a telegram ends in its text: a second one behind it, or nothing below its header."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from cablegrammar.build.heading import build_heading
from cablegrammar.element_names import required_fields, terminals_with
from cablegrammar.model import Problem
from cablegrammar.runtime.search import terminal
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cablegrammar.model import Cable
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["second_telegram", "with_boundary_problems"]

_QUOTING = terminal("BEFORE_QUOTED_TELEGRAM")
# Lines beside those of a header that go before a heading and belong to it.
_BEFORE_HEADING = frozenset({"PAGE_MARK", "CLASS_LINE", "BLANK", "COPY_NOTE", "MESSAGE_END"})
# What may be the end of the telegram before.
_ENDS = frozenset({"BREAK", "MESSAGE_END", "CLASS_LINE", "BLANK"})
_FEW = 20  # blocks: as many as are between a heading and its fields
_SHORTEST_TEXT = 100
_NEAR = 300  # characters: as far as QUOTE can be above a quoted telegram


def second_telegram(text: str, tokens: Sequence[Lexeme]) -> tuple[int, tuple[Lexeme, ...]] | None:
    """Return where a second telegram begins, and its heading with those of others behind it.

    Later sections, a repeated head, and quoted or readdressed telegrams belong to the first.
    """
    headings = [at for at, token in enumerate(tokens) if token.type == "HEADING"]
    later = [
        (before, at)
        for before, at in pairwise(headings)
        if _has_text(tokens[before:at])
        and _has_fields(tokens, at)
        and _section(tokens[at]) == 1
        and not _is_quoted(text, tokens[at].start)
    ]
    if not later:
        return None
    before, first = later[0]
    before_heading = terminals_with("header") | _BEFORE_HEADING
    while first > before + 1 and tokens[first - 1].type in before_heading:
        first -= 1
    while tokens[first].type in _ENDS:
        first += 1
    return tokens[first].start, tuple(tokens[at] for _, at in later)


def _has_text(tokens: Sequence[Lexeme]) -> bool:
    """Tell whether blocks hold the text of a telegram: a paragraph, or prose below the subject."""
    kinds = [token.type for token in tokens]
    if "PARAGRAPH" in kinds or "SUBJECT" not in kinds:
        return "PARAGRAPH" in kinds
    below = tokens[kinds.index("SUBJECT") :]
    return sum(len(token) for token in below if token.type == "TEXT") > _SHORTEST_TEXT


def _has_fields(tokens: Sequence[Lexeme], at: int) -> bool:
    """Tell whether two of the fields that every telegram has are below a heading."""
    found = set[str]()
    for token in tokens[at + 1 : at + _FEW]:
        if token.type == "PARAGRAPH":
            break
        found |= {token.type} & required_fields()
    return len(found) > 1


def _section(heading: Lexeme) -> int:
    """Return which section a heading begins, 1 where it names none."""
    return build_heading(heading)[0].section or 1


def _is_quoted(text: str, start: int) -> bool:
    return _QUOTING.search(text, max(start - _NEAR, 0), start) is not None


def with_boundary_problems(cable: Cable, tokens: Iterable[Lexeme]) -> tuple[Problem, ...]:
    """Return the problems of a cable with those of its head and its end as a whole.

    A header without text is one problem, which names the fields that are missing with the text; a
    text without any header is one, too.
    """
    if _is_headless(cable, tokens):
        return (Problem("headless", "heading", Span(0, 0), ("heading",)), *cable.problems)
    has_body = cable.paragraphs or cable.loose or cable.signature or cable.titles
    if cable.family != "telegram" or has_body or cable.trailer or cable.section_headings:
        return cable.problems
    end = len(cable.text.rstrip())
    lost = [p for p in cable.problems if p.kind == "missing" and p.span.start >= end]
    expected = (*(problem.element for problem in lost), "paragraph")
    kept = (problem for problem in cable.problems if problem not in lost)
    return (*kept, Problem("header-only", "text", Span(end, end), expected))


def _is_headless(cable: Cable, tokens: Iterable[Lexeme]) -> bool:
    """Tell whether a signed text begins with its first paragraph."""
    if cable.family != "extract" or cable.signature is None or cable.banner is not None:
        return False
    first = next((token.type for token in tokens if token.type != "BLANK"), "")
    numbers = [paragraph.number for paragraph in cable.paragraphs]
    return first == "PARAGRAPH" and numbers[:1] == [1]
