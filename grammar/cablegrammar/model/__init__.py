"""The parsed telegram: frozen values, each with the span of the text it was read from.

The names are fixed: other programs rely on them. Offsets count code points of ``Cable.text``.
"CF n" cites a section of ``docs/format``, whose index lists them.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from cablegrammar.model.body import LabelForm, Paragraph, Passage, Signature, Title, TrailerItem
from cablegrammar.model.head import (
    Authority,
    Caption,
    Classifier,
    Declass,
    ExecutiveOrder,
    Heading,
    PassingLine,
    Reference,
    Subject,
    Tag,
    TagsLine,
)
from cablegrammar.model.parts import (
    Artefact,
    Checked,
    Family,
    Level,
    PageMark,
    PortionMark,
    Problem,
    Text,
    Token,
)
from cablegrammar.model.transmission import (
    Address,
    Counter,
    DateTimeGroup,
    Distribution,
    Office,
    Officer,
    Transmission,
)
from cablegrammar.model.wrapper import Relay, Wrapper, WrapperField
from cablegrammar.source import Span

__all__ = [
    "Address",
    "Artefact",
    "Authority",
    "Cable",
    "Caption",
    "Checked",
    "Classifier",
    "Counter",
    "DateTimeGroup",
    "Declass",
    "Distribution",
    "ExecutiveOrder",
    "Family",
    "Heading",
    "LabelForm",
    "Level",
    "Office",
    "Officer",
    "PageMark",
    "Paragraph",
    "Passage",
    "PassingLine",
    "PortionMark",
    "Problem",
    "Reference",
    "Relay",
    "Signature",
    "Span",
    "Subject",
    "Tag",
    "TagsLine",
    "Text",
    "Title",
    "Token",
    "TrailerItem",
    "Transmission",
    "Wrapper",
    "WrapperField",
]


class Cable(Struct, frozen=True):
    """A parsed telegram, or the piece of one that the text holds.

    ``family`` says what the telegram's own text is, ``wrappers`` what copies put around it, the
    outermost first; ``checked`` says how far the grammar describes the text.

    ``captions`` and ``passing`` are between heading and E.O. line; ``residues`` are lone
    captions in the body, ``section_headings`` the headings of sections 2 and later, and
    ``section_transmissions`` the headers that a State print repeats for them;
    ``loose`` are blocks of the body that belong to no paragraph; ``quoted`` are the spans of
    readdressed or quoted telegrams; ``trailer`` is what follows the signature; ``summary`` is
    the text of the first summary without its opening and closing words (CF 8); ``year`` is the year
    that was given to ``parse``.
    """

    text: str
    family: Family
    wrappers: tuple[Wrapper, ...]
    checked: Checked
    span: Span
    tokens: tuple[Token, ...]
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
    further: tuple[Heading, ...]
    section_transmissions: tuple[Transmission, ...]
    residues: tuple[Caption, ...]
    quoted: tuple[Span, ...]
    page_marks: tuple[PageMark, ...]
    signature: Signature | None
    trailer: tuple[TrailerItem, ...]
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
        return (
            self.banner is not None
            or self.heading is None
            or self.family is not Family.TELEGRAM
            or (self.heading.section or 1) > 1
        )

    @property
    def date(self) -> date | None:
        """The calendar day of the DTG line (UTC), or None."""
        dtg = self.transmission.dtg if self.transmission else None
        return dtg.date() if dtg else None

    @property
    def id(self) -> str | None:
        """The canonical id ``YYSTATIONn`` from heading and year, or None (CF 2)."""
        year = self.date.year if self.date else self.year
        if year is None or self.heading is None or not self.heading.station:
            return None
        if self.heading.serial is None:
            return None
        return f"{year % 100:02d}{self.heading.station.replace(' ', '')}{self.heading.serial}"
