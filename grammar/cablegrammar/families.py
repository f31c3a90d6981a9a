"""Which layout family a text belongs to (LE 12): the first mark that is found decides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cablegrammar.layout import Layout, read_other

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cablegrammar.runtime.tree import Lexeme

__all__ = ["edited_layout", "layout_before_1973"]

# Wrappers are off; letterheads show at the top of a text, so the rest is not searched.
_TOP = 3500

# The years whose telegrams have the layouts of ``other_layouts.lark``, as a DTG line writes them.
_YEARS_BEFORE_1973 = re.compile(r"[A-Z][A-Z0]{2,8}[ ]+(?:19)?(?:[456]\d|7[0-2])\b")
_TITLE = re.compile(
    r"^[ \t>#*_]{0,6}(?:[A-Za-z]{2,10} ){0,4} {0,30}"
    r"(?:(?:AIR)?TELEGRA[MN]|(?:In|Out)going Telegram)\b",
    re.MULTILINE,
)
# One of them is in every title.
_TITLE_WORDS = ("TELEGRA", "going Telegram")
# A typed zero was often struck through, and is then read as a letter or sign; points as dots.
_TYPED_ZERO = re.compile(r"Ø(?=[\dØ])|(?<=[\dØ-])Ø|(?<=[\dØ])@")
_TYPED_POINT = re.compile(r"(?<=\w)•")


def edited_layout(text: str) -> Layout | None:
    """Read a text as one of Foreign Relations if it bears the title of one, else return None."""
    if "elegram " not in text[:_TOP] and "irgram " not in text[:_TOP]:
        return None
    layout = read_other(text, "frus_text")
    return layout if any(token.type == "FRUS_TITLE" for token in layout.tokens) else None


def layout_before_1973(text: str, tokens: Iterable[Lexeme]) -> tuple[str, Layout] | None:
    """Read a text by a layout before 1973 if the lines of one are found in it, else return None.

    Return also the text that was read: typed zeros that were struck through stand as digits in it.

    ``tokens`` are those of the telegram layout: a DTG of the time decides, or a letterhead where
    neither TAGS nor an order of the time after stand.
    """
    dated, later = False, False
    for token in tokens:
        if token.type == "DTG":
            dated = dated or _YEARS_BEFORE_1973.search(token) is not None
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
