"""What is done with one frame: make the record, and check it."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec.structs import replace

from cablelint import engine
from cablelint.archive.read.formats import reader
from cablelint.archive.read.frame import Frame
from cablelint.config import sidecar
from cablelint.config.discovery import Configuration
from cablelint.config.settings import Settings
from cablelint.finding import Verdict
from cablelint.result import Result

__all__ = ["Checker"]


@dataclass(slots=True)
class Checker:
    """Checks frames under the settings of the file they lie in."""

    configuration: Configuration
    keep_text: bool = False
    _file: str | None = None
    _settings: Settings | None = field(default=None, repr=False)

    def check(self, frame: Frame) -> Result:
        """Return the result; an exception outside the rules makes a record ``crashed``."""
        try:
            record = reader(frame.reader).record(frame)
            settings = self.settings(frame.file)
            result = engine.check_record(record, settings, keep_text=self.keep_text)
        except Exception as error:
            import logging  # nothing else of a run needs it

            message = f"{type(error).__name__}: {error}"
            logging.getLogger(__name__).debug("%s on %s", message, frame.name, exc_info=True)
            result = Result(frame.path, frame.id, Verdict.CRASHED, message=message)
        return replace(result, container=frame.container)

    def settings(self, file: str) -> Settings:
        """Return the settings of a file; those of the last one are kept."""
        if self._settings is None or self._file != file:
            self._settings = sidecar.with_sidecar(file, self.configuration.for_path(file))
            self._file = file
        return self._settings
