"""Texts drawn from the grammar itself, with some real forms of each terminal of the layout."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark

from cablegrammar.runtime.compiler import build

# Blocks end with a blank line: which words one line more would take in is a matter of the words.
_ENDS = st.sampled_from(("\n\n", " \n\n", "\n \n\n"))

# Forms follow CF 1-9; the prose is ours.
FORMS: dict[str, tuple[str, ...]] = {
    "BANNER": ("This record is a partial extract of the original cable.",),
    "COPY_NOTE": ("Wednesday, 29 November 2000, 13:59", "ID: 245489", "<<218634>>"),
    "NAVIGATION": ("Next page >> | Home | Search | Top", "Back | Index"),
    "VZCZC": ("VZCZCXRO1234", "VZCZCXYZ0012"),
    "ROUTING": ("OO RUEHAG RUEHBC RUEHDBU", "PP RUEHWEB", "RR RUEHCN\nRUEHTRO RUEHGH"),
    "DE": ("DE RUEHFR #1823/01 0741234", "DE RUEHLP #0820 0612038"),
    "CLASS_CHANNEL": ("ZNY CCCCC ZZH", "ZNR UUUUU ZZH"),
    "DTG": ("P 151234Z MAR 05", "O R 051020Z JUN 79", "R 260640Z SEP 08 ZDK"),
    "FROM": ("FM AMEMBASSY PARIS", "FM SECSTATE WASHDC"),
    "TO": ("TO RUEHC/SECSTATE WASHDC PRIORITY 1234", "TO SECSTATE WASHDC\nAMEMBASSY ROME 0012"),
    "INFO": ("INFO RUEHLO/AMEMBASSY LONDON PRIORITY 0456\nRUEKJCS/SECDEF WASHDC",),
    "EXEMPT": ("XMT AMCONSUL JOHANNESBURG",),
    "ACTION": (
        "ACTION SS-25\nINFO  OCT-01 ADS-00 SSO-00 /026 W",
        "ORIGIN EB-07\nINFO OCT-01 /008 R",
    ),
    "DASHES": ("                  ------------------062281 060035Z /62", "----------- 020657"),
    "BREAK": ("BT",),
    "MESSAGE_END": ("NNNN", "#1823", "NNN"),
    "HEADING": (
        "C O N F I D E N T I A L SECTION 01 OF 03 PARIS 001823",
        "S E C R E T LA PAZ 000820",
        "UNCLAS SECTION 01 OF 02 CAPE TOWN 000149",
        "LIMITED OFFICIAL USE STATE 133602",
        "UNCLASSIFIED ROME 1543",
    ),
    "CLASS_LINE": ("CONFIDENTIAL", "SECRET//NOFORN", "LIMITED OFFICIAL USE"),
    "CAPTION": ("SIPDIS", "NOFORN", "EXDIS, STADIS", "SENSITIVE"),
    # In a telegram an E.O. line must follow on the same line; alone it is a line of text.
    "PASSING": ("DEPT FOR WHA/BSC",),
    "CORRECTED": ("C O R R E C T E D   C O P Y (NOFORN CAPTION ADDED)",),
    "EO": (
        "E.O. 12958: DECL: 03/15/2015",
        "EO 12958 N/A",
        "E.O. 12065: GDS 8/12/85 (LINDEN, PETER) OR-P",
        "E.O. 11652: XGDS-1",
        "E.O. 12356: DECL: OADR",
        "E.O. 13526: DECL: 2035/01/02",
    ),
    "TAGS": ("TAGS: PREL, PGOV, FR", "TAGS PREL PGOV", "TAGS: OVIP (ROWAN, ANNE), EAGR,\nETRD"),
    "SUBJECT": ("SUBJECT: HARVEST FORECAST", "SUBJ: (S) PORT OF ACCRA;\nWEATHER AND PRICES"),
    "REF": (
        "REF: PARIS 1823",
        "REF: A. 05 PARIS 5459\nB. STATE 36519 (NOTAL)",
        "REFS: (A) ROME 12",
    ),
    "LETTERED": ("B. 06 PARIS 5733", "C. STATE 12345"),
    "AUTHORITY": (
        "Classified By: DCM Hazel Rowan, reasons 1.4 (b) and (d).",
        "CLASSIFIED BY: PETER LINDEN, AMBASSADOR; REASON: 1.5(B), (D)",
        "Derived From: DSCG 05-1 B, D",
    ),
    "REASON": ("REASON: 1.4 (b)",),
    "DECLASSIFY_ON": ("DECLASSIFY ON: 20200101",),
    "PAGE_MARK": (
        "CARACAS 00002367  002.2 OF 004",
        "PAGE 02        RIYADH  00905  01 OF 03  060018Z",
    ),
    "PARAGRAPH": (
        "1. (C) Summary: The harvest is in. End summary.",
        "2. (S/NF) Ports are full, and the\nships wait for wind.",
        "3. THE MINISTRY EXPECTS RAIN.",
        "¶4. (U) Prices fell.",
    ),
    "TITLE": ("HARVEST\n-------", "-------\nPrices and Ports\n-------"),
    "RULE": ("----------",),
    "SIGNATURE": ("LINDEN", "Rowan"),
    "TEXT": ("STATE FOR EB AND EUR/WE", "The talk turned to prices, then to the weather."),
}


@cache
def texts(start: str) -> st.SearchStrategy[str]:
    """Draw texts that the layout grammar generates from a start rule."""
    explicit = {
        name: st.builds(str.__add__, st.sampled_from(forms), _ENDS) for name, forms in FORMS.items()
    } | {"BLANK": st.just("\n\n")}
    return from_lark(build("telegram"), start=start, explicit=explicit)


def damaged(text: str, draw: Callable[..., Any]) -> str:
    """Damage a text like copying does: cut, repeat, swap or overwrite pieces.

    ``draw`` is hypothesis's function that draws a value from a strategy.
    """
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(text)))
        end = min(len(text), at + draw(st.integers(0, 60)))
        noise = draw(st.sampled_from(("", "\n", "¶", "1", "\x00", "\r\n", "<b>", text[at:end] * 2)))
        text = text[:at] + noise + text[end:]
    return text
