"""Which layout family a text belongs to (LE 12): the first mark that is found decides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cablegrammar.layout import Layout, read_other
from cablegrammar.model import Family

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cablegrammar.runtime.tree import Lexeme

__all__ = ["family_of", "layout_before_1973"]

# The labels of a SMART form; two of them at line starts make one (LE F8).
_SMART = r"^(?:MRN|Date/DTG|Dissemination Rule|Captions|Pass Line):"
# Marks of the other families that the layout grammar does not describe. A plain substring is looked
# for first, because it is a hundred times faster than a pattern over a whole archive.
_MARKS = (
    ("Case No", Family.RELEASE, r"Case No[^\n]{0,30}Doc No"),
    ("REVIEW AUTHORITY", Family.RELEASE, r"REVIEW AUTHORITY"),
    ("DATE/CASE ID", Family.RELEASE, r"^DATE/CASE ID"),
    ("RELEASED IN", Family.RELEASE, r"^RELEASED IN (?:FULL|PART)"),
    ("Telegram ", Family.FRUS, r"Telegram [^\n]{0,30}From the "),
    ("Airgram ", Family.FRUS, r"Airgram [^\n]{0,30}From the "),
    ("OSRI:", Family.WHITE_HOUSE, r"^[ \t]*OSRI:"),
    ("PSN:", Family.WHITE_HOUSE, r"PSN:[^\n]{0,80}\n?[^\n]{0,80}CSN:"),
    ("CIA-RDP", Family.CIA, r"CIA-RDP"),
    ("ZOC STATE ZZH", Family.CIA, r"ZOC STATE ZZH"),
    ("DOCPREC:", Family.CIA, r"DOCPREC:"),
    ("DOC_NUMBER:", Family.RELEASE, r"^DOC_NUMBER:"),
    ("PRINTER:", Family.TERMINAL, r"PRINTER:"),
)

# Wrappers show at the top and at the foot of a text, so the rest is not searched.
_TOP, _FOOT = 3500, 1500


def family_of(text: str) -> Family | None:
    """Return the family whose mark the text bears, or None for the generic family."""
    if len(text) > _TOP + _FOOT:
        text = text[:_TOP] + text[-_FOOT:]
    if "MRN:" in text or "Date/DTG:" in text:
        labels = {match.group() for match in re.finditer(_SMART, text, re.MULTILINE)}
        if len(labels) > 1:
            return Family.SMART
    for needle, family, pattern in _MARKS:
        if needle not in text or not re.search(pattern, text, re.MULTILINE):
            continue
        return family
    return None


# The years whose telegrams have the layouts of ``other_layouts.lark``, as a DTG line writes them.
_YEARS_BEFORE_1973 = re.compile(r"[A-Z][A-Z0]{2,8}[ ]+(?:19)?(?:[456]\d|7[0-2])\b")
_TITLE = re.compile(r"TELEGRA[MN]|Telegram")
# A typed zero was often struck through, and is then read as a letter or sign; points as dots.
_TYPED_ZERO = re.compile(r"Ø(?=[\dØ])|(?<=[\dØ-])Ø|(?<=[\dØ])@")
_TYPED_POINT = re.compile(r"(?<=\w)•")


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
    titled = _TITLE.search(text, 0, _TOP) is not None
    if not dated and not titled:
        return None
    typed = _TYPED_POINT.sub(".", _TYPED_ZERO.sub("0", text))
    layout = read_other(typed, "print_1965")
    kinds = {token.type for token in layout.tokens}
    if "FORM_TITLE" in kinds and not {"PAGE_MARK", "ACTION"} & kinds:
        return typed, read_other(typed, "form_1950")
    return (typed, layout) if dated or ("LETTERHEAD" in kinds and not later) else None
