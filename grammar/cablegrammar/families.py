"""Which layout family a text belongs to (LE 12): the first mark that is found decides."""

from __future__ import annotations

import re

from cablegrammar.model import Family

__all__ = ["family_of"]

# The labels of a SMART form; two of them at line starts make one (LE F8).
_SMART = r"^(?:MRN|Date/DTG|Dissemination Rule|Captions|Pass Line):"
# Marks of the other families that the layout grammar does not describe. A plain substring is looked
# for first, because it is a hundred times faster than a pattern over a whole archive.
_MARKS = (
    ("Case No", Family.RELEASE, r"Case No[^\n]{0,30}Doc No"),
    ("REVIEW AUTHORITY", Family.RELEASE, r"REVIEW AUTHORITY"),
    ("DATE/CASE ID", Family.RELEASE, r"^DATE/CASE ID"),
    ("RELEASED IN", Family.RELEASE, r"^RELEASED IN (?:FULL|PART)"),
    ("EO Systematic Review", Family.NARA, r"EO Systematic Review"),
    ("Message Text", Family.NARA, r"^[ \t]+Message Text[ \t]*$"),
    ("Message Attributes", Family.NARA, r"^[ \t]*Message Attributes[ \t]*$"),
    ("Current Classification", Family.NARA, r"\*\*\* Current Classification|^Current Classif"),
    ("Telegram ", Family.FRUS, r"Telegram [^\n]{0,30}From the "),
    ("Airgram ", Family.FRUS, r"Airgram [^\n]{0,30}From the "),
    ("OSRI:", Family.WHITE_HOUSE, r"^[ \t]*OSRI:"),
    ("PSN:", Family.WHITE_HOUSE, r"PSN:[^\n]{0,80}\n?[^\n]{0,80}CSN:"),
    ("CIA-RDP", Family.CIA, r"CIA-RDP"),
    ("ZOC STATE ZZH", Family.CIA, r"ZOC STATE ZZH"),
    ("DOCPREC:", Family.CIA, r"DOCPREC:"),
    ("DOC_NUMBER:", Family.RELEASE, r"^DOC_NUMBER:"),
    ("PRINTER:", Family.TERMINAL, r"PRINTER:"),
    ("ING TELEGRAM", Family.FORM_1950, r"^[ \t]*(?:INCOMING|OUTGOING) TELEGRAM\b"),
    ("TELEGRAM", Family.PRINT_1965, r"^[ \t]*TELEGRAM\b"),
)

_BEFORE_1973 = frozenset({Family.FORM_1950, Family.PRINT_1965})

# Wrappers show at the top and at the foot of a text, so the rest is not searched.
_TOP, _FOOT = 3500, 1500


def family_of(text: str) -> Family | None:
    """Return the family whose mark the text bears, or None for the generic family.

    A ``TELEGRAM`` title counts only where no E.O. line and no TAGS stand (LE 12.9).
    """
    if len(text) > _TOP + _FOOT:
        text = text[:_TOP] + text[-_FOOT:]
    if "MRN:" in text or "Date/DTG:" in text:
        labels = {match.group() for match in re.finditer(_SMART, text, re.MULTILINE)}
        if len(labels) > 1:
            return Family.SMART
    for needle, family, pattern in _MARKS:
        if needle not in text or not re.search(pattern, text, re.MULTILINE):
            continue
        if family in _BEFORE_1973 and re.search(r"E\. ?O\.|\bTAGS\b", text):
            continue
        return family
    return None
