"""Runs a task over frames, in order, whatever the number of workers; what is kept is not redone."""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Protocol

import msgspec
from msgspec import Struct

from cablelint.archive.errors import START_ANEW, StateError
from cablelint.archive.read.frame import Frame, digest
from cablelint.archive.work.batch import BATCH_BYTES, BATCH_FRAMES, Batch, chunks
from cablelint.archive.work.codec import decode_result, encode_result, is_result, verdict_of
from cablelint.archive.work.forked import answers_apart
from cablelint.archive.work.task import Task
from cablelint.finding import Verdict
from cablelint.result import Result

if TYPE_CHECKING:
    from cablelint.archive.state.store import Store

__all__ = ["RunOptions", "Runner", "WorkerPool", "cores"]

_LOG = logging.getLogger(__name__)

#: A run that is no larger than this is done in the main process, unless workers are asked for.
SMALL_FRAMES = 16
SMALL_BYTES = 256 << 10
_AHEAD = 4
_NOT_CACHED = frozenset({Verdict.TIMEOUT, Verdict.CRASHED})


class RunOptions(Struct, frozen=True):
    """How to run: number of workers (None: one per core), seconds per record."""

    jobs: int | None = None
    timeout: float = 60.0

    @property
    def size(self) -> int:
        """The number of worker processes."""
        return self.jobs or cores()


def cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class WorkerPool(Protocol):
    """What answers batches; see ``Pool``."""

    @property
    def size(self) -> int:
        """How many batches are worked at once."""
        ...

    def submit(self, batch: Batch) -> None:
        """Take a batch."""
        ...

    def work(self) -> None:
        """Wait until something happened."""
        ...

    def close(self) -> None:
        """End all work."""
        ...


def _local_pool(task: Task, options: RunOptions) -> WorkerPool:
    from cablelint.archive.work.pool import Pool

    return Pool(task, options.size, options.timeout)


@dataclass(slots=True)
class _Group:
    """A batch with the keys under which its answers are kept; ``fresh`` are to be kept."""

    batch: Batch
    keys: list[bytes] = field(default_factory=list[bytes])
    fresh: list[bool] = field(default_factory=list[bool])


