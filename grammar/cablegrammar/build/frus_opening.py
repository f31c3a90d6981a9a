"""The first line of a telegram in Foreign Relations: its number, subject and references (LE F9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegrammar.build.spans import span_of
from cablegrammar.elements import readable_parts
from cablegrammar.model import Subject
from cablegrammar.source import Span

if TYPE_CHECKING:
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["is_opening", "opening_subject"]

_LONGEST_LABEL = 2  # digits of a paragraph number


def is_opening(token: Lexeme) -> bool:
    """Tell whether a line is the opening of an edited telegram and not its first paragraph.

    It names a subject or a reference, or its number is not that of a paragraph.
    """
    kinds = _parts(token).keys()
    if not kinds or token.strip().startswith("1. "):
        return False
    number = token.lstrip().partition(".")[0]
    return bool(kinds & {"FRUS_SUBJECT_LABEL", "OPENING_REF"}) or len(number) > _LONGEST_LABEL


def opening_subject(token: Lexeme) -> Subject | None:
    """Build the subject from the first line of an edited telegram."""
    parts, base = _parts(token), span_of(token).start
    if "FRUS_SUBJECT" not in parts:
        return None
    label, words = parts["FRUS_SUBJECT_LABEL"], parts["FRUS_SUBJECT"]
    text = " ".join(words.split()).rstrip(". ")
    place = Span(base + label.start, base + label.end)
    value = Span(base + words.start, base + words.start + len(words.rstrip()))
    return Subject(text, None, place, value, Span(place.start, value.end))


def _parts(token: Lexeme) -> dict[str, Lexeme]:
    return {part.type: part for part in readable_parts("frus_opening", token.strip())}
