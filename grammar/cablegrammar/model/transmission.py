"""Values of the transmission header and of the head of a State print; see ``model``."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from cablegrammar.model.parts import PageMark, Token
from cablegrammar.source import Span

__all__ = [
    "Address",
    "Counter",
    "DateTimeGroup",
    "Distribution",
    "Office",
    "Officer",
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
