"""Configuration: which file speaks for a text, and what all of it adds up to."""

from __future__ import annotations

import datetime
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from msgspec import UNSET

from cablelint.layers import Layer, resolve_settings
from cablelint.schema import ConfigError, ConfigFile, convert
from cablelint.settings import ActiveRule, Settings, absolute

__all__ = [
    "ActiveRule",
    "ConfigError",
    "Configuration",
    "Settings",
    "parse_override",
    "user_config",
]

_NAMES = ("cablelint.toml", ".cablelint.toml")
_PYPROJECT = "pyproject.toml"
_AT = re.compile(
    r"(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL
)
_OVERRIDE = re.compile(r"[A-Za-z][\w.\"-]*\s*=")


@dataclass(slots=True)
class Configuration:
    """Answers which settings hold for a path: those of the nearest configuration file.

    ``overrides`` come from the command line and outweigh every file. ``file`` is used for all paths
    instead of the nearest; ``isolated`` leaves all files alone.
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
        """Return the settings for a file, by the configuration nearest to it."""
        if self.isolated or self.file is not None:
            return self._load(self.file)
        return self._load(self._nearest(Path(absolute(path)).parent) or user_config())

    def for_folder(self, path: str | os.PathLike[str] = ".") -> Settings:
        """Return the settings of a folder itself."""
        return self.for_path(Path(path) / "x")

    def _load(self, file: Path | None) -> Settings:
        """Return the settings of a configuration file with the overrides, read once."""
        if file not in self._settings:
            layers = [] if file is None or self.isolated else _layers(file, ())
            root = Path.cwd()
            layers += [Layer(one, root, "the command line") for one in self.overrides]
            settings = resolve_settings(_profiled(layers, root), self.catalogue, root)
            self._settings[file] = replace(
                settings,
                source=str(file) if file else None,
                root=file.parent if file and file != user_config() else root,
                today=self.today,
                no_ignores=self.no_ignores,
            )
        return self._settings[file]

    def _nearest(self, folder: Path) -> Path | None:
        """Return the configuration file of a folder or of the nearest above it."""
        seen: list[Path] = []
        found = None
        for candidate in (folder, *folder.parents):
            if candidate in self._found:
                found = self._found[candidate]
                break
            seen.append(candidate)
            found = _in_folder(candidate)
            if found is not None:
                break
        self._found.update(dict.fromkeys(seen, found))
        return found


def user_config() -> Path | None:
    """Return the user's own configuration file, if there is one."""
    try:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    except RuntimeError:  # a user without a home, as in some containers
        return None
    file = base / "cablelint" / "cablelint.toml"
    return file if file.is_file() else None


def _in_folder(folder: Path) -> Path | None:
    """Return the configuration file of one folder; a pyproject without our table is none."""
    for name in _NAMES:
        if (file := folder / name).is_file():
            return file
    file = folder / _PYPROJECT
    if file.is_file() and b"cablelint" in file.read_bytes() and _section(file) is not None:
        return file
    return None


def _section(file: Path) -> Mapping[str, Any] | None:
    """Return the configuration that a file holds, or None when a pyproject has none."""
    data = read_toml(file)
    if file.name != _PYPROJECT:
        return data
    tool = data.get("tool", {})
    return tool.get("cablelint") if isinstance(tool, dict) else None


def read_toml(file: Path) -> dict[str, Any]:
    """Read a TOML file; raises ConfigError with file, line and column."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: not UTF-8 at byte {error.start}") from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT.fullmatch(str(error))
        what = at["what"] if at else str(error)
        # "at end of document" names no line: it is the last one.
        line, column = (at["line"], at["column"]) if at and at["line"] else _end_of(text)
        raise ConfigError(f"{file}:{line}:{column}: {what}") from None


def _end_of(text: str) -> tuple[int, int]:
    """Return the 1-based line and column after the last character of a text."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _layers(file: Path, above: tuple[Path, ...]) -> list[Layer]:
    """Return the layers of a file, those it extends first; raises ConfigError on a circle."""
    file = file.resolve()
    if file in above:
        circle = " -> ".join(str(one) for one in (*above, file))
        raise ConfigError(f"{above[0]}: `extend` goes in a circle: {circle}")
    section = _section(file)
    if section is None:
        raise ConfigError(f"{file}: has no table [tool.cablelint]")
    config = convert(section, str(file))
    layer = Layer(config, file.parent, str(file))
    if config.extend is UNSET:
        return [layer]
    target = file.parent / Path(str(config.extend)).expanduser()
    if not target.is_file():
        raise ConfigError(f"{file}: extend: no such file: {target}")
    return [*_layers(target, (*above, file)), layer]


def _profiled(layers: Sequence[Layer], root: Path) -> list[Layer]:
    """Return the layers with that of the chosen profile first."""
    chosen = [layer.config.profile for layer in layers if layer.config.profile is not UNSET]
    if not chosen or chosen[-1] == "default":
        return list(layers)
    from importlib.resources import files

    name = f"{chosen[-1]}.toml"
    text = (files("cablelint") / "profiles" / name).read_text("utf-8")
    config = convert(tomllib.loads(text), f"profile {chosen[-1]}")
    return [Layer(config, root, f"profile {chosen[-1]}", optional=True), *layers]


def parse_override(text: str) -> ConfigFile | None:
    """Return the configuration of ``KEY=VALUE``, or None when the text has no such form.

    A value that is no TOML is taken as a string: ``--config profile=strict``.
    """
    if not _OVERRIDE.match(text) or Path(text).is_file():
        return None
    key, _, value = text.partition("=")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        try:
            quoted = value.strip().replace("\\", "\\\\").replace('"', '\\"')
            data = tomllib.loads(f'{key} = "{quoted}"')
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"--config {text}: {error}") from None
    return convert(data, f"--config {key.strip()}")
