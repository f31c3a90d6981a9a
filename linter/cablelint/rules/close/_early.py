"""A signature that does not close the text (CF 9)."""

from __future__ import annotations

from cablegrammar import Cable, Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablegrammar.source import upper

__all__ = ["early_signature"]

_SURNAME = lazy_pattern(r"[A-Z][A-Z'-]{2,}(?: [A-Z][A-Z'-]+)?")
#: Words in capitals that occur alone as well: titles of parts.
_TITLES = frozenset(
    {"SUMMARY", "COMMENT", "COMMENTS", "NOTE", "BACKGROUND", "CONCLUSION", "INTRODUCTION"}
)
_FEW = 3  # blocks
_CLOSED = (".", "?", "!", '"', ")")


def early_signature(cable: Cable) -> tuple[Span, Span] | None:
    """Return the places of a surname alone on its line near the end, and of the text after it.

    The parser takes a surname for the signature only where it closes the text; here it is in
    the last paragraph, under its last sentence, and a few blocks more follow.
    """
    if cable.signature is not None or not cable.paragraphs:
        return None
    pieces = cable.paragraphs[-1].pieces
    text = upper(cable.text) if cable.text.islower() else cable.text
    for index in range(len(pieces) - 2, max(len(pieces) - 2 - _FEW, -1), -1):
        before, _, line = pieces[index].of(text).rstrip().rpartition("\n")
        name = line.strip()
        if not (before.rstrip().endswith(_CLOSED) if before else index):
            continue  # the line goes on with a sentence, or is the paragraph itself
        if _SURNAME.fullmatch(name) and name not in _TITLES:
            start = pieces[index].start + len(before) + line.index(name) + bool(before)
            after = Span(pieces[index + 1].start, pieces[-1].end)
            return Span(start, start + len(name)), after
    return None
