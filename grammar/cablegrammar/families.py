"""Which layout family a text belongs to (LE 12): the first mark that is found decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegrammar.layout import Layout, read_other
from cablegrammar.runtime.search import terminal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cablegrammar.runtime.tree import Lexeme

__all__ = ["edited_layout", "layout_before_1973"]

# Wrappers are off; letterheads show at the top of a text, so the rest is not searched.
_TOP = 3500
_YEAR_BEFORE_1973 = terminal("YEAR_BEFORE_1973")
_TITLE = terminal("TELEGRAM_TITLE")
# One of them is in every title.
_TITLE_WORDS = ("TELEGRA", "going Telegram")
_TYPED_ZERO = terminal("TYPED_ZERO")
_TYPED_POINT = terminal("TYPED_POINT")


def edited_layout(text: str) -> Layout | None:
    """Read a text as one of Foreign Relations if it has the title of one, else return None."""
    if "elegram " not in text[:_TOP] and "irgram " not in text[:_TOP]:
        return None
    layout = read_other(text, "frus_text")
    return layout if any(token.type == "FRUS_TITLE" for token in layout.tokens) else None


def layout_before_1973(text: str, tokens: Iterable[Lexeme]) -> tuple[str, Layout] | None:
    """Read a text by a layout before 1973 if the lines of one are found in it, else return None.

    Return also the text that was read: typed zeros that were struck through are digits in it.

    ``tokens`` are those of the telegram layout: a DTG of the time decides, or a letterhead where
    there are no TAGS and no order of the time after.
    """
    dated, later = False, False
    for token in tokens:
        if token.type == "DTG":
            dated = dated or _YEAR_BEFORE_1973.search(token) is not None
        later = later or token.type in ("TAGS", "EO")
    top = text[:_TOP]
    titled = any(word in top for word in _TITLE_WORDS) and _TITLE.search(top) is not None
    if not dated and not titled:
        return None
    typed = _TYPED_POINT.sub(".", _TYPED_ZERO.sub("0", text))
    layout = read_other(typed, "print_1965")
    kinds = {token.type for token in layout.tokens}
    if "FORM_TITLE" in kinds and not {"PAGE_MARK", "ACTION"} & kinds:
        return typed, read_other(typed, "form_1950")
    return (typed, layout) if dated or ("LETTERHEAD" in kinds and not later) else None
