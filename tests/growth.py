"""How the time of some work grows with its size: what tests of linear time ask."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

__all__ = ["DOUBLED", "growth"]

#: Twice the work may take this many times as long; quadratic work takes four times, linear work
#: up to three where its data outgrow the processor's caches.
DOUBLED = 3.3
_FLOOR = 0.005  # seconds: what is quicker at the greater size is noise
_TRIES = 40
_PAUSE = 0.02  # seconds after a try: a loaded machine changes its pace for moments


def growth(
    small: Callable[[], object], large: Callable[[], object], *, tries: int = _TRIES
) -> float:
    """Return how many times as long the large work takes, 0 for what takes no time.

    Each is the best of some tries in CPU time without the collector, taken in turn, so that
    nothing kept for the last text helps. The first answer below the limit is returned.
    """
    best_small = best_large = float("inf")
    for _ in range(tries):
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
