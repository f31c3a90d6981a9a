"""The one entrance of the grammar: ``parse``."""

from __future__ import annotations

from cablegrammar.build.cable import build_cable
from cablegrammar.families import family_of, layout_before_1973
from cablegrammar.layout import fold, read_layout
from cablegrammar.line_ends import lost_line_ends, with_line_ends
from cablegrammar.model import Cable, Family

__all__ = ["parse"]

_ELEMENTS = frozenset(
    {
        "HEADING",
        "EO",
        "TAGS",
        "SUBJECT",
        "REF",
        "AUTHORITY",
        "PARAGRAPH",
        "DTG",
        "BANNER",
        "CAPTION",
        "MESSAGE_END",
    }
)

_OTHER = {"print_1965": Family.PRINT_1965, "form_1950": Family.FORM_1950}


def parse(text: str, *, year: int | None = None) -> Cable:
    """Parse the text of a telegram, or of any piece of one; never raises.

    ``year`` is the year of the telegram where the caller knows it. A text of a family that the
    layout grammar does not describe is named, and only its paragraphs, passages and fields are
    read, without judging its layout.
    """
    folded = fold(text)
    cuts = lost_line_ends(folded)
    if cuts:
        folded = with_line_ends(folded, cuts)
    family = family_of(folded)
    layout = read_layout(folded, loose=family is not None)
    older = layout_before_1973(folded, layout.tokens) if family is None else None
    if older is not None:
        folded, layout = older
        family = _OTHER[layout.start]
    elif family is None:
        if layout.start == "telegram":
            family = Family.TELEGRAM
        elif any(token.type in _ELEMENTS for token in layout.tokens):
            family = Family.EXTRACT
        else:
            family = Family.UNKNOWN
    return build_cable(text, folded, layout, family, year, cuts)
