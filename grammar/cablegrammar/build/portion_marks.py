"""Portion marks and paragraph labels (CF 7)."""

from __future__ import annotations

from functools import lru_cache

from cablegrammar.build.levels import portion_level
from cablegrammar.elements import element, parts_of
from cablegrammar.model import Level, PortionMark
from cablegrammar.runtime.patterns import lazy_pattern
from cablegrammar.runtime.tree import Node
from cablegrammar.source import Span

__all__ = ["ParagraphLabel", "paragraph_label", "portion_mark"]

# Number, point and whatever stands in the first brackets; the grammar judges the brackets.
_HEAD = lazy_pattern(r"[ \t]*(¶?[ \t]?)(\d{1,3})([ \t]?[.)]{1,2})?([ \t]*)(\([^()\n]{0,60}\))?")
_BLANKS = lazy_pattern(r"\s*")
# Brackets that were meant as a portion mark: up to four capitals, or words parted by slashes.
_MEANT = lazy_pattern(
    r"\((?=[^()]{1,24}\))(?:[A-Z]{1,4}\.?|[/\\]?[A-Z]{0,4}[ ]?[/\\-][A-Za-z/\\ ,-]*)\)\Z"
)


def portion_mark(text: str, start: int) -> PortionMark | None:
    """Read a portion mark; return one without level for brackets meant as a mark, else None."""
    meaning = _meaning(text)
    return None if meaning is None else PortionMark(*meaning, text, Span(start, start + len(text)))


@lru_cache(maxsize=4096)
def _meaning(text: str) -> tuple[Level | None, tuple[str, ...]] | None:
    """Return level and caveats of a mark's words; marks recur, so the answers are kept."""
    tree = element("portion_mark", text)
    if not isinstance(tree, Node):
        return (None, ()) if _MEANT.match(text) else None
    parts = parts_of(tree)
    level = next((" ".join(p.upper().split()) for p in parts if p.type == "PORTION_LEVEL"), None)
    caveats = tuple(
        " ".join(part.upper().split())
        for part in parts
        if part.type in ("PORTION_CAVEAT", "ENTIRE") and (level or part.type == "ENTIRE")
    )
    return (portion_level(level) if level else None, caveats)


ParagraphLabel = tuple[int, Span, Span, PortionMark | None, int]


def paragraph_label(block: str, start: int) -> ParagraphLabel:
    """Read the label of a paragraph block that begins at an offset.

    Return the number, the spans of the label and of its digits, the mark, and the offset where
    the text begins. Raises ValueError for a block without number.
    """
    match = _HEAD.match(block)
    if match is None:
        raise ValueError(block[:20])
    bracket = match[5]
    mark = portion_mark(bracket, start + match.start(5)) if bracket else None
    label_end = match.end(3) if match[3] else match.end(2)
    rest = _BLANKS.match(block, match.end(5) if mark is not None else label_end)
    return (
        int(match[2]),
        Span(start + match.start(1), start + label_end),
        Span(start + match.start(2), start + match.end(2)),
        mark,
        start + (rest.end() if rest else label_end),
    )
