"""The kinds of wrappers, and the words and lines by which each is known (LE F7, F8)."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from cablegrammar.model.wrapper import WrapperKind

__all__ = ["KINDS", "PAGE_SIGNS", "Kind", "has_any_word"]

#: One of them is in every page line of a State print.
PAGE_SIGNS = ("PAGE 0", "PAGE 1", "PAGE0", "Page 0")


class Kind(Struct, frozen=True):
    """A kind of wrapper: its start symbol, and words of which a text in it has at least one.

    It is one when ``least`` of its ``marks`` are found, terminals that no telegram has; with none
    named, any line that comes off will do. They are in the first ``top`` characters where that is
    set. The text in one that is not ``readable`` was destroyed by the machine that read the print.
    """

    kind: WrapperKind
    start: str
    words: tuple[str, ...]
    marks: tuple[str, ...] = ()
    least: int = 1
    top: int | None = None
    readable: bool = True


#: In the order in which they come off, the outermost first.
KINDS = (
    Kind(
        "nara",
        "nara_export",
        ("EO Systematic Review", "Message Text", "Message Attributes", "Current Classification"),
    ),
    Kind(
        "release",
        "release_print",
        (
            *("RELEASED IN", "RELEASE IN", "Released in", "Release in", "REVIEW AUTHORITY"),
            *("DATE/CASE ID", "Case No", "Date Printed:", "DEPARTMENT OF STATE", '"UNCLASSIFIED"'),
        ),
        ("RELEASED", "RELEASE_KEY", "CASE_CLASS", "CONTROL_NUMBER"),
    ),
    Kind(
        "smart",
        "smart_message",
        ("MRN:", "mrn:", "Date/DTG:"),
        ("SMART_KEY", "SMART_LABEL", "TAIL_KEY"),
        least=2,
    ),
    Kind("white-house", "white_house_print", ("OSRI", "PREC:"), ("WH_KEY",), least=3),
    Kind(
        "white-house",
        "secretariat_print",
        ("PSN:", "CSN:", "COUNCIL SECRETARIAT"),
        ("SECRETARIAT_TOP",),
        top=1000,
        readable=False,
    ),
    Kind(
        "cia",
        "cia_copy",
        ("CIA-RDP", "ZOC STATE", "DOC32D", "DOCPREC:"),
        ("APPROVAL", "RELAY", "CIA_KEY"),
    ),
    Kind(
        "terminal",
        "terminal_print",
        ("PRINTER", "PRINIER", "PAGE", "PACE"),
        ("TERMINAL_TOP",),
        top=600,
        readable=False,
    ),
)


def has_any_word(text: str) -> bool:
    """Tell whether a word of a wrapper, or of a page line, is anywhere in a text.

    Most texts have none; one search for all takes half the time of one for each. The words of
    wrappers known by the top of a copy are not among them.
    """
    return _words().search(text) is not None


@cache
def _words() -> re.Pattern[str]:
    words = [word for kind in KINDS if kind.top is None for word in kind.words]
    return re.compile("|".join(map(re.escape, (*words, *PAGE_SIGNS))))
