"""The JSON of an item, as all formats write it that are JSON or hold some."""

from __future__ import annotations

import json
from collections.abc import Sequence

import msgspec

from cablelint.report.escape import harmless

__all__ = ["dump_lines", "dumps"]

# Two of these signs are in strings only, where they may be escaped.
_SIGN = "\\u0023"
_ENCODER = msgspec.json.Encoder()


def dumps(item: object) -> str:
    """Return the JSON of an item; a lone surrogate, as in odd file names, becomes an escape."""
    try:
        return harmless(msgspec.json.encode(item).decode(), _SIGN)
    except UnicodeEncodeError:
        return harmless(json.dumps(item, separators=(",", ":")), _SIGN)


def dump_lines(items: Sequence[object]) -> str:
    """Return the JSON of items, a line each."""
    try:
        return harmless(_ENCODER.encode_lines(items).decode(), _SIGN)
    except UnicodeEncodeError:
        return "".join(f"{dumps(item)}\n" for item in items)
