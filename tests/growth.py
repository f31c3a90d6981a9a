"""Measure how time grows with size, for tests of linear time."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

__all__ = ["DOUBLED", "growth"]

#: Twice the work may take this many times as long; quadratic work takes four times, linear work
#: up to three where its data outgrow the processor's caches.
DOUBLED = 3.3
_FLOOR = 0.005  # seconds: below this time for the larger size, measurements are noise
_TRIES = 40
_PAUSE = 0.02  # seconds after a try: a loaded machine changes its pace for moments


def growth(small: Callable[[], object], large: Callable[[], object]) -> float:
    """Return the ratio of the times for the large and the small work; 0 when both are negligible.

    Each time is the best CPU time of several tries without garbage collection. Tries alternate, so
    that caches for the last text do not help. The first ratio below the limit is returned.
    """
    best_small = best_large = float("inf")
    for _ in range(_TRIES):
        best_large = min(best_large, _seconds(large))
        if best_large < _FLOOR:
            return 0.0
        best_small = min(best_small, _seconds(small))
        if best_large < DOUBLED * best_small:
            break
        time.sleep(_PAUSE)
    return best_large / best_small


def _seconds(work: Callable[[], object]) -> float:
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()
