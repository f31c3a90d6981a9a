"""Processes of a run: whether this one may be copied, and how one ends with its parent."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

__all__ = ["can_copy", "end_with_parent"]

_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Let the system kill this process when its parent ends; only Linux does.

    It needs no thread of this process: a record may hang inside C code that lets no other run.
    """
    if sys.platform == "linux":
        import ctypes  # only a process that was just started needs it

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def can_copy() -> bool:
    """Tell whether this process has one thread only: what others hold would stay held in a copy."""
    return sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1
