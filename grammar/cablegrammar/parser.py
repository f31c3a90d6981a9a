"""The one entrance of the grammar: ``parse``."""

from __future__ import annotations

from cablegrammar.model import Cable, Family
from cablegrammar.source import Span


def parse(text: str, *, year: int | None = None) -> Cable:
    """Parse the text of a telegram, or of any piece of one; never raises.

    ``year`` is the year of the telegram where the caller knows it: TAGS and references are read
    by era.
    """
    return Cable(
        text=text,
        family=Family.UNKNOWN,
        span=Span(0, len(text)),
        tokens=(),
        transmission=None,
        banner=None,
        heading=None,
        captions=(),
        passing=(),
        executive_order=None,
        tags=(),
        tags_line=None,
        subject=None,
        references=(),
        references_span=None,
        authority=None,
        paragraphs=(),
        titles=(),
        passages=(),
        loose=(),
        section_headings=(),
        residues=(),
        quoted=(),
        page_marks=(),
        signature=None,
        trailer=(),
        problems=(),
        artefacts=(),
        summary=None,
        year=year,
    )
