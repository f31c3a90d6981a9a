"""Frames that are worked on together, and their answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cablelint.archive.read.frame import Frame

__all__ = ["BATCH_BYTES", "BATCH_FRAMES", "Batch", "chunks"]

BATCH_FRAMES = 64
BATCH_BYTES = 512 << 10


@dataclass(slots=True)
class Batch:
    """Frames in order and their answers, None where there is none yet."""

    frames: list[Frame]
    answers: list[bytes | None]
    missing: int

    @classmethod
    def of(cls, frames: list[Frame]) -> Batch:
        """Return a batch without answers."""
        return cls(frames, [None] * len(frames), len(frames))

    @property
    def done(self) -> bool:
        """Whether every frame is answered."""
        return self.missing == 0

    def put(self, place: int, data: bytes) -> None:
        """Answer the frame at a place."""
        if self.answers[place] is None:
            self.missing -= 1
        self.answers[place] = data


def chunks(frames: Iterable[Frame], most: int, most_bytes: int) -> Iterator[list[Frame]]:
    """Yield lists of frames, none of them empty, each bounded in number and bytes."""
    held: list[Frame] = []
    size = 0
    for frame in frames:
        held.append(frame)
        size += len(frame.data)
        if len(held) >= most or size >= most_bytes:
            yield held
            held, size = [], 0
    if held:
        yield held
