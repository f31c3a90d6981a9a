"""Checks one frame: makes the record, and runs the rules on it."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from cablelint import engine
from cablelint.archive.guard import guarded
from cablelint.archive.read.formats import reader
from cablelint.archive.read.frame import Frame
from cablelint.config.discovery import Configuration
from cablelint.config.settings import Settings
from cablelint.result import Result

__all__ = ["Checker"]


class Checker(Struct):
    """Checks frames under the settings of the file that holds them."""

    configuration: Configuration
    keep_text: bool = False
    _file: str | None = None
    _settings: Settings | None = None

    def check(self, frame: Frame) -> Result:
        """Return the result; an exception outside the rules makes a record ``crashed``."""

        def work() -> Result:
            record = reader(frame.reader).record(frame)
            return engine.check_record(record, self.settings(frame.file), keep_text=self.keep_text)

        result = guarded(work, frame.path, frame.id, None)
        return replace(result, container=frame.container)

    def settings(self, file: str) -> Settings:
        """Return the settings of a file; those of the last one are kept."""
        if self._settings is None or self._file != file:
            self._settings = self.configuration.for_file(file)
            self._file = file
        return self._settings
