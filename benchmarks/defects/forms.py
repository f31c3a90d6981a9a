"""The forms in which copies come: as sent, re-flowed, in lower case, with damaged labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

__all__ = ["FORMS"]

_PROSE_END = re.compile(r"(?<=[a-z,;] )\n(?=[a-z(\"])|(?<=[a-z,;])\n(?=[a-z(\"])")
_LABEL = re.compile(r"^\xb6?(?=\d{1,2}\. ?\()", re.MULTILINE)
_BODY = re.compile(r"^\xb6?1\. ?\(", re.MULTILINE)


def reflowed(text: str) -> str:
    """Join the lines of a sentence below the header, as copies with one line a paragraph do."""
    start = _BODY.search(text)
    at = start.start() if start else len(text)
    return text[:at] + _PROSE_END.sub(_joint, text[at:])


def _joint(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1 : match.start()]
    return "" if before == " " else " "


def digits(text: str) -> str:
    """Turn the pilcrow before every label into a 1."""
    return _LABEL.sub("1", text)


FORMS: Mapping[str, Callable[[str], str]] = {
    "plain": str,
    "reflowed": reflowed,
    "lower": str.lower,
    "digits": digits,
}
