"""Values of the body of a telegram: paragraphs, titles, passages, the signature; see ``model``."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from cablegrammar.model.parts import PortionMark
from cablegrammar.source import Span

__all__ = [
    "LabelForm",
    "Paragraph",
    "Passage",
    "Signature",
    "Title",
    "TrailerItem",
]


#: How a label is written: number and point (``1.``), perhaps behind a pilcrow; with a bracket
#: (``1)`` or ``(1)``); with a comma or nothing (``1,`` or ``1``); behind another sign (``?1.``);
#: or, however it is written, in the middle of a line.
LabelForm = Literal["standard", "bracketed", "without-point", "other-sign", "inline"]


class Paragraph(Struct, frozen=True):
    """A paragraph: number (None when it has none), portion mark, text, and its pieces (CF 7).

    ``label`` is the span of number and point; ``digits`` that of the digits alone. ``pieces`` are
    the spans of its text without label and mark: page marks, residues and blank lines are
    between them. ``text`` joins the pieces by one blank; ``lists`` are the numbered items in it.
    ``form`` is how the label is written, None without a label.
    """

    number: int | None
    mark: PortionMark | None
    text: str
    pieces: tuple[Span, ...]
    label: Span | None
    digits: Span | None
    lists: tuple[Span, ...]
    form: LabelForm | None
    span: Span


class Title(Struct, frozen=True):
    """A title of a part of the body with its underline, if it has one (CF 7).

    ``words`` is the place of its words, without the rules around them.
    """

    text: str
    underline: Span | None
    words: Span
    span: Span


class Passage(Struct, frozen=True):
    """A paired passage such as Summary / End summary (CF 8); an absent side is None.

    ``kind`` is the word in lower case (``summary``, ``comment``, ``note``, ``text`` ...),
    ``form`` how it opens: ``lead-in``, ``title``, ``bracket`` or ``begin``; None without opening.
    """

    kind: str
    opening: Span | None
    closing: Span | None
    form: Literal["lead-in", "title", "bracket", "begin"] | None
    span: Span


class Signature(Struct, frozen=True):
    """The signature (CF 9): the surname or surnames as written, and the place of these words.

    ``span`` is that of the line, with what a copy put behind the name.
    """

    names: tuple[str, ...]
    words: Span
    span: Span


class TrailerItem(Struct, frozen=True):
    """What follows the signature; ``kind`` is its element in the grammar's words.

    Such as ``end-of-message``, ``class-line``, ``copy-note``, ``page-mark``, or ``text``.
    """

    kind: str
    text: str
    span: Span
