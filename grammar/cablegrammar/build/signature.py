"""The signature: on a line of its own, or behind the last sentence (CF 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegrammar.build.spans import span_of
from cablegrammar.model import Signature
from cablegrammar.runtime.search import terminal
from cablegrammar.source import Span

if TYPE_CHECKING:
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["build_signature", "joined_signature"]

_NAMES = terminal("SIGNATURE_NAMES")
_JOINED = terminal("JOINED_SIGNATURE")
_LONGEST_JOINED = 60  # characters


def build_signature(token: Lexeme) -> Signature:
    """Build the signature from its line."""
    span = span_of(token)
    match = _NAMES.match(token.strip())
    names = Span(span.start, span.start + match.end()) if match is not None else span
    words = token.strip()[: len(names)]
    return Signature((" ".join(words.split()),), names, span)


def joined_signature(text: str, last: Span) -> tuple[Signature, Span] | None:
    """Find a surname at the end of the last block, and the gap where its line end was lost."""
    match = _JOINED.search(text, max(last.end - _LONGEST_JOINED, last.start), last.end)
    if match is None:
        return None
    short = match["names"] is None
    names = Span(*match.span("short_names" if short else "names"))
    gap = Span(*match.span("short_gap" if short else "gap"))
    return Signature((names.of(text),), names, names), gap
