"""What the relay lines of White House and CIA copies say of the telegram (LE F6, F7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegrammar.elements import Failure, element
from cablegrammar.model import Relay
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cablegrammar.model import Text, WrapperField

__all__ = ["relay_of"]

_LINES = ("LINE1", "LINE2")


def relay_of(fields: Iterable[WrapperField], stamps: Iterable[Text]) -> Relay | None:
    """Return what the relay lines say: LINE1 and LINE2 of a form, the outer ZNY line of a copy."""
    lines = [(field.text, field.span) for field in fields if field.name in _LINES and field.text]
    lines += [(stamp.text, stamp.span) for stamp in stamps if stamp.text.startswith("ZN")]
    parts: dict[str, str] = {}
    spans: list[Span] = []
    for words, span in lines:
        read = element("zny_line" if words.startswith("ZN") else "relay_line", words)
        if not isinstance(read, Failure):
            spans.append(span)
            for part in read:
                parts.setdefault(part.type, str(part))
    if not spans:
        return None
    filing, letters = parts.get("FILING"), parts.get("CHANNEL_LETTERS")
    number = parts.get("INDICATOR_NUMBER")
    letters = letters or parts.get("RELAY_LETTERS", "").lstrip("-—–")
    return Relay(
        serial=number[-4:] if number else None,
        julian_day=int(filing[:3]) if filing else None,
        letter=letters[0] if letters else None,
        span=spans[0],
    )
