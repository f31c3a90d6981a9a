"""The text of the summary (CF 8)."""

from __future__ import annotations

from collections.abc import Sequence

from cablegrammar.model import Paragraph, Passage, Title
from cablegrammar.runtime.search import terminal
from cablegrammar.source import Span

__all__ = ["summary_of"]

_AGAIN = terminal("SUMMARY_AGAIN")
_MARK = terminal("LEVEL_MARK")


def summary_of(
    text: str,
    passages: Sequence[Passage],
    paragraphs: Sequence[Paragraph],
    titles: Sequence[Title],
) -> str | None:
    """Return the words of the first summary with blanks folded, or None when there is none.

    A summary that never closes ends with its paragraph, under a title with the next title; one that
    never opens began with the paragraph it closes in.
    """
    passage = next((p for p in passages if p.kind == "summary"), None)
    if passage is None:
        return None
    start, end = _bounds(passage, paragraphs, titles, len(text))
    words = [
        text[max(piece.start, start) : min(piece.end, end)]
        for paragraph in paragraphs
        for piece in paragraph.pieces
        if piece.start < end and piece.end > start
    ] or [text[start:end]]
    folded = " ".join(" ".join(words).split()).lstrip(" -:.").rstrip(" (-[")
    if passage.form == "title":
        folded = _AGAIN.sub("", folded)
    mark = _MARK.match(folded)  # behind the lead-in instead of before it
    return folded[mark.end() if mark else 0 :].lstrip() or None


def _bounds(
    passage: Passage, paragraphs: Sequence[Paragraph], titles: Sequence[Title], length: int
) -> tuple[int, int]:
    opening, closing = passage.opening, passage.closing
    anchor = opening or closing or Span(0, 0)
    home = next((p for p in paragraphs if p.span.start <= anchor.start < p.span.end), None)
    start = opening.end if opening else (home.pieces[0].start if home else 0)
    if closing is not None:
        return start, closing.start
    if passage.form == "title":
        following = [t.span.start for t in titles if t.span.start > anchor.start]
        return start, min(following, default=length)
    return start, home.span.end if home else length
