"""What containers write beside a text, read into values."""

from __future__ import annotations

import re
from datetime import date

from cablegrammar.lexicon import month
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.record import Metadata

__all__ = ["metadata", "read_date"]

_ISO = lazy_pattern(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_AMERICAN = lazy_pattern(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_WRITTEN = lazy_pattern(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4})")


def read_date(text: str) -> date | None:
    """Return the day of ``2005-07-14 12:12``, ``7/14/2005 12:12`` or ``14 JUL 2005``, or None."""
    text = text.strip()
    try:
        if found := _ISO.match(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _AMERICAN.match(text):
            return date(int(found[3]), int(found[1]), int(found[2]))
        if (found := _WRITTEN.match(text)) and (number := month(found[2])):
            return date(int(found[3]), number, int(found[1]))
    except ValueError:
        return None
    return None


def metadata(
    *,
    classification: str | None = None,
    origin: str | None = None,
    day: str | None = None,
    tags: str | None = None,
    subject: str | None = None,
    references: str | None = None,
) -> Metadata:
    """Return the metadata of columns as written; an empty column says nothing.

    ``tags`` are parted by commas or blanks, ``references`` by ``|``.
    """
    return Metadata(
        classification=(classification or "").strip() or None,
        origin=(origin or "").strip() or None,
        date=read_date(day) if day else None,
        tags=tuple(re.split(r"[,;\s]+", tags.strip())) if tags and tags.strip() else None,
        subject=(subject or "").strip() or None,
        references=tuple(r.strip() for r in references.split("|") if r.strip())
        if references
        else None,
    )
