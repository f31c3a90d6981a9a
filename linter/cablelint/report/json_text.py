"""The JSON of an item, as all formats write it that are JSON or hold some."""

from __future__ import annotations

import json
from collections.abc import Sequence

import msgspec

__all__ = ["dump_lines", "dumps"]

_ENCODER = msgspec.json.Encoder()


def dumps(item: object) -> str:
    """Return the JSON of an item; a lone surrogate, as in odd file names, becomes an escape."""
    try:
        return msgspec.json.encode(item).decode()
    except UnicodeEncodeError:
        return json.dumps(item, separators=(",", ":"))


def dump_lines(items: Sequence[object]) -> str:
    """Return the JSON of items, a line each."""
    try:
        return _ENCODER.encode_lines(items).decode()
    except UnicodeEncodeError:
        return "".join(f"{dumps(item)}\n" for item in items)
