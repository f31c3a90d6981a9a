"""Plug-ins: rules and readers that installed packages provide through entry points.

A plug-in is loaded because its package is installed, never because of a checked file or folder:
packages below the working folder are ignored. One that fails is reported and not used.
"""

from __future__ import annotations

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

RULES = "cablelint.rules"
READERS = "cablelint.readers"
_OFF = "CABLELINT_NO_PLUGINS"
_INSTALLED = (".dist-info", ".egg-info")
_MENTION = b"[cablelint."
_BYTES = 1 << 20


class Plugin(Struct, frozen=True):
    """An entry point of another package: its object, or why it is not used."""

    group: str
    name: str
    package: str
    module: str
    value: object = None
    problem: str | None = None

    def __str__(self) -> str:
        """Return its name for messages."""
        return f"plug-in '{self.name}' of {self.package}"


def turn_off() -> None:
    """Disable all plug-ins in this process and in processes that it starts."""
    os.environ[_OFF] = "1"


def installed(group: str) -> tuple[Plugin, ...]:
    """Return the plug-ins of a group in the order of their names; each is loaded once."""
    return () if os.environ.get(_OFF) else _load_all(group)


def leave_out(plugin: Plugin, problem: str) -> None:
    """Report why a plug-in is not used."""
    import logging  # costs every start, and few have plug-ins

    logging.getLogger(__name__).warning("%s is not used: %s", plugin, problem)


def loaded_modules() -> Iterator[str]:
    """Yield the top-level modules of all loaded plug-ins."""
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
    """Import an entry point; any error in its code becomes its problem."""
    about = (entry.group, entry.name, package, entry.module)
    try:
        return Plugin(*about, entry.load())
    except (Exception, SystemExit) as error:
        import logging

        logging.getLogger(__name__).debug("plug-in %s", entry.name, exc_info=True)
        return Plugin(*about, problem=_on_one_line(f"{type(error).__name__}: {error}"))


def _on_one_line(message: str) -> str:
    """Return the message of an error of a stranger's code without signs that a terminal obeys."""
    shown = (sign if sign.isprintable() else " " for sign in message)
    return " ".join("".join(shown).split())


@cache
def _entries() -> tuple[tuple[str, EntryPoint], ...]:
    """Return the entry points for cablelint with the names and versions of their packages."""
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
    """Yield the metadata folders of packages that mention cablelint."""
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
    """Tell whether a file mentions cablelint; it runs for all packages at start, 5 us each."""
    try:
        descriptor = os.open(file, os.O_RDONLY)
    except OSError:
        return False
    try:
        return _MENTION in os.read(descriptor, _BYTES)
    finally:
        os.close(descriptor)
