"""The forms in which copies come: as sent, re-flowed, in lower case, with damaged labels.

A form is made of the telegram before a defect is put in, and finished afterwards. Pilcrows become
digits in all labels, the damaged ones as well; a copy with doubled lines was re-flowed before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

__all__ = ["FORMS", "Form"]

_PROSE_END = re.compile(r"(?<=[a-z,;] )\n(?=[a-z(\"])|(?<=[a-z,;])\n(?=[a-z(\"])")
_LABEL = re.compile(r"^(?=\d{1,2}\. ?\()", re.MULTILINE)
_PILCROW = re.compile(r"^\xb6(?=[\d(])", re.MULTILINE)
_BODY = re.compile(r"^\xb6?1\. ?\(", re.MULTILINE)


@dataclass(frozen=True)
class Form:
    """What is done to a telegram before a defect is put in, and to the copy afterwards."""

    prepare: Callable[[str], str] = str
    finish: Callable[[str], str] = str


def reflowed(text: str) -> str:
    """Join the lines of a sentence below the header, as copies with one line a paragraph do."""
    start = _BODY.search(text)
    at = start.start() if start else len(text)
    return text[:at] + _PROSE_END.sub(_joint, text[at:])


def _joint(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1 : match.start()]
    return "" if before == " " else " "


def with_pilcrows(text: str) -> str:
    """Put a pilcrow before every label."""
    return _LABEL.sub("\xb6", text)


def digits(text: str) -> str:
    """Turn the pilcrow before every label into a 1."""
    return _PILCROW.sub("1", text)


FORMS: Mapping[str, Form] = {
    "plain": Form(),
    "reflowed": Form(reflowed),
    "lower": Form(finish=str.lower),
    "digits": Form(with_pilcrows, digits),
}
