"""The first of two readings, for the rules that must know all records before the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

import msgspec
from msgspec import Struct

from cablegrammar import parse
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.archive.guard import guarded
from cablelint.archive.read.formats import reader
from cablelint.archive.read.frame import Frame
from cablelint.archive.state.siblings import AllSigns, Signs
from cablelint.archive.work.batch import BATCH_BYTES, BATCH_FRAMES, Batch, chunks
from cablelint.archive.work.pool import Pool
from cablelint.archive.work.runner import RunOptions
from cablelint.identity import reference_id, year_of, year_of_references
from cablelint.result import Result

__all__ = ["SignTask", "collect_signs"]

_HASHES = 128
_SHINGLE = 5
_LEAST_WORDS = 30
_WORD = lazy_pattern(r"[A-Za-z]{2,}")
_SIGNS = msgspec.msgpack.Decoder(Signs)


class SignTask(Struct, frozen=True):
    """Takes from a frame what its record refers to and, if asked for, its body's MinHash."""

    references: bool
    signature: bool

    def __call__(self, frame: Frame) -> bytes:
        """Return the signs as MessagePack; nothing of a record on which the program fails.

        The second reading reports such a record.
        """
        signs = guarded(lambda: self._signs(frame), frame.path, frame.id, None)
        return b"" if isinstance(signs, Result) else msgspec.msgpack.encode(signs)

    def _signs(self, frame: Frame) -> Signs:
        record = reader(frame.reader).record(frame)
        day = record.metadata.date if record.metadata else None
        cable = parse(record.text, year=day.year if day else None)
        references: tuple[str, ...] = ()
        if self.references:
            year = year_of_references(cable.date or day, year_of(record.id or record.path))
            keys = (reference_id(reference, year) for reference in cable.references)
            references = tuple(key for key in keys if key is not None)
        body = " ".join(paragraph.text for paragraph in cable.paragraphs) or record.text
        signature = _signature(body) if self.signature else ()
        return Signs(references, signature)


def _signature(body: str) -> tuple[int, ...]:
    """Return the MinHash of the shingles of a body; empty for a body of few words."""
    words = _WORD.findall(body.lower())
    if len(words) < _LEAST_WORDS:
        return ()
    minhash = import_module("rensa").RMinHash(num_perm=_HASHES, seed=42)
    minhash.update([" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)])
    return tuple(minhash.digest())


def collect_signs(
    frames: Callable[[], Iterator[Frame]], task: SignTask, similarity: float, options: RunOptions
) -> AllSigns:
    """Read the archive once and return what its records say of each other; the caller closes it."""
    signs = AllSigns(similarity)
    pool = Pool(task, options.size, options.timeout)
    waiting: list[Batch] = []
    try:
        for chunk in chunks(frames(), BATCH_FRAMES, BATCH_BYTES):
            batch = Batch.of(chunk)
            for place, frame in enumerate(chunk):
                if frame.problem is not None:
                    batch.put(place, b"")
            waiting.append(batch)
            if not batch.done:
                pool.submit(batch)
            while len(waiting) > 4 * pool.size:
                _enter(waiting, pool, signs)
        while waiting:
            _enter(waiting, pool, signs)
    except BaseException:
        signs.close()
        raise
    finally:
        pool.close()
    return signs


def _enter(waiting: list[Batch], pool: Pool, signs: AllSigns) -> None:
    """Enter the signs of the oldest batch, waiting for it."""
    batch = waiting.pop(0)
    while not batch.done:
        pool.work()
    for frame, data in zip(batch.frames, batch.answers, strict=True):
        try:
            one = _SIGNS.decode(data or b"")
        except (msgspec.DecodeError, ValueError):
            one = Signs()  # not readable, timed out or crashed: the second reading says so
        signs.add(frame, one)
