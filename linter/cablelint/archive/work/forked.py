"""Small runs without worker processes: the start of one costs more than the run.

Where the system can copy a process in a millisecond, the copy does the work: a crash ends it alone.
"""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Generator, Sequence

from cablelint.archive.process import can_copy, end_with_parent
from cablelint.archive.read.frame import Frame
from cablelint.archive.timeout import OverdueError, overdue, time_limit
from cablelint.archive.work.task import Task, answer
from cablelint.finding import Verdict

__all__ = ["answer_inline", "answers_apart"]

_SIZE = 8  # bytes before each answer, which hold its length
_PIECE = 1 << 16
_GRACE = 2.0


def answer_inline(task: Task, frame: Frame, timeout: float) -> bytes:
    """Run the task in this process; where the system has alarms, no longer than ``timeout``."""
    try:
        with time_limit(timeout):
            return task(frame)
    except OverdueError:
        return answer(frame, Verdict.TIMEOUT, overdue(timeout))


def answers_apart(
    task: Task, frames: Sequence[Frame], timeout: float
) -> Generator[bytes, None, None]:
    """Yield the answers of some frames in order, given by a copy of this process.

    They end early when a frame kills the copy, or hangs and heeds no alarm. Where no copy can be
    made, this process answers.
    """
    if not frames or not can_copy():
        for frame in frames:
            yield answer_inline(task, frame, timeout)
        return
    ours, theirs = os.pipe()
    parent, pid = os.getpid(), os.fork()
    if pid == 0:
        _serve(task, frames, timeout, theirs, parent)
    os.close(theirs)
    try:
        for _ in frames:
            head = _read(ours, _SIZE, timeout + _GRACE)
            data = head and _read(ours, int.from_bytes(head, "big"), timeout + _GRACE)
            if data is None:
                return
            yield data
    finally:
        os.close(ours)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _serve(task: Task, frames: Sequence[Frame], timeout: float, pipe: int, parent: int) -> None:
    """Write the answers and end this process, whatever happens: it is a copy of the caller's."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        end_with_parent()
        for frame in frames if os.getppid() == parent else ():
            data = answer_inline(task, frame, timeout)
            view = memoryview(len(data).to_bytes(_SIZE, "big") + data)
            while view:
                view = view[os.write(pipe, view) :]
    finally:
        os._exit(0)


def _read(pipe: int, size: int, timeout: float) -> bytes | None:
    """Read so many bytes; None when they end before, or stay out longer than ``timeout``."""
    pieces: list[bytes] = []
    while size > 0:
        ready, _, _ = select.select([pipe], [], [], timeout)
        piece = os.read(pipe, min(size, _PIECE)) if ready else b""
        if not piece:
            return None
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
