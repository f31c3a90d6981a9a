"""No process outlives the run that started it, whatever it is doing."""

from __future__ import annotations

import signal
import sys

__all__ = ["end_with_parent"]

_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Let the system kill this process when its parent ends; only Linux does.

    It needs no thread of this process: a record may hang inside C code that lets no other run.
    """
    if sys.platform == "linux":
        import ctypes  # only a process that was just started needs it

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
