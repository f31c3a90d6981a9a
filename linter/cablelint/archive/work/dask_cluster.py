"""The same batches on a Dask cluster (extra ``dask``): a pool with the members of ``pool.Pool``.

A worker that is lost costs nothing: the scheduler gives its batches to others. A batch that loses
several workers is parted, frame by frame, until the frame that does it is alone.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from dataclasses import dataclass, field
from socket import gethostname
from typing import Any, cast

import dask.config
import distributed
from msgspec import Struct

from cablelint import __version__
from cablelint.archive.errors import WorkersFailedError
from cablelint.archive.read.frame import Frame
from cablelint.archive.timeout import overdue
from cablelint.archive.work.batch import Batch
from cablelint.archive.work.codec import decode_frames, encode_frames
from cablelint.archive.work.task import Task, answer
from cablelint.finding import Verdict

__all__ = ["DaskPool", "answer_batch"]

_LOG = logging.getLogger(__name__)
_TICK = 1.0
_LONELY_TICKS = 5
_PATIENCE = 30.0  # seconds until a scheduler that does not answer is given up
# For its developers, Dask keeps the last 1,000 messages of a connection; each has up to a megabyte
# of texts.
_MESSAGES_KEPT = {"distributed.admin.low-level-log-length": 10}


def answer_batch(task: Task, packed: bytes, timeout: float, version: str) -> list[bytes]:
    """Answer a batch on the cluster, each frame in no more than ``timeout`` seconds.

    A frame that hangs is left behind in its thread, which no one can end; the worker goes on.
    Raises WorkersFailedError on a worker of another version: its answers may differ.
    """
    if version != __version__:
        raise WorkersFailedError(
            f"the Dask worker on {gethostname()} has cablelint {__version__}, this run {version};"
            " install the same version on all workers"
        )
    return [_limited(task, frame, timeout) for frame in decode_frames(packed)]


def _limited(task: Task, frame: Frame, timeout: float) -> bytes:
    answers: list[bytes] = []
    thread = threading.Thread(target=lambda: answers.append(task(frame)), daemon=True)
    thread.start()
    thread.join(timeout)
    if answers:
        return answers[0]
    return answer(frame, Verdict.TIMEOUT, overdue(timeout))


class _Piece(Struct, frozen=True):
    """Places of a batch that are sent together; ``alone`` while nothing else runs."""

    batch: Batch
    places: tuple[int, ...]
    alone: bool = False


@dataclass(slots=True)
class DaskPool:
    """Runs a task on the workers that a scheduler knows.

    The scheduler blames all batches that a lost worker held. Those blamed too often become
    suspects: they run one by one while nothing else does, halved until one frame is left.
    """

    task: Task
    scheduler: str
    timeout: float
    _client: distributed.Client | None = None
    _running: dict[Any, _Piece] = field(default_factory=dict[Any, _Piece])
    _waiting: deque[_Piece] = field(default_factory=deque[_Piece])
    _suspects: deque[_Piece] = field(default_factory=deque[_Piece])
    _lonely: int = 0

    @property
    def client(self) -> distributed.Client:
        """The connection to the scheduler, made when first needed; raises WorkersFailedError."""
        if self._client is None:
            dask.config.set(_MESSAGES_KEPT)
            try:
                self._client = distributed.Client(self.scheduler, timeout=_PATIENCE)
            except (OSError, ValueError) as error:  # ValueError: not an address
                message = f"no Dask scheduler answers at {self.scheduler}: {error}"
                raise WorkersFailedError(message) from error
        return self._client

    @property
    def size(self) -> int:
        """The number of threads of all workers, at least one."""
        threads = cast("dict[str, int]", self.client.nthreads())
        return max(sum(threads.values()), 1)

    def submit(self, batch: Batch) -> None:
        """Take a batch; its missing answers are put in as the cluster gives them."""
        places = tuple(place for place, data in enumerate(batch.answers) if data is None)
        self._waiting.append(_Piece(batch, places))
        self._hand_out()

    def work(self) -> None:
        """Wait until some batch is done, or lost with its workers."""
        try:
            distributed.wait(list(self._running), timeout=_TICK, return_when="FIRST_COMPLETED")
        except TimeoutError:
            self._look_for_workers()
        for future in [future for future in self._running if future.done()]:
            piece = self._running.pop(future)
            if future.status == "finished":
                for place, data in zip(piece.places, future.result(), strict=True):
                    piece.batch.put(place, data)
            else:
                self._suspect(piece, future.exception())
            future.release()  # else the cluster keeps texts and answers until ours is collected
        self._hand_out()

    def _look_for_workers(self) -> None:
        """Warn once about a cluster that has had no workers for some ticks."""
        self._lonely = 0 if self.client.nthreads() else self._lonely + 1
        if self._lonely == _LONELY_TICKS:
            _LOG.warning("cablelint: %s has no worker yet; waiting for one", self.scheduler)

    def close(self) -> None:
        """Leave the cluster; what still runs there is cancelled."""
        if self._client is not None:
            self._client.cancel(list(self._running))
            self._client.close()

    def _hand_out(self) -> None:
        if not self._suspects:
            while self._waiting:
                self._send(self._waiting.popleft())
        elif not self._running:
            self._send(self._suspects.popleft())

    def _send(self, piece: _Piece) -> None:
        packed = encode_frames([piece.batch.frames[place] for place in piece.places])
        future = self.client.submit(
            answer_batch, self.task, packed, self.timeout, __version__, pure=False
        )
        self._running[future] = piece

    def _suspect(self, piece: _Piece, error: BaseException | None) -> None:
        if not isinstance(error, distributed.KilledWorker):
            raise error or RuntimeError("a batch was cancelled by the cluster")
        places, middle = piece.places, len(piece.places) // 2
        if not piece.alone:
            self._suspects.append(_Piece(piece.batch, places, alone=True))
        elif middle:
            self._suspects.append(_Piece(piece.batch, places[:middle], alone=True))
            self._suspects.append(_Piece(piece.batch, places[middle:], alone=True))
        else:
            message = "the workers that took it up were lost"
            frame = piece.batch.frames[places[0]]
            piece.batch.put(places[0], answer(frame, Verdict.CRASHED, message))
