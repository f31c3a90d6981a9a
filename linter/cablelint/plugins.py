"""What installed packages add through entry points: rules and readers.

A package is asked because it is installed, never because a file or folder that is checked says so:
packages below the working folder are left alone. One that can't be used is named and left out.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["READERS", "RULES", "Plugin", "installed", "leave_out", "loaded_modules", "turn_off"]

logger = logging.getLogger(__name__)

RULES = "cablelint.rules"
READERS = "cablelint.readers"
_OFF = "CABLELINT_NO_PLUGINS"
_INSTALLED = (".dist-info", ".egg-info")
_MENTION = b"[cablelint."
_BYTES = 1 << 20


class Plugin(Struct, frozen=True):
    """An entry of another package: what it gave, or why it is left out."""

    group: str
    name: str
    package: str
    module: str
    value: object = None
    problem: str | None = None

    def __str__(self) -> str:
        """Return how messages name it."""
        return f"plug-in '{self.name}' of {self.package}"


def turn_off() -> None:
    """Leave all plug-ins alone, in this process and those that it starts."""
    os.environ[_OFF] = "1"


def installed(group: str) -> tuple[Plugin, ...]:
    """Return the plug-ins of a group in the order of their names; each is loaded once."""
    return () if os.environ.get(_OFF) else _load_all(group)


def leave_out(plugin: Plugin, problem: str) -> None:
    """Say why a plug-in is left out."""
    logger.warning("%s is left out: %s", plugin, problem)


def loaded_modules() -> Iterator[str]:
    """Yield the top-level modules of all plug-ins that were loaded."""
    for group in (RULES, READERS):
        for plugin in installed(group):
            if plugin.problem is None:
                yield plugin.module.partition(".")[0]


@cache
def _load_all(group: str) -> tuple[Plugin, ...]:
    found: dict[str, Plugin] = {}
    for package, entry in _entries():
        if entry.group == group and entry.name not in found:
            found[entry.name] = plugin = _load(package, entry)
            if plugin.problem is not None:
                leave_out(plugin, plugin.problem)
    return tuple(found[name] for name in sorted(found))


def _load(package: str, entry: EntryPoint) -> Plugin:
    """Import what an entry names; whatever goes wrong in foreign code is kept as its problem."""
    about = (entry.group, entry.name, package, entry.module)
    try:
        return Plugin(*about, entry.load())
    except (Exception, SystemExit) as error:
        logger.debug("plug-in %s", entry.name, exc_info=True)
        return Plugin(*about, problem=f"{type(error).__name__}: {error}")


@cache
def _entries() -> tuple[tuple[str, EntryPoint], ...]:
    """Return the entries for cablelint, each with the name and version of its package."""
    folders = list(_packages())
    if not folders:
        return ()
    from importlib.metadata import PathDistribution  # costs every start, and few have plug-ins

    entries: list[tuple[str, EntryPoint]] = []
    for folder in folders:
        package = PathDistribution(folder)
        name = f"{package.metadata['Name']} {package.version}"
        entries += [(name, entry) for entry in package.entry_points]
    return tuple(entries)


def _packages() -> Iterator[Path]:
    """Yield where the packages that mention cablelint are described."""
    here = Path.cwd()
    for folder in dict.fromkeys(Path(path).absolute() for path in sys.path if path):
        if folder == here:
            continue
        try:
            with os.scandir(folder) as files:
                described = sorted(file.path for file in files if file.name.endswith(_INSTALLED))
        except OSError:  # the standard library as a zip file, which is not there
            continue
        yield from (Path(path) for path in described if _mentions(f"{path}/entry_points.txt"))


def _mentions(file: str) -> bool:
    """Tell whether a file names us; every start asks it of all packages, so it costs 5 us."""
    try:
        descriptor = os.open(file, os.O_RDONLY)
    except OSError:
        return False
    try:
        return _MENTION in os.read(descriptor, _BYTES)
    finally:
        os.close(descriptor)
