"""How often Python looks for cycles: seldom, because telegrams make hardly any."""

from __future__ import annotations

import gc

__all__ = ["collect_no_more", "collect_seldom"]

_OBJECTS = 50_000  # some 10 MB; Python's own 700 are reached twice in one telegram


def collect_seldom() -> None:
    """Let the collector of this process wait for more objects, at start-up and in long runs."""
    gc.set_threshold(_OBJECTS)


def collect_no_more() -> None:
    """Spare a process that ends the last look over all it holds: a twentieth of a short run."""
    gc.freeze()
