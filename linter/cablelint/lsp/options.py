"""The editor's settings: ``initializationOptions``, or ``cablelint`` in its configuration."""

from __future__ import annotations

import msgspec

__all__ = ["Options"]


class Options(msgspec.Struct, frozen=True):
    """The editor's settings.

    ``configuration`` is a configuration file for all texts; ``debounce`` is the delay in
    milliseconds between the last keystroke and the diagnostics.
    """

    configuration: str | None = None
    debounce: int = 200

    @classmethod
    def of(cls, value: object) -> Options:
        """Read settings as an editor sends them; raises msgspec.ValidationError."""
        if isinstance(value, dict) and isinstance(value.get("cablelint"), dict):
            value = value["cablelint"]
        return msgspec.convert(value or {}, cls)
