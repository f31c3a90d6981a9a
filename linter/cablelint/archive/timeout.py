"""A limit on the time that one record may take in this process."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["OverdueError", "overdue", "time_limit"]


class OverdueError(BaseException):
    """Time is up; no rule that shields itself against exceptions may catch it."""


def overdue(timeout: float) -> str:
    """Return the message on a record that takes longer than some seconds."""
    return f"not done after {timeout:g} seconds"


@contextmanager
def time_limit(timeout: float) -> Iterator[None]:
    """Raise OverdueError inside the block after some seconds, where the system has alarms."""
    usable = hasattr(signal, "setitimer") and (
        threading.current_thread() is threading.main_thread()
    )
    if not usable:
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise OverdueError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, timeout)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
