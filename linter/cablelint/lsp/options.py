"""What an editor may set: ``initializationOptions``, or ``cablelint`` in its configuration."""

from __future__ import annotations

import msgspec

__all__ = ["Options"]


class Options(msgspec.Struct, frozen=True):
    """The editor's settings.

    ``configuration`` is a file that is used for all texts; ``debounce`` is how many milliseconds
    after the last key the diagnostics are pushed.
    """

    configuration: str | None = None
    debounce: int = 200

    @classmethod
    def of(cls, value: object) -> Options:
        """Read settings as an editor sends them; raises msgspec.ValidationError."""
        if isinstance(value, dict) and isinstance(value.get("cablelint"), dict):
            value = value["cablelint"]
        return msgspec.convert(value or {}, cls)
