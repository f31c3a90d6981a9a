"""Labels and portion marks of paragraphs that are not read as such: why is one missing?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegrammar.build.digits import DIGITS
from cablegrammar.runtime.search import terminal
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablegrammar.model import Paragraph

__all__ = [
    "damaged_labels_between",
    "is_marked_within",
    "label_again",
    "mark_before",
    "marks_the_whole",
]

_DAMAGED = terminal("DAMAGED_LABEL")
_AGAIN = terminal("LABEL_AGAIN")
_MARK_FIRST = terminal("MARK_BEFORE_LABEL")
_MARK_BEHIND = terminal("MARK_BEHIND_TITLE")
_ITEM = terminal("MARKED_ITEM")
_WHOLE = terminal("MARKED_WHOLE")


def damaged_labels_between(text: str, start: int, end: int) -> Iterator[tuple[int, Span]]:
    """Yield the numbers in the place of a label, in any form, and the places of their digits."""
    for match in _DAMAGED.finditer(text, start, end):
        group = "line" if match["line"] else "marked"
        yield int(match[group].translate(DIGITS)), Span(*match.span(group))


def label_again(paragraph: Paragraph) -> int | None:
    """Return the end of a label that repeats the paragraph's own right behind it: 3. 3. (C)."""
    if paragraph.mark is not None:
        return None
    match = _AGAIN.match(paragraph.text)
    if match is None or int(match["number"]) != paragraph.number:
        return None
    return paragraph.pieces[0].start + match.end()


def mark_before(text: str, paragraph: Paragraph) -> int | None:
    """Return the start of a portion mark that is before the number: (C) 3."""
    if paragraph.label is None or paragraph.mark is not None:
        return None
    start = text.rfind("\n", 0, paragraph.label.start) + 1
    match = _MARK_FIRST.fullmatch(text, start, paragraph.label.start)
    return match.start("mark") if match is not None else None


def is_marked_within(paragraph: Paragraph) -> bool:
    """Tell whether a mark is behind the title of a paragraph, or on one of its items."""
    text = paragraph.text
    return _MARK_BEHIND.match(text) is not None or _ITEM.search(text) is not None


def marks_the_whole(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph begins with the level of the whole text: ENTIRE TEXT."""
    return _WHOLE.match(paragraph.text) is not None
