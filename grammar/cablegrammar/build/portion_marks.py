"""Portion marks (CF 7)."""

from __future__ import annotations

from functools import lru_cache

from cablegrammar.build.levels import portion_level
from cablegrammar.elements import Failure, element
from cablegrammar.model import Level, PortionMark
from cablegrammar.runtime.search import terminal
from cablegrammar.source import Span

__all__ = ["portion_mark"]

_MEANT = terminal("MEANT_AS_MARK")


def portion_mark(text: str, start: int) -> PortionMark | None:
    """Read a portion mark; return one without level for brackets meant as a mark, else None."""
    meaning = _meaning(text)
    return None if meaning is None else PortionMark(*meaning, text, Span(start, start + len(text)))


@lru_cache(maxsize=4096)
def _meaning(text: str) -> tuple[Level | None, tuple[str, ...]] | None:
    """Return level and caveats of a mark's words; marks recur, so the answers are kept."""
    parts = element("portion_mark", text)
    if isinstance(parts, Failure):
        return (None, ()) if _MEANT.match(text) else None
    level = next((" ".join(p.upper().split()) for p in parts if p.type == "PORTION_LEVEL"), None)
    caveats = tuple(
        " ".join(part.upper().split())
        for part in parts
        if part.type in ("PORTION_CAVEAT", "ENTIRE") and (level or part.type == "ENTIRE")
    )
    return (portion_level(level) if level else None, caveats)
