"""What the formats in XML share: text that XML 1.0 allows."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import quoteattr

from cablegrammar.runtime.patterns import lazy_pattern

__all__ = ["attribute", "legal"]

#: What XML 1.0 forbids, even as a character reference; old teletype text holds such characters.
_ILLEGAL: Final = lazy_pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """Return the text without the characters that XML forbids."""
    return _ILLEGAL.sub("", text)


def attribute(text: str) -> str:
    """Return the text as the quoted value of an attribute."""
    return quoteattr(legal(text))
