"""Readers of other packages: whatever goes wrong in one costs its file, never the run."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import BinaryIO, cast

from msgspec import Struct
from msgspec.structs import replace

from cablelint import plugins
from cablelint.archive.read.frame import Frame, Reader, ReadOptions
from cablelint.plugins import Plugin
from cablelint.record import Record

__all__ = ["reader_plugins", "readers"]

_MEMBERS = ("name", "claims", "frames", "record")


class GuardedReader(Struct, frozen=True):
    """A reader of another package."""

    reader: Reader

    @property
    def name(self) -> str:
        """The name that frames carry."""
        return self.reader.name

    def claims(self, path: str, head: bytes) -> bool:
        """Ask the reader; one that raises claims nothing."""
        try:
            return bool(self.reader.claims(path, head))
        except Exception:
            import logging  # costs every start, and few have plug-ins

            logger = logging.getLogger(__name__)
            logger.exception("reader '%s' failed on %s, which is left to others", self.name, path)
            return False

    def frames(self, stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Frame]:
        """Yield the frames of the reader; one that raises ends the file with a problem."""
        count = 0
        try:
            for frame in self.reader.frames(stream, path, options):
                yield frame
                count += 1
        except Exception as error:
            import logging

            logging.getLogger(__name__).debug("reader %s on %s", self.name, path, exc_info=True)
            problem = f"reader '{self.name}' failed after {count} records"
            yield Frame(path, b"", self.name, problem=f"{problem}: {type(error).__name__}: {error}")

    def record(self, frame: Frame) -> Record:
        """Make the record; what is raised is answered for that record."""
        return self.reader.record(frame)


def readers(built_in: frozenset[str]) -> dict[str, Reader]:
    """Return the readers of other packages that can be used, by name."""
    return {
        plugin.name: GuardedReader(cast("Reader", plugin.value))
        for plugin in reader_plugins(built_in)
        if plugin.problem is None
    }


@cache
def reader_plugins(built_in: frozenset[str]) -> tuple[Plugin, ...]:
    """Return the plug-ins that offer readers; one that is unusable has a problem and no value."""
    checked: list[Plugin] = []
    for plugin in plugins.installed(plugins.READERS):
        problem = plugin.problem or _problem(plugin, built_in)
        if problem is not None and plugin.problem is None:
            plugins.leave_out(plugin, problem)
        value = plugin.value if problem is None else None
        checked.append(replace(plugin, value=value, problem=problem))
    return tuple(checked)


def _problem(plugin: Plugin, built_in: frozenset[str]) -> str | None:
    """Return why a plug-in cannot be used as a reader, None when it can."""
    missing = [name for name in _MEMBERS if not hasattr(plugin.value, name)]
    if missing:
        return f"it lacks {', '.join(missing)}; expected a reader"
    name = getattr(plugin.value, "name", None)
    if name != plugin.name:
        return f"its reader is named '{name}'; expected the name of the entry point"
    if name in built_in:
        return f"'{name}' is the name of a reader of cablelint"
    return None
