"""The one entrance of the grammar: ``parse``."""

from __future__ import annotations

from cablegrammar.build.cable import build_cable
from cablegrammar.build.relocation import rewrapped
from cablegrammar.families import family_of, layout_before_1973
from cablegrammar.layout import fold, read_layout
from cablegrammar.model import Cable, Family
from cablegrammar.wrappers import unwrap

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

    What copies put around the telegram comes off first, and is kept in ``Cable.wrappers``. ``year``
    is the year of the telegram where the caller knows it. A text of a family that the layout
    grammar does not describe is named, and only its paragraphs, passages and fields are read,
    without judging its layout.
    """
    unwrapped = unwrap(fold(text))
    if not unwrapped.tokens:
        return _parsed(text, unwrapped.excerpt.text, year)
    own = unwrapped.excerpt.text
    return rewrapped(_parsed(own, own, year), text, unwrapped)


def _parsed(text: str, folded: str, year: int | None) -> Cable:
    """Parse a text that has no wrapper, given with its line ends and blanks folded."""
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
    return build_cable(text, folded, layout, family, year)
