"""No process outlives the run that started it, whatever it is doing."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading

__all__ = ["end_with_parent", "watch_parent"]

_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Let the system kill this process when its parent ends; only Linux does.

    It needs no thread of this process: a record may hang inside C code that lets no other run.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def watch_parent() -> None:
    """End this process, one of ``multiprocessing``, when its parent ends."""
    end_with_parent()
    threading.Thread(target=_end_after_parent, daemon=True).start()


def _end_after_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
