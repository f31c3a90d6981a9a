"""Small runs without worker processes: the start of one costs more than the run."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from cablelint.archive.frame import Frame
from cablelint.archive.task import Task, answer
from cablelint.finding import Verdict

__all__ = ["answer_inline"]


class _OverdueError(BaseException):
    """Time is up; no rule that shields itself against exceptions may catch it."""


def answer_inline(task: Task, frame: Frame, timeout: float) -> bytes:
    """Run the task in this process; where the system has alarms, no longer than ``timeout``."""
    try:
        with _alarm(timeout):
            return task(frame)
    except _OverdueError:
        return answer(frame, Verdict.TIMEOUT, f"not done after {timeout:g} seconds")


@contextmanager
def _alarm(timeout: float) -> Iterator[None]:
    usable = hasattr(signal, "setitimer") and (
        threading.current_thread() is threading.main_thread()
    )
    if not usable:
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise _OverdueError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, timeout)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
