"""The signature: on a line of its own, or behind the last sentence (CF 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegrammar.build.spans import span_of
from cablegrammar.model import Signature
from cablegrammar.runtime.search import terminal
from cablegrammar.source import Span, upper

if TYPE_CHECKING:
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["build_signature", "joined_signature"]

_NAMES = terminal("SIGNATURE_NAMES")
_JOINED = terminal("JOINED_SIGNATURE")
_BEHIND_SITE = terminal("SIGNATURE_BEHIND_SITE")
_LONGEST_JOINED = 60  # characters
_LONGEST_SITE = 200


def build_signature(token: Lexeme) -> Signature:
    """Build the signature from its line."""
    span = span_of(token)
    match = _NAMES.match(token.strip())
    names = Span(span.start, span.start + match.end()) if match is not None else span
    words = token.strip()[: len(names)]
    return Signature((" ".join(words.split()),), names, span)


def joined_signature(text: str, last: Span) -> tuple[Signature, Span] | None:
    """Find a surname at the end of the last block, and the gap where its line end was lost."""
    first = max(last.end - _LONGEST_JOINED, last.start)
    words = text[first : last.end]
    lower = words.islower() and text.islower()
    match = _JOINED.search(upper(words) if lower else words)
    if match is None:
        site = _BEHIND_SITE.search(text, max(last.end - _LONGEST_SITE, last.start), last.end)
        if site is None:
            return None
        names = Span(*site.span("names"))
        return Signature((names.of(text),), names, names), Span(*site.span("gap"))
    short = match["names"] is None
    if short and lower:
        return None  # in small letters three may be any word
    names = Span(*match.span("short_names" if short else "names")).shift(first)
    gap = Span(*match.span("short_gap" if short else "gap")).shift(first)
    return Signature((names.of(text),), names, names), gap
