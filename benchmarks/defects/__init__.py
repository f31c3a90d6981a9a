"""Defects to inject into telegrams, one at a time, to measure what the rules find.

Places are found by separate expressions, never by the parser, so that defects which the grammar
misses are counted.
"""

from __future__ import annotations

from benchmarks.defects import (
    body,
    copying,
    damage,
    fields,
    header,
    layout,
    lost,
    misread,
    references,
    remains,
)
from benchmarks.defects.telegram import Kind, Telegram

__all__ = ["KINDS", "Kind", "Telegram"]

KINDS: tuple[Kind, ...] = (
    *copying.KINDS,
    *layout.KINDS,
    *header.KINDS,
    *fields.KINDS,
    *references.KINDS,
    *body.KINDS,
    *damage.KINDS,
    *misread.KINDS,
    *remains.KINDS,
    *lost.KINDS,
)
