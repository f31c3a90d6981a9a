"""What a worker does with one frame: make the record, check it, answer in bytes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from cablelint import engine, sidecar
from cablelint.archive.codec import encode_result
from cablelint.archive.frame import Frame
from cablelint.archive.readers import reader
from cablelint.config import Configuration, Settings
from cablelint.finding import Verdict
from cablelint.result import Result

__all__ = ["CheckTask", "Task", "answer"]


#: Answers one frame; it is sent to workers, so it must be picklable.
Task = Callable[[Frame], bytes]


def answer(frame: Frame, verdict: Verdict, message: str) -> bytes:
    """Return the answer about a frame that was not checked."""
    return encode_result(Result(frame.path, frame.id, verdict, message=message))


@dataclass(slots=True)
class CheckTask:
    """Checks frames under the settings of the file they lie in."""

    configuration: Configuration
    keep_text: bool = False
    _file: str | None = None
    _settings: Settings | None = field(default=None, repr=False)

    def __call__(self, frame: Frame) -> bytes:
        """Return the result; an exception outside the rules makes a record ``crashed``."""
        start = time.perf_counter()
        try:
            record = reader(frame.reader).record(frame)
            result = engine.check_record(
                record, self.settings(frame.file), keep_text=self.keep_text
            )
        except Exception as error:
            import logging  # nothing else of a run needs it

            message = f"{type(error).__name__}: {error}"
            logging.getLogger(__name__).debug("%s on %s", message, frame.name, exc_info=True)
            return answer(frame, Verdict.CRASHED, message)
        return encode_result(replace(result, seconds=time.perf_counter() - start))

    def settings(self, file: str) -> Settings:
        """Return the settings of a file; those of the last one are kept."""
        if self._settings is None or self._file != file:
            self._settings = sidecar.with_sidecar(file, self.configuration.for_path(file))
            self._file = file
        return self._settings
