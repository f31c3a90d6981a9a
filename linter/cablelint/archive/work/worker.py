"""A worker process and the main process's handle on it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import RawArray
from typing import TYPE_CHECKING

import msgspec

from cablelint.archive.process import end_with_parent
from cablelint.archive.read.frame import Frame
from cablelint.archive.work.codec import decode_frames, encode_frames
from cablelint.archive.work.task import Task
from cablelint.gc_tuning import collect_seldom

if TYPE_CHECKING:
    from ctypes import Array, c_double

__all__ = ["Worker"]

_ANSWERS = msgspec.msgpack.Decoder(list[bytes])
_ANSWERING, _IDLE = -1.0, -2.0
_GRACE = 5.0
# What a worker writes for the main process to see: the index of the frame it is at, and since when;
# no frame hangs while its answers wait for the main process to take them.
_INDEX, _SINCE = 0, 1


def _serve(
    connection: Connection, progress: Array[c_double], task: Task, *, of_main_thread: bool
) -> None:
    """Answer batches until the other side hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if of_main_thread:  # the system looks at the thread that started this process
        end_with_parent()
    threading.Thread(target=_end_after_parent, daemon=True).start()
    collect_seldom()
    while True:
        try:
            frames = decode_frames(connection.recv_bytes())
        except (EOFError, ConnectionResetError):  # reset: the other side was killed
            return
        answers: list[bytes] = []
        for index, frame in enumerate(frames):
            progress[_SINCE] = time.monotonic()
            progress[_INDEX] = index
            answers.append(task(frame))
        progress[_INDEX] = _ANSWERING
        try:
            connection.send_bytes(msgspec.msgpack.encode(answers))
        except (BrokenPipeError, ConnectionResetError):
            return
        progress[_INDEX] = _IDLE


def _end_after_parent() -> None:
    """End this process when its parent has, on every system, unless a record holds all threads."""
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while a process starts.

    The child inherits the mask, so that an interrupt before it can ignore them prints no traceback;
    the one that came meanwhile reaches this process afterwards.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows: a new process group would be needed
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Worker:
    """A process that answers one batch at a time."""

    def __init__(self, task: Task) -> None:
        """Start the process."""
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._progress = RawArray("d", [_IDLE, 0.0])
        main = threading.current_thread() is threading.main_thread()
        self._process = context.Process(
            target=_serve,
            args=(theirs, self._progress, task),
            kwargs={"of_main_thread": main},
            daemon=True,
        )
        with _interrupts_held():
            self._process.start()
        theirs.close()

    @property
    def sentinel(self) -> int:
        """What becomes ready when the process ends."""
        return self._process.sentinel

    def send(self, frames: Sequence[Frame]) -> None:
        """Hand over a batch; a process that is dead is noticed later."""
        try:
            self.connection.send_bytes(encode_frames(frames))
        except (BrokenPipeError, ConnectionResetError):
            return

    def receive(self) -> list[bytes]:
        """Return the answers of the batch; raises EOFError when the process died."""
        try:
            return _ANSWERS.decode(self.connection.recv_bytes())
        except OSError as error:  # reset, or ended in the middle of its answers
            raise EOFError from error

    def stuck_for(self) -> float:
        """Return the seconds since the process took up the frame it is at; 0 when at none."""
        return time.monotonic() - self._progress[_SINCE] if self._progress[_INDEX] >= 0 else 0.0

    @property
    def index(self) -> int | None:
        """The index of the frame the process is at or died at; None when it is at none.

        It is -1, the last frame, while the process gives its answers.
        """
        index = self._progress[_INDEX]
        return None if index == _IDLE else int(index)

    def let_end(self) -> None:
        """Wait for the end of a process that has hung up, so that its cause is known."""
        self._process.join(_GRACE)

    def stop(self) -> None:
        """End the process, whatever it is doing, and wait for that."""
        self._process.kill()
        self._process.join()
        self.connection.close()

    def ending(self) -> str:
        """Say how the process, which was stopped, ended."""
        code = self._process.exitcode
        if code is not None and code < 0:
            return f"was killed by {signal.Signals(-code).name}"
        return f"ended with exit code {code}"
