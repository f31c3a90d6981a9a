"""Labels of paragraphs that are not read as such, for rules that ask why a number is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegrammar.build.digits import DIGITS
from cablegrammar.runtime.search import terminal
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablegrammar.model import Paragraph

__all__ = ["damaged_labels_between", "label_again", "mark_before"]

_DAMAGED = terminal("DAMAGED_LABEL")
_AGAIN = terminal("LABEL_AGAIN")
_MARK_FIRST = terminal("MARK_BEFORE_LABEL")


def damaged_labels_between(text: str, start: int, end: int) -> Iterator[tuple[int, Span]]:
    """Yield the numbers in the place of a label, in any form, and the places of their digits."""
    for match in _DAMAGED.finditer(text, start, end):
        group = "line" if match["line"] else "marked"
        yield int(match[group].translate(DIGITS)), Span(*match.span(group))


def label_again(paragraph: Paragraph) -> int | None:
    """Return the end of a label that repeats the paragraph's own right behind it: 3. 3. (C)."""
    match = _AGAIN.match(paragraph.text)
    if match is None or paragraph.mark is not None or int(match["number"]) != paragraph.number:
        return None
    return paragraph.pieces[0].start + match.end()


def mark_before(text: str, paragraph: Paragraph) -> int | None:
    """Return the start of a portion mark that is before the number: (C) 3."""
    if paragraph.label is None or paragraph.mark is not None:
        return None
    start = text.rfind("\n", 0, paragraph.label.start) + 1
    match = _MARK_FIRST.fullmatch(text, start, paragraph.label.start)
    return match.start("mark") if match is not None else None