@dataclass(slots=True)
class Runner:
    """Runs a task; ``identify`` tells, for a file, what beside a record's bytes decides its answer.

    ``refuse`` answers a frame that cannot be read. The cache is opened when a run is not small; one
    that fails is left alone. A ``journal`` that fails ends the run with StateError. ``make_pool``
    takes the batches elsewhere than to processes of this machine.
    """

    task: Task
    refuse: Callable[[Frame], Result]
    identify: Callable[[str], bytes]
    options: RunOptions = field(default_factory=RunOptions)
    journal: Store | None = None
    open_cache: Callable[[], Store | None] | None = None
    make_pool: Callable[[Task, RunOptions], WorkerPool] | None = None
    cache: Store | None = None

    def run(self, frames: Iterable[Frame]) -> Generator[Result, None, None]:
        """Yield the results in the order of the frames; closing the iterator ends the workers."""
        for answer in self.answers(frames):
            yield decode_result(answer)

    def answers(self, frames: Iterable[Frame]) -> Iterator[bytes]:
        """Yield the results as JSON."""
        stream = iter(frames)
        if self.options.jobs is None and self.journal is None and self.make_pool is None:
            first = list(islice(stream, SMALL_FRAMES + 1))
            small = sum(len(frame.data) for frame in first) <= SMALL_BYTES
            if len(first) <= SMALL_FRAMES and small:
                done = yield from self._small(first)
                if done == len(first):
                    return
                del first[:done]
            stream = _chain(first, stream)
        if self.open_cache is not None:
            self.cache = self.open_cache()
        make = self.make_pool or _local_pool
        pool = make(self.task, self.options)
        try:
            yield from self._pooled(stream, pool)
        finally:
            pool.close()

    def _small(self, frames: list[Frame]) -> Generator[bytes, None, int]:
        """Answer some frames without workers; return how many were answered before a crash."""
        whole = [frame for frame in frames if frame.problem is None]
        with closing(answers_apart(self.task, whole, self.options.timeout)) as answers:
            for done, frame in enumerate(frames):
                if frame.problem is not None:
                    yield encode_result(self.refuse(frame))
                elif (data := next(answers, None)) is not None:
                    yield data
                else:
                    return done
        return len(frames)

    def _pooled(self, stream: Iterator[Frame], pool: WorkerPool) -> Iterator[bytes]:
        groups: deque[_Group] = deque()
        lists = chunks(stream, BATCH_FRAMES, BATCH_BYTES)
        ended = False
        while groups or not ended:
            while not ended and len(groups) < _AHEAD * pool.size + 1:
                chunk = next(lists, None)
                if chunk is None:
                    ended = True
                    break
                groups.append(self._group(chunk))
                if not groups[-1].batch.done:
                    pool.submit(groups[-1].batch)
                elif groups[0].batch.done:
                    break
            if groups and not groups[0].batch.done:
                pool.work()
            while groups and groups[0].batch.done:
                yield from self._finish(groups.popleft())

    def _group(self, frames: list[Frame]) -> _Group:
        """Look up what is known already; only the rest is work."""
        group = _Group(Batch.of(frames))
        keeping = self.cache is not None or self.journal is not None
        for place, frame in enumerate(frames):
            known: bytes | None = None
            if frame.problem is not None:
                known = encode_result(self.refuse(frame))
            elif keeping:
                key = self.key(frame)
                group.keys.append(key)
                known = self._kept(key)
                group.fresh.append(known is None)
            if frame.problem is not None and keeping:
                group.keys.append(b"")
                group.fresh.append(False)
            if known is not None:
                group.batch.put(place, known)
        return group

    def key(self, frame: Frame) -> bytes:
        """Return the key under which the answer of a frame is kept."""
        about = (frame.path, frame.id, frame.reader, frame.hints, frame.siblings, frame.offset)
        return digest(self.identify(frame.file), msgspec.msgpack.encode(about), frame.data)

    def _key_if_late(self, key: bytes) -> bytes:
        """Return the key of an answer which says no more than that the time was too short."""
        return digest(key, repr(self.options.timeout).encode())

    def _kept(self, key: bytes) -> bytes | None:
        if self.journal is not None:
            known = self.journal.get(key) or self.journal.get(self._key_if_late(key))
            if known is not None and not is_result(known):
                raise StateError(f"{self.journal.path}: damaged; {START_ANEW}")
            if known is not None:
                return known
        if self.cache is None:
            return None
        try:
            known = self.cache.get(key)
        except StateError as error:
            self._drop_cache(error)
            return None
        return known if known is not None and is_result(known) else None

    def _finish(self, group: _Group) -> Iterator[bytes]:
        """Keep and yield the answers of a batch that is done, even if they can not be kept."""
        answers = [data for data in group.batch.answers if data is not None]
        if any(group.fresh):
            new = [
                (key, data)
                for key, data, fresh in zip(group.keys, answers, group.fresh, strict=True)
                if fresh
            ]
            try:
                if self.journal is not None:
                    late = Verdict.TIMEOUT
                    self.journal.put(
                        (self._key_if_late(key) if verdict_of(data) is late else key, data)
                        for key, data in new
                    )
            except StateError:
                yield from answers
                raise
            self._cache(new)
        yield from answers

    def _cache(self, new: list[tuple[bytes, bytes]]) -> None:
        if self.cache is None:
            return
        lasting = [answer for answer in new if verdict_of(answer[1]) not in _NOT_CACHED]
        try:
            self.cache.put(lasting)
        except StateError as error:
            self._drop_cache(error)

    def _drop_cache(self, error: StateError) -> None:
        _LOG.warning("the run goes on without its cache: %s", error)
        self.cache = None


def _chain(first: list[Frame], rest: Iterator[Frame]) -> Iterator[Frame]:
    yield from first
    yield from rest
