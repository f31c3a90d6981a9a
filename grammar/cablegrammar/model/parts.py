"""Values that both the head and the body of a telegram are made of; see ``model``."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Literal, NamedTuple

from msgspec import Struct

from cablegrammar.source import Span

__all__ = [
    "Artefact",
    "Checked",
    "Family",
    "Level",
    "PageMark",
    "PortionMark",
    "Problem",
    "Text",
    "Token",
]


class Level(IntEnum):
    """Classification levels in ascending order (CF 2)."""

    UNCLASSIFIED = 0
    LIMITED_OFFICIAL_USE = 1
    CONFIDENTIAL = 2
    SECRET = 3
    TOP_SECRET = 4

    @property
    def words(self) -> str:
        """The level as the handbook writes it."""
        return self.name.replace("_", " ")


class Family(StrEnum):
    """The layout family of a text (LE 12); what a copy put around it is its wrapper.

    How far the grammar describes it, ``Cable.checked`` says. ``UNKNOWN`` has no element of any
    layout.
    """

    TELEGRAM = "telegram"
    EXTRACT = "extract"
    PRINT_1965 = "print-1965"
    FORM_1950 = "form-1950"
    SMART = "smart"
    FRUS = "frus"
    UNKNOWN = "unknown"


#: How far the grammar describes a text: its whole layout, its fields and paragraphs, or nothing.
Checked = Literal["layout", "body", "nothing"]


class Token(NamedTuple):
    """A terminal of the layout grammar as found; the tokens of a cable concatenate to its text.

    A tuple, because a telegram has dozens and most readers want none of them.
    """

    kind: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """The place of the token."""
        return Span(self.start, self.end)


class Problem(Struct, frozen=True):
    """A departure from the grammar, with what it expected there.

    ``element`` names the element in the grammar's words, kebab-case. A missing element has an
    empty span where it should be.
    """

    kind: Literal[
        "missing",
        "misplaced",
        "repeated",
        "stray",
        "malformed",
        "second-telegram",
        "header-only",
        "headless",
    ]
    element: str
    span: Span
    expected: tuple[str, ...] = ()


class Artefact(Struct, frozen=True):
    """A trace of copying that the parser understood and looked through (CF 12).

    ``spans`` are its places in ascending order, ``replacements`` the texts that undo it there, one
    for each span, or empty when the words it hides cannot be known. Kinds: ``pilcrow``,
    ``pilcrow-as-digit``, ``pilcrow-as-sign`` (``?1.``), ``indented-labels``, ``lost-line-ends``,
    ``letters-as-digits`` (``OO1823`` in a heading), ``markup`` (Markdown links in a field),
    ``broken-token`` (a header token cut by a line end), ``joined-underline``, ``joined-elements``,
    ``lost-punctuation``, ``lower-case``, ``misspelled-field``, ``joined-signature``.
    """

    kind: str
    span: Span
    spans: tuple[Span, ...]
    replacements: tuple[str, ...] = ()


class Text(Struct, frozen=True):
    """A piece of the telegram that is kept as it is: a banner, a status line, loose lines."""

    text: str
    span: Span


class PageMark(Struct, frozen=True):
    """A page line or section footer in the text (CF 1, CF 9); what it does not say is None.

    ``time`` is when a State print says the message was received, ddhhmm; ``classes`` are the class
    lines at the foot and the head of the pages it parts.
    """

    station: str | None
    serial: int | None
    page: int | None
    section: int | None
    sections: int | None
    span: Span
    time: str | None = None
    classes: tuple[Text, ...] = ()


class PortionMark(Struct, frozen=True):
    """A portion mark (CF 7): level, caveats in order, text as written with its brackets.

    ``level`` is None when the letters name none; SBU and FOUO portions are UNCLASSIFIED.
    """

    level: Level | None
    caveats: tuple[str, ...]
    text: str
    span: Span
