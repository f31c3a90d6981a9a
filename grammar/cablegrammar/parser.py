"""The interface of the grammar: ``parse``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from cablegrammar.boundaries import second_telegram, with_boundary_problems
from cablegrammar.build.cable import build_cable
from cablegrammar.build.heading import build_heading
from cablegrammar.build.wrapper_fields import with_wrapper_fields
from cablegrammar.element_names import terminals_with
from cablegrammar.families import edited_layout, layout_before_1973
from cablegrammar.folding import fold
from cablegrammar.layout import read_layout, read_other
from cablegrammar.line_ends import lost_line_ends, with_line_ends
from cablegrammar.model import Cable, Family, Problem, Token
from cablegrammar.relocation import rewrapped
from cablegrammar.wrappers import unwrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cablegrammar.layout import Layout
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["parse"]

_OTHER = {
    "print_1965": Family.PRINT_1965,
    "form_1950": Family.FORM_1950,
    "smart_text": Family.SMART,
    "frus_text": Family.FRUS,
}
# Lines that a telegram has, and the text of a SMART message has not.
_TELEGRAM_LINES = frozenset({"HEADING", "DTG", "FROM", "PAGE_MARK", "ACTION"})


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
    cable = _parsed(own, own, year, {wrapper.kind for wrapper in unwrapped.wrappers})
    if not unwrapped.readable:
        cable = replace(cable, checked="nothing", problems=())
    return with_wrapper_fields(rewrapped(cable, text, unwrapped))


def _parsed(text: str, folded: str, year: int | None, kinds: Iterable[str] = ()) -> Cable:
    """Parse a text that has no wrapper, given with its line ends and blanks folded."""
    cuts = lost_line_ends(folded)
    if cuts:
        folded = with_line_ends(folded, cuts)
    layout = read_layout(folded)
    second = second_telegram(folded, layout.tokens)
    if second is not None:
        return _first_of_two(text, folded, year, second, layout)
    found = {token.type for token in layout.tokens}
    other = edited_layout(folded)
    if other is None and "smart" in kinds and not _TELEGRAM_LINES & found:
        other = read_other(folded, "smart_text")
    if other is None and (older := layout_before_1973(folded, layout.tokens)) is not None:
        folded, other = older
    if other is not None:
        return build_cable(text, folded, other, _OTHER[other.start], year, cuts)
    family = Family.UNKNOWN
    if layout.start == "telegram":
        family = Family.TELEGRAM
    elif terminals_with("piece") & found or ("SIGNATURE" in found and folded.isupper()):
        family = Family.EXTRACT  # prose in capitals above a surname is the text of a telegram, too
    cable = build_cable(text, folded, layout, family, year, cuts)
    numbered = sum(paragraph.number is not None for paragraph in cable.paragraphs)
    if family is Family.UNKNOWN and numbered > 1:  # their labels are damaged, yet they count on
        cable = build_cable(text, folded, layout, Family.EXTRACT, year, cuts)
    problems = with_boundary_problems(cable, layout.tokens)
    return cable if problems == cable.problems else replace(cable, problems=problems)


def _first_of_two(
    text: str,
    folded: str,
    year: int | None,
    second: tuple[int, tuple[Lexeme, ...]],
    layout: Layout,
) -> Cable:
    """Parse the first telegram of a text that holds more; ``Cable.span`` says how far it goes."""
    end, headings = second
    cable = _parsed(text[:end], folded[:end], year)
    further = tuple(build_heading(token)[0] for token in headings)
    problems = (Problem("second-telegram", "heading", head.span, ("end",)) for head in further)
    rest = (
        Token(token.type, token.start, token.end) for token in layout.tokens if token.start >= end
    )
    return replace(
        cable,
        text=text,
        tokens=(*cable.tokens, *rest),
        further=further,
        problems=(*cable.problems, *problems),
    )
