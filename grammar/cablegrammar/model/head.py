"""Values of the head of a telegram, from its transmission lines to the authority; see ``model``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from cablegrammar.model.parts import Level, PageMark, PortionMark, Text, Token
from cablegrammar.source import Span

__all__ = [
    "Address",
    "Authority",
    "Caption",
    "Classifier",
    "Counter",
    "DateTimeGroup",
    "Declass",
    "Distribution",
    "ExecutiveOrder",
    "Heading",
    "Office",
    "Officer",
    "PassingLine",
    "Reference",
    "Subject",
    "Tag",
    "TagsLine",
    "Transmission",
]


class Address(Struct, frozen=True):
    """An originator or addressee: routing indicator, plain-language address, precedence, serial."""

    route: str | None
    name: str
    precedence: str | None
    serial: str | None
    span: Span


class DateTimeGroup(Struct, frozen=True):
    """The parts of a DTG line as written (format line 5, CF 1); the year is None when absent."""

    precedences: tuple[str, ...]
    day: int
    hour: int
    minute: int
    zone: str
    month: str
    year: int | None
    span: Span


class Office(Struct, frozen=True):
    """An office of a distribution list and how many copies it got (LE 0)."""

    name: str
    copies: int
    span: Span


class Officer(Struct, frozen=True):
    """Who drafted, approved or cleared a telegram: office, name, typist, a note such as DRAFT."""

    office: str | None
    name: str | None
    typist: str | None
    note: str | None
    span: Span


class Counter(Struct, frozen=True):
    """The relay counter of a dash line; ``time`` is when the relay filed the message.

    It is read in the month of the DTG line or the one after; prints before December 1976 have none.
    """

    text: str
    time: datetime | None
    span: Span


class Distribution(Struct, frozen=True):
    """The distribution list of a State print, one for each section (LE 0).

    ``role`` is ACTION or ORIGIN; ``action`` are the offices behind that word, ``info`` the others.
    ``total`` is the sum as printed, ``letter`` the W or R behind it.
    """

    role: Literal["ACTION", "ORIGIN"] | None
    action: tuple[Office, ...]
    info: tuple[Office, ...]
    total: int | None
    letter: Literal["W", "R"] | None
    total_span: Span | None
    span: Span


class Transmission(Struct, frozen=True):
    """The transmission header, format lines 1 to 8 (CF 1); absent lines are None or empty.

    ``precedence`` is the first letter of the DTG line, ``routing`` the routing line's letter;
    ``channel_classification`` is the letter of the ZNY/ZNR line and ``channel`` that word.
    ``time`` is hhmm of the DE line; ``page`` is the page line of a
    State print, ``lines`` are the format lines under their grammar names.

    What only State prints have: ``distribution`` with its offices and copies, who drafted, approved
    and cleared the telegram, the relay ``counter``, and ``received``, the moment of the page line
    in the month of the DTG line or the one after.
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
    distribution: Distribution | None = None
    drafted_by: tuple[Officer, ...] = ()
    approved_by: tuple[Officer, ...] = ()
    cleared_by: tuple[Officer, ...] = ()
    counter: Counter | None = None
    received: datetime | None = None

    @property
    def action_offices(self) -> tuple[Office, ...]:
        """The offices behind ACTION or ORIGIN."""
        return self.distribution.action if self.distribution else ()

    @property
    def info_offices(self) -> tuple[Office, ...]:
        """The offices behind INFO."""
        return self.distribution.info if self.distribution else ()

    @property
    def copies_total(self) -> int | None:
        """The number of copies as printed."""
        return self.distribution.total if self.distribution else None

    @property
    def copies_letter(self) -> Literal["W", "R"] | None:
        """The letter behind the number of copies."""
        return self.distribution.letter if self.distribution else None


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
    """One TAG; a bracketed person is held in ``name`` of the TAG it follows (CF 5)."""

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
