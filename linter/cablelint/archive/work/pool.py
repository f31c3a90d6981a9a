"""Workers that are replaced when they die, and batches of which nothing is lost.

A worker that dies leaves three pieces of its batch: what came before the frame it was at, that
frame, and the rest. The frame alone is tried once more in a fresh worker, since a process can be
killed for reasons outside its record; dying twice is the record's own answer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from typing import Any

from msgspec import Struct

from cablelint.archive.errors import WorkersFailedError
from cablelint.archive.read.frame import Frame
from cablelint.archive.timeout import overdue
from cablelint.archive.work.batch import Batch
from cablelint.archive.work.task import Task, answer
from cablelint.archive.work.worker import Worker
from cablelint.finding import Verdict

__all__ = ["Pool"]

_FALSE_STARTS = 3
_TICK = 0.25


class _Piece(Struct, frozen=True):
    """Places of a batch that are sent together; a ``suspect`` has killed a worker once."""

    batch: Batch
    places: tuple[int, ...]
    suspect: bool = False

    def frames(self) -> list[Frame]:
        return [self.batch.frames[place] for place in self.places]


@dataclass(slots=True)
class Pool:
    """Runs a task on batches in ``size`` processes, which start when there is work for them."""

    task: Task
    size: int
    timeout: float
    _waiting: deque[_Piece] = field(default_factory=deque[_Piece])
    _busy: dict[Worker, _Piece] = field(default_factory=dict[Worker, _Piece])
    _idle: list[Worker] = field(default_factory=list[Worker])
    _false_starts: int = 0

    def submit(self, batch: Batch) -> None:
        """Take a batch; its missing answers are put in as workers give them."""
        places = tuple(place for place, data in enumerate(batch.answers) if data is None)
        self._waiting.append(_Piece(batch, places))
        self._hand_out()

    def work(self) -> None:
        """Wait until something happened: answers came, a worker died or hung."""
        if not self._busy:
            return
        ends: dict[Any, tuple[Worker, Callable[[Worker], None]]] = {}
        for worker in self._busy:
            ends[worker.connection] = (worker, self._receive)
            ends[worker.sentinel] = (worker, self._bury)
        ready = wait(list(ends), min(_TICK, self.timeout))
        # Answers first: a worker may have died after it gave them.
        for end in sorted(ready, key=lambda end: isinstance(end, int)):
            worker, act = ends[end]
            if worker in self._busy:
                act(worker)
        for worker in [busy for busy in self._busy if busy.stuck_for() > self.timeout]:
            self._bury(worker)
        self._hand_out()

    def close(self) -> None:
        """End all processes."""
        for worker in (*self._busy, *self._idle):
            worker.stop()
        self._busy.clear()
        self._idle.clear()

    def _hand_out(self) -> None:
        while self._waiting and len(self._busy) < self.size:
            piece = self._waiting.popleft()
            worker = self._idle.pop() if self._idle else Worker(self.task)
            self._busy[worker] = piece
            worker.send(piece.frames())

    def _receive(self, worker: Worker) -> None:
        try:
            answers = worker.receive()
        except EOFError:
            worker.let_end()
            self._bury(worker)
            return
        self._false_starts = 0
        piece = self._busy.pop(worker)
        self._idle.append(worker)
        self._hand_out()  # the worker goes on before its answers are looked at
        for place, data in zip(piece.places, answers, strict=True):
            piece.batch.put(place, data)

    def _bury(self, worker: Worker) -> None:
        """Part the batch of a worker that died or hangs, and answer for the frame it was at."""
        piece = self._busy.pop(worker)
        worker.stop()
        # Asked after its end: until then it may have gone on to the next frame.
        hung = worker.stuck_for() > self.timeout
        ending = worker.ending()
        at = worker.index
        if at is None:
            self._count_false_start(ending)
            self._waiting.appendleft(piece)
            return
        at %= len(piece.places)
        place = piece.places[at]
        frame = piece.batch.frames[place]
        if hung:
            piece.batch.put(place, answer(frame, Verdict.TIMEOUT, overdue(self.timeout)))
        elif piece.suspect:
            message = f"its worker process {ending}"
            piece.batch.put(place, answer(frame, Verdict.CRASHED, message))
        else:
            self._waiting.appendleft(_Piece(piece.batch, (place,), suspect=True))
        for rest in (piece.places[at + 1 :], piece.places[:at]):
            if rest:
                self._waiting.appendleft(_Piece(piece.batch, rest))

    def _count_false_start(self, ending: str) -> None:
        self._false_starts += 1
        if self._false_starts >= _FALSE_STARTS * self.size:
            raise WorkersFailedError(f"workers do not start: the last {ending}")
