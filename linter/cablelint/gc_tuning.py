"""Run Python's garbage collector rarely, because telegrams create hardly any cycles."""

from __future__ import annotations

import gc

__all__ = ["collect_no_more", "collect_seldom"]

_OBJECTS = 50_000  # some 10 MB; Python's own 700 are reached twice in one telegram


def collect_seldom() -> None:
    """Raise the thresholds of the garbage collector, at start-up and in long runs."""
    gc.set_threshold(_OBJECTS)


def collect_no_more() -> None:
    """Skip the final garbage collection at exit, a twentieth of a short run."""
    gc.freeze()
