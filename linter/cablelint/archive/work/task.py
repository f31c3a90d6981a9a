"""What a worker does with one frame: check it, and answer in bytes."""

from __future__ import annotations

from collections.abc import Callable

from cablelint.archive.read.frame import Frame
from cablelint.archive.work.checker import Checker
from cablelint.archive.work.codec import encode_result
from cablelint.finding import Verdict
from cablelint.result import Result

__all__ = ["CheckTask", "Task", "answer"]

#: Answers one frame; it is sent to workers, so it must be picklable.
Task = Callable[[Frame], bytes]


def answer(frame: Frame, verdict: Verdict, message: str) -> bytes:
    """Return the answer about a frame that was not checked."""
    result = Result(frame.path, frame.id, verdict, message=message, container=frame.container)
    return encode_result(result)


class CheckTask(Checker):
    """Checks frames and answers in bytes."""

    def __call__(self, frame: Frame) -> bytes:
        """Return the result of one frame."""
        return encode_result(self.check(frame))
