"""Labels of paragraphs (CF 7): at the beginning of a block, and within one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from cablegrammar.build.digits import DIGITS
from cablegrammar.build.portion_marks import portion_mark
from cablegrammar.model import PortionMark
from cablegrammar.runtime.search import terminal
from cablegrammar.source import Span

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from cablegrammar.model import LabelForm

__all__ = [
    "LabelWithin",
    "ParagraphLabel",
    "labels_within",
    "paragraph_label",
]

_LABEL = terminal("PARAGRAPH_LABEL")
_WITHIN = terminal("LABEL_WITHIN")
_DAMAGED_MARK = terminal("DAMAGED_MARK")
_PILCROW = "¶"
_MARKUP = "&<"
# What may be between a label and the text: (C): The tide is high.
_BEHIND_NUMBER, _BEHIND_MARK = " \t\n", " \t\n:,;"
_PARTS = ("sign", "bracket", "number", "point", "mark")


class ParagraphLabel(Struct, frozen=True):
    """A label: its number, its place, that of the digits, the mark, and where the text begins."""

    number: int
    span: Span
    digits: Span
    mark: PortionMark | None
    text: int
    form: LabelForm


class LabelWithin(Struct, frozen=True):
    """What may be a label in the middle of a block.

    It begins a line, or even the block, or is in the middle of a line.
    """

    label: ParagraphLabel
    begins_line: bool
    begins_block: bool


def paragraph_label(text: str, start: int, end: int) -> ParagraphLabel:
    """Read the label of a block that begins with one; raises ValueError where there is none."""
    match = _LABEL.match(text, start, end)
    if match is None:
        raise ValueError(text[start : start + 20])
    return _label(text, match, end, inline=False)


def labels_within(text: str, start: int, end: int) -> Iterator[LabelWithin]:
    """Yield what may be labels between two places."""
    block, line = start, text.rfind("\n", 0, start) + 1
    if not text[line:start].strip():
        start = line
    for match in _WITHIN.finditer(text, start, end):
        indent = match["indent"]
        label = _label(text, match, end, inline=indent is None)
        closed = text[label.digits.end : label.text]
        if not match["bracket"] or ")" in closed or "]" in closed:
            yield LabelWithin(label, indent is not None, label.span.start == block)


def _label(text: str, match: re.Match[str], end: int, *, inline: bool) -> ParagraphLabel:
    sign, bracket, number, point, brackets = match.group(*_PARTS)
    words = brackets.lstrip() if brackets else ""
    mark = portion_mark(words, match.end("mark") - len(words)) if words else None
    digits = Span(*match.span("number"))
    last = digits.end + len(point or "")
    if mark is not None and mark.level is None and brackets[0] == "\n":
        mark = None  # a letter below, such as that of a reference
    if mark is None:
        mark = _damaged_mark(text, last, end)
    place = mark.span.end if mark is not None else last
    if bracket and ")" not in (point or "") and text[place : place + 1] == ")":
        place += 1  # (2. (C))
    while place < end and text[place] in (_BEHIND_MARK if mark is not None else _BEHIND_NUMBER):
        place += 1
    first = digits.start - len(sign or "") - len(bracket or "")
    form: LabelForm = "inline" if inline else _form((sign or "").strip(), bracket, point or "")
    return ParagraphLabel(
        int(number.translate(DIGITS)), Span(first, last), digits, mark, place, form
    )


def _damaged_mark(text: str, start: int, end: int) -> PortionMark | None:
    """Return a mark without level for one whose brackets are wrong: {C}, (C, C)."""
    match = _DAMAGED_MARK.match(text, start, end)
    if match is None:
        return None
    return PortionMark(None, (), match["mark"], Span(*match.span("mark")))


def _form(sign: str, bracket: str | None, point: str) -> LabelForm:
    if bracket or ")" in point or "]" in point:
        return "bracketed"
    if sign and not sign.endswith(_PILCROW) and sign[0] not in _MARKUP:
        return "other-sign"
    return "standard" if point.strip().startswith(".") else "without-point"
