"""What a search of folders leaves out, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from msgspec import Struct, field

__all__ = [
    "BROKEN_LINK",
    "BY_CONFIGURATION",
    "BY_CONTENT",
    "BY_NAME",
    "DEVICE",
    "LINK_OUT",
    "LINK_TO_FOLDER",
    "LINK_TWICE",
    "MissingPathError",
    "Omissions",
]

_MOST_FAULTS = 1000

BY_CONFIGURATION = "excluded by the configuration or .gitignore"
BY_NAME = "not a text, table, page or container by its name"
BY_CONTENT = "a table or page without a telegram among its first records"
LINK_OUT = "a link that leaves the given paths (--follow-links)"
LINK_TO_FOLDER = "a link to a folder (--follow-links)"
LINK_TWICE = "a link to a file that is checked under its own name"
BROKEN_LINK = "a broken link"
DEVICE = "a device, pipe or socket"


class MissingPathError(Exception):
    """A path that was asked for and cannot be read; the message says which and why."""


class Omissions(Struct):
    """What a search of folders left out: counts by reason, and what could not be read.

    ``note`` is called with every path that was left out. Faults beyond the first thousand are only
    counted.
    """

    note: Callable[[str, str], None] | None = None
    counts: Counter[str] = field(default_factory=Counter[str])
    faults: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def skip(self, path: str, reason: str) -> None:
        """Count a file that is not taken."""
        self.counts[reason] += 1
        if self.note is not None:
            self.note(path, reason)

    def fault(self, path: str, problem: str) -> None:
        """Keep what could not be read; it is reported as a finding."""
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append((path, problem))
        else:
            self.skip(path, "more files and folders that cannot be read")
