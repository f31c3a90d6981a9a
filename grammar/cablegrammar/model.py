"""The parsed telegram: frozen values, each with the span of the text it was read from.

The names are fixed: other programs rely on them. Offsets count code points of ``Cable.text``.
"CF n" cites a section of the layout reference (``docs/references.md``).
"""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Literal, NamedTuple

from cablegrammar.source import Span
from cablegrammar.value import value

__all__ = [
    "Address",
    "Artefact",
    "Authority",
    "Cable",
    "Caption",
    "DateTimeGroup",
    "Declass",
    "ExecutiveOrder",
    "Family",
    "Heading",
    "Level",
    "PageMark",
    "Paragraph",
    "Passage",
    "PassingLine",
    "PortionMark",
    "Problem",
    "Reference",
    "Signature",
    "Span",
    "Subject",
    "Tag",
    "TagsLine",
    "Text",
    "Title",
    "Token",
    "Transmission",
]


class Level(IntEnum):
    """Classification levels in ascending order (CF 2)."""

    UNCLASSIFIED = 0
    LIMITED_OFFICIAL_USE = 1
    CONFIDENTIAL = 2
    SECRET = 3
    TOP_SECRET = 4


class Family(StrEnum):
    """The layout family of a text (LE 12).

    ``TELEGRAM`` and ``EXTRACT`` are parsed by the layout grammar; the others are recognised and
    named, and only their words are read. ``UNKNOWN`` has no element of any layout.
    """

    TELEGRAM = "telegram"
    EXTRACT = "extract"
    NARA = "nara"
    SMART = "smart"
    RELEASE = "release"
    CIA = "cia"
    WHITE_HOUSE = "white-house"
    TERMINAL = "terminal"
    PRE_1973 = "pre-1973"
    FRUS = "frus"
    UNKNOWN = "unknown"


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


@value
class Problem:
    """A departure from the grammar, with what it expected there.

    ``element`` names the element in the grammar's words, kebab-case. A missing element has an
    empty span where it should stand.
    """

    kind: Literal["missing", "misplaced", "repeated", "stray", "malformed"]
    element: str
    span: Span
    expected: tuple[str, ...] = ()


@value
class Artefact:
    """A trace of copying that the parser understood and looked through (CF 12).

    ``spans`` are its places in ascending order, ``replacements`` the texts that undo it there, one
    for each span, or empty when the words it hides can't be known. Kinds: ``pilcrow``,
    ``pilcrow-as-digit``, ``markup`` (Markdown links in a field), ``broken-token`` (a header token
    cut by a line end), ``joined-underline``, ``joined-elements``, ``lost-punctuation``,
    ``lower-case``, ``misspelled-field``, ``joined-signature``.
    """

    kind: str
    span: Span
    spans: tuple[Span, ...]
    replacements: tuple[str, ...] = ()


@value
class Text:
    """A piece of the telegram that is kept as it stands: a banner, a status line, loose lines."""

    text: str
    span: Span


@value
class Address:
    """An originator or addressee: routing indicator, plain-language address, precedence, serial."""

    route: str | None
    name: str
    precedence: str | None
    serial: str | None
    span: Span


@value
class DateTimeGroup:
    """The parts of a DTG line as written (format line 5, CF 1); the year is None when absent."""

    precedences: tuple[str, ...]
    day: int
    hour: int
    minute: int
    zone: str
    month: str
    year: int | None
    span: Span


@value
class Transmission:
    """The transmission header, format lines 1 to 8 (CF 1); absent lines are None or empty.

    ``precedence`` is the first letter of the DTG line, ``routing`` the routing line's letter;
    ``channel_classification`` is the letter of the ZNY/ZNR line and ``channel`` that word.
    ``time`` is hhmm of the DE line; ``page`` is the page line of a
    State print, ``lines`` are the format lines under their grammar names.
    """

    precedence: str | None
    routing: str | None
    station_indicator: str | None
    serial: str | None
    section: int | None
    julian_day: int | None
    time: str | None
    dtg: datetime | None
    date_time_group: DateTimeGroup | None
    originator: Address | None
    to: tuple[Address, ...]
    info: tuple[Address, ...]
    exempted: tuple[Address, ...]
    channel: str | None
    channel_classification: str | None
    page: PageMark | None
    lines: tuple[Token, ...]
    span: Span


