"""Places of blocks and their parts, and the problem of a block that breaks its grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegrammar.model import Problem
from cablegrammar.runtime.tree import Lexeme
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablegrammar.elements import Failure

__all__ = ["lines_of", "malformed", "pieces_of", "place", "places_of", "span_of", "trimmed"]


def span_of(token: Lexeme) -> Span:
    """Return the span of a block without the blanks around it."""
    start = token.start
    inner = token.lstrip()
    begin = start + len(token) - len(inner)
    return Span(begin, begin + len(inner.rstrip()))


def pieces_of(token: Lexeme) -> list[Span]:
    """Return the spans of a block between its blank lines.

    Prose that begins like an address (``TO MARKET WENT ...``) is one lexeme, blank lines and all.
    """
    pieces: list[Span] = []
    begin: int | None = None
    at = token.start
    for line in token.split("\n"):
        words = line.strip()
        if not words:
            begin = None
        elif begin is None:
            begin = at + line.index(words[0])
            pieces.append(Span(begin, at + len(line.rstrip())))
        else:
            pieces[-1] = Span(begin, at + len(line.rstrip()))
        at += len(line) + 1
    return pieces


def lines_of(token: Lexeme) -> Iterator[Lexeme]:
    """Yield the lines of a block that are not blank, without the blanks around them."""
    start = token.start
    for line in token.split("\n"):
        words = line.strip()
        if words:
            begin = start + line.index(words)
            yield Lexeme(token.type, words, begin, begin + len(words))
        start += len(line) + 1


def places_of(words: str, text: str, start: int, end: int) -> list[int]:
    """Return where words begin between two places of a text, ascending."""
    places: list[int] = []
    at = text.find(words, start, end)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1, end)
    return places


def place(part: Lexeme, base: int) -> Span:
    """Return the span in the text of a part of a block that begins at ``base``."""
    return Span(base + part.start, base + part.end)


def trimmed(part: Lexeme, base: int) -> Span:
    """Return the span of a part without blanks, and stops before it, and colons behind it."""
    whole = place(part, base)
    left = len(part) - len(part.lstrip(" \n,;:./"))
    return Span(whole.start + left, max(whole.start + len(part.rstrip(" \n:")), whole.start + left))


def malformed(name: str, span: Span, error: Failure) -> Problem:
    """Return the problem for an element that breaks its grammar at some place."""
    start = min(span.start + error.place, span.end)
    expected = tuple(kind.lower().replace("_", "-") for kind in error.expected)
    return Problem("malformed", name, Span(start, span.end), expected)
