"""Values of the head of a telegram, from classification line to authority; see ``model``."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import Struct

from cablegrammar.model.parts import Level, PortionMark, Text
from cablegrammar.source import Span

__all__ = [
    "Authority",
    "Caption",
    "Classifier",
    "Declass",
    "ExecutiveOrder",
    "Heading",
    "PassingLine",
    "Reference",
    "Subject",
    "Tag",
    "TagsLine",
]


class Heading(Struct, frozen=True):
    """The classification line, also called class and MRN line (CF 2).

    ``spaced`` tells whether the letters of the class word are spaced; ``final`` is FINAL SECTION;
    ``classification`` is the span of the class word and ``exact`` whether it is spelt right.
    """

    level: Level
    section: int | None
    sections: int | None
    station: str
    serial: int | None
    spaced: bool
    final: bool
    exact: bool
    caveats: tuple[str, ...]
    serial_text: str
    classification: Span
    section_span: Span | None
    station_span: Span
    serial_span: Span
    span: Span


class Caption(Struct, frozen=True):
    """A handling caption, folded to upper case and single blanks (CF 3, captions.csv)."""

    name: str
    span: Span


class PassingLine(Struct, frozen=True):
    """A passing or attention line between heading and E.O. line (CF 3)."""

    text: str
    span: Span


class Declass(Struct, frozen=True):
    """The declassification instruction of the E.O. line (CF 4).

    ``date`` is None when the text names no calendar day; ``text`` is the instruction as written
    without keyword, and ``keyword`` the word before it (DECL, DNG, GDS, RDS-4, OADR, X1 ...).
    """

    kind: Literal["date", "exemption", "event", "schedule", "not-applicable", "downgrade", "review"]
    date: date | None
    text: str
    keyword: str | None
    keyword_span: Span | None
    span: Span


class ExecutiveOrder(Struct, frozen=True):
    """The E.O. line (CF 4); ``declass`` is None when nothing follows the number."""

    order: int | None
    declass: Declass | None
    order_span: Span | None
    span: Span


class Tag(Struct, frozen=True):
    """One TAG; a bracketed person is held in ``name`` of the TAG it follows (CF 5).

    Codes that are run together are TAGS of their own, and their spans touch.
    """

    code: str
    name: str | None
    span: Span


class TagsLine(Struct, frozen=True):
    """The TAGS field: its label and its value (CF 5).

    ``names`` are the bracketed names with their spans, ``bare_names`` persons without brackets,
    ``unread`` what is neither tag nor name.
    """

    label: Span
    value: Span
    names: tuple[Text, ...]
    bare_names: tuple[Text, ...]
    unread: tuple[Text, ...]
    span: Span


class Subject(Struct, frozen=True):
    """The subject: its lines joined by one blank, without label and portion mark (CF 5).

    ``value`` is the place of its words; HTML entities in them are letters in ``text``.
    """

    text: str
    mark: PortionMark | None
    label: Span
    value: Span
    span: Span


class Reference(Struct, frozen=True):
    """One item of the REF block (CF 5); ``year`` as written, ``serial`` None when not a number.

    ``mrn`` is the id of the telegram meant, ``05PARIS1823``, with the station's standard name and
    the year as written or else this telegram's; None when the station or the year is not known.
    """

    letter: str | None
    year: int | None
    station: str | None
    serial: int | None
    mrn: str | None
    text: str
    notal: bool
    kind: Literal["cable", "message", "other"]
    span: Span


class Classifier(Struct, frozen=True):
    """An officer that the authority names; name or title may be None (CF 6)."""

    name: str | None
    title: str | None
    span: Span


class Authority(Struct, frozen=True):
    """The classification authority (CF 6).

    ``name`` and ``title`` are those of the first of the ``officers``.

    ``reasons`` are lower-case letters in the order written; ``derived_from`` is the source of a
    derivative classification, ``declassify_on`` the value of its own field.
    """

    name: str | None
    title: str | None
    officers: tuple[Classifier, ...]
    section: str | None
    reasons: tuple[str, ...]
    derived_from: str | None
    declassify_on: str | None
    label: Span
    section_span: Span | None
    reasons_span: Span | None
    span: Span