@value
class Heading:
    """The classification line, also called class and MRN line (CF 2).

    ``spaced`` tells whether the class word stands letter by letter; ``final`` is FINAL SECTION;
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


@value
class Caption:
    """A handling caption, folded to upper case and single blanks (CF 3, captions.csv)."""

    name: str
    span: Span


@value
class PassingLine:
    """A passing or attention line between heading and E.O. line (CF 3)."""

    text: str
    span: Span


@value
class Declass:
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


@value
class ExecutiveOrder:
    """The E.O. line (CF 4); ``declass`` is None when nothing follows the number."""

    order: int | None
    declass: Declass | None
    order_span: Span | None
    span: Span


@value
class Tag:
    """One TAG; a bracketed person is held in ``name`` of the TAG it follows (CF 5)."""

    code: str
    name: str | None
    span: Span


@value
class TagsLine:
    """The TAGS field: its label and its value (CF 5).

    ``names`` are the bracketed names with their spans, ``unread`` what is neither tag nor name.
    """

    label: Span
    value: Span
    names: tuple[Text, ...]
    unread: tuple[Text, ...]
    span: Span


@value
class PortionMark:
    """A portion mark (CF 7): level, caveats in order, text as written with its brackets.

    ``level`` is None when the letters name none; SBU and FOUO portions are UNCLASSIFIED.
    """

    level: Level | None
    caveats: tuple[str, ...]
    text: str
    span: Span


@value
class Subject:
    """The subject: its lines joined by one blank, without label and portion mark (CF 5)."""

    text: str
    mark: PortionMark | None
    label: Span
    span: Span


@value
class Reference:
    """One item of the REF block (CF 5); ``year`` as written, ``serial`` None when not a number."""

    letter: str | None
    year: int | None
    station: str | None
    serial: int | None
    text: str
    notal: bool
    kind: Literal["cable", "message", "other"]
    span: Span


@value
class Authority:
    """The classification authority (CF 6).

    ``reasons`` are lower-case letters in the order written; ``derived_from`` is the source of a
    derivative classification, ``declassify_on`` the value of its own field.
    """

    name: str | None
    title: str | None
    section: str | None
    reasons: tuple[str, ...]
    derived_from: str | None
    declassify_on: str | None
    label: Span
    section_span: Span | None
    reasons_span: Span | None
    span: Span


@value
class Paragraph:
    """A paragraph: number (None when it has none), portion mark, text, and its pieces (CF 7).

    ``label`` is the span of number and point; ``digits`` that of the digits alone. ``pieces`` are
    the spans of its text without label and mark: page marks, residues and blank lines stand
    between them. ``text`` joins the pieces by one blank; ``lists`` are the numbered items in it.
    """

    number: int | None
    mark: PortionMark | None
    text: str
    pieces: tuple[Span, ...]
    label: Span | None
    digits: Span | None
    lists: tuple[Span, ...]
    span: Span


@value
class Title:
    """A title of a part of the body with its underline, if it has one (CF 7)."""

    text: str
    underline: Span | None
    span: Span


@value
class Passage:
    """A paired passage such as Summary / End summary (CF 8); an absent side is None.

    ``kind`` is the word in lower case (``summary``, ``comment``, ``note``, ``text`` ...),
    ``form`` how it opens: ``lead-in``, ``title``, ``bracket`` or ``begin``; None without opening.
    """

    kind: str
    opening: Span | None
    closing: Span | None
    form: Literal["lead-in", "title", "bracket", "begin"] | None
    span: Span


@value
class PageMark:
    """A page line or section footer in the text (CF 1, CF 9); what it does not say is None."""

    station: str | None
    serial: int | None
    page: int | None
    section: int | None
    sections: int | None
    span: Span


@value
class Signature:
    """The signature (CF 9): the surname or surnames as written."""

    names: tuple[str, ...]
    span: Span


@value
class Cable:
    """A parsed telegram, or the piece of one that the text holds.

    ``captions`` and ``passing`` stand between heading and E.O. line; ``residues`` are lone
    captions in the body, ``section_headings`` the headings of sections 2 and later;
    ``loose`` are blocks of the body that belong to no paragraph; ``quoted`` are the spans of
    readdressed or quoted telegrams; ``trailer`` is what stands after the signature; ``summary`` is
    the text of the first summary without its opening and closing words (CF 8); ``year`` is the year
    that was given to ``parse``.
    """

    text: str = field(repr=False)
    family: Family
    span: Span
    tokens: tuple[Token, ...] = field(repr=False)
    transmission: Transmission | None
    banner: Text | None
    heading: Heading | None
    captions: tuple[Caption, ...]
    passing: tuple[PassingLine, ...]
    executive_order: ExecutiveOrder | None
    tags: tuple[Tag, ...]
    tags_line: TagsLine | None
    subject: Subject | None
    references: tuple[Reference, ...]
    references_span: Span | None
    authority: Authority | None
    paragraphs: tuple[Paragraph, ...]
    titles: tuple[Title, ...]
    passages: tuple[Passage, ...]
    loose: tuple[Text, ...]
    section_headings: tuple[Heading, ...]
    residues: tuple[Caption, ...]
    quoted: tuple[Span, ...]
    page_marks: tuple[PageMark, ...]
    signature: Signature | None
    trailer: tuple[Text, ...]
    problems: tuple[Problem, ...]
    artefacts: tuple[Artefact, ...]
    summary: str | None
    year: int | None

    def __hash__(self) -> int:
        """Hash by the text, of which all else follows: what is asked twice can be kept cheaply."""
        return hash(self.text)

    @property
    def extract(self) -> bool:
        """Whether the text is declared or found to be a piece of a telegram only."""
        return self.banner is not None or self.heading is None or self.family is not Family.TELEGRAM

    @property
    def date(self) -> date | None:
        """The calendar day of the DTG line (UTC), or None."""
        dtg = self.transmission.dtg if self.transmission else None
        return dtg.date() if dtg else None

    @property
    def id(self) -> str | None:
        """The canonical id ``YYSTATIONn`` from heading and year, or None (CF 2)."""
        year = self.date.year if self.date else self.year
        if year is None or self.heading is None or self.heading.serial is None:
            return None
        return f"{year % 100:02d}{self.heading.station.replace(' ', '')}{self.heading.serial}"
