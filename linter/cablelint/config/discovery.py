"""Configuration: which file applies to a path, and the settings that result."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from cablelint.config.settings import ActiveRule, ConfigError, Settings, absolute, default_settings
from cablelint.paths import is_file, is_folder

if TYPE_CHECKING:
    from cablelint.config.schema import ConfigFile

__all__ = [
    "ActiveRule",
    "ConfigError",
    "Configuration",
    "Settings",
    "file_in",
    "user_config",
]

_NAMES = ("cablelint.toml", ".cablelint.toml")
#: Limit on the folders whose configuration file is remembered.
_MOST_FOLDERS = 1000
_PYPROJECT_BYTES = 1 << 20
# `tool.cablelint` in a header or a key, or a table `tool` that may contain it.
_SECTION = re.compile(rb"""\btool["']?\s{0,100}+(?:\.\s{0,100}+["']?cablelint\b|\]|=)""")


class Configuration(Struct):
    """The settings for every path, from the nearest configuration file.

    ``overrides`` come from the command line and override every file. ``file`` is used for all paths
    instead of the nearest one; ``isolated`` ignores all files, sidecars too.
    """

    catalogue: tuple[Any, ...]
    overrides: tuple[ConfigFile, ...] = ()
    file: Path | None = None
    isolated: bool = False
    today: datetime.date = field(default_factory=datetime.date.today)
    no_ignores: bool = False
    _found: dict[Path, Path | None] = field(default_factory=dict[Path, "Path | None"])
    _settings: dict[Path | None, Settings] = field(default_factory=dict["Path | None", Settings])

    def for_path(self, path: str | os.PathLike[str]) -> Settings:
        """Return the settings for a file or folder, from the nearest configuration file."""
        here = Path(absolute(path))
        return self._of(here if is_folder(here) else here.parent)

    def for_file(self, path: str) -> Settings:
        """Return the settings for a file with what its sidecar ignores."""
        settings = self.for_path(path)
        if self.isolated:
            return settings
        from cablelint.config.sidecar import with_sidecar

        return with_sidecar(path, settings)

    def for_folder(self, path: str | os.PathLike[str] = ".") -> Settings:
        """Return the settings for a folder."""
        return self._of(Path(absolute(path)))

    def _of(self, folder: Path) -> Settings:
        """Return the settings in a folder."""
        if self.isolated or self.file is not None:
            return self._load(self.file)
        return self._load(self._nearest(folder) or user_config())

    def _load(self, file: Path | None) -> Settings:
        """Return the settings of a configuration file with the overrides; each is read once."""
        if file not in self._settings:
            root = Path.cwd()
            self._settings[file] = replace(
                self._read(None if self.isolated else file, root),
                source=str(file) if file else None,
                root=file.parent if file and file != user_config() else root,
                today=self.today,
                no_ignores=self.no_ignores,
            )
        return self._settings[file]

    def _read(self, file: Path | None, root: Path) -> Settings:
        """Return the settings from a file and the overrides; raises ConfigError."""
        if file is None and not self.overrides:
            return default_settings(self.catalogue, root)
        # These are half of the modules a check of one text needs; most runs have no configuration.
        from cablelint.config.file import layers_of, profiled
        from cablelint.config.resolve import Layer, resolve_settings

        named = file is not None and file in (self.file, user_config())
        layers = [] if file is None else layers_of(file, (), trusted=named)
        layers += [Layer(override, root, "the command line") for override in self.overrides]
        return resolve_settings(profiled(layers, root), self.catalogue, root)

    def _nearest(self, folder: Path) -> Path | None:
        """Return the configuration file of a folder or of its nearest parent."""
        seen: list[Path] = []
        found = None
        for candidate in _upwards(folder):
            if candidate in self._found:
                found = self._found[candidate]
                break
            seen.append(candidate)
            found = file_in(candidate)
            if found is not None:
                break
        if len(self._found) > _MOST_FOLDERS:
            self._found.clear()
        self._found.update(dict.fromkeys(seen, found))
        return found


def _upwards(folder: Path) -> Iterator[Path]:
    """Yield a folder and its parents; ``Path.parents`` would make all of them, thousands deep."""
    yield folder
    while (above := folder.parent) != folder:
        folder = above
        yield folder


def user_config() -> Path | None:
    """Return the user's own configuration file, if there is one."""
    try:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    except RuntimeError:  # a user without a home, as in some containers
        return None
    file = base / "cablelint" / "cablelint.toml"
    return file if is_file(file) else None  # not in another user's home, as `su` may leave it


def file_in(folder: Path) -> Path | None:
    """Return a folder's configuration file; a pyproject.toml counts only with our table.

    Raises ConfigError for a pyproject.toml that cannot be read and may have it.
    """
    try:
        for name in _NAMES:
            if (file := folder / name).is_file():
                return file
        file = folder / "pyproject.toml"
        return file if file.is_file() and _has_section(file) else None
    except PermissionError:
        return None


def _has_section(pyproject: Path) -> bool:
    """Tell whether a pyproject.toml has our table, without parsing it if possible."""
    with pyproject.open("rb") as stream:
        head = stream.read(_PYPROJECT_BYTES)
    if not _SECTION.search(head):
        return False
    from cablelint.config.file import section

    return section(pyproject) is not None
