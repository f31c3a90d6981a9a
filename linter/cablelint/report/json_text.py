"""The JSON of an item, as all formats write it that are JSON or hold some."""

from __future__ import annotations

import json

import msgspec

__all__ = ["dumps"]


def dumps(item: object) -> str:
    """Return the JSON of an item; a lone surrogate, as in odd file names, becomes an escape."""
    try:
        return msgspec.json.encode(item).decode()
    except UnicodeEncodeError:
        return json.dumps(item, separators=(",", ":"))
