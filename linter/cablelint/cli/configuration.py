"""The configuration that the command line's options give."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cablelint import plugins
from cablelint.api import RULES, ConfigError, Configuration, with_plugins
from cablelint.cli.check_options import CheckOptions

if TYPE_CHECKING:
    from cablelint.config.schema import ConfigFile

__all__ = ["configuration_of"]

_LISTS = ("select", "extend_select", "ignore", "extend_ignore", "fixable", "unfixable")
_PATTERNS = ("exclude", "extend_exclude", "include", "extend_include")
_SCALARS = (
    "profile",
    "era",
    "fail_level",
    "min_severity",
    "min_confidence",
    "preview",
    "respect_gitignore",
    "force_exclude",
    "only_cables",
)


def configuration_of(options: CheckOptions) -> Configuration:
    """Return the configuration that the options ask for; raises ConfigError."""
    if options.no_plugins:
        plugins.turn_off()
    file, overrides = _config_options(options.config)
    if file is None and not options.isolated and (named := os.environ.get("CABLELINT_CONFIG")):
        file = Path(named)
    if file is not None and not file.is_file():
        raise ConfigError(f"{file}: no such configuration file")
    today = options.today.date() if options.today else datetime.date.today()
    return Configuration(
        with_plugins(RULES),
        overrides=tuple(overrides) + _from_flags(options),
        file=None if options.isolated else file,
        isolated=options.isolated,
        today=today,
        no_ignores=options.no_ignores,
    )


def _config_options(values: Iterable[str]) -> tuple[Path | None, list[ConfigFile]]:
    """Split the values of ``--config`` into the last file and the single keys."""
    file: Path | None = None
    overrides: list[ConfigFile] = []
    for value in values:
        from cablelint.config.file import parse_override

        override = parse_override(value)
        if override is None:
            file = Path(value)
        else:
            overrides.append(override)
    return file, overrides


def _from_flags(options: CheckOptions) -> tuple[ConfigFile, ...]:
    """Return the options that correspond to configuration keys, in the form of a file."""
    data: dict[str, Any] = {}
    for name in _LISTS:
        if values := getattr(options, name):
            data[_key(name)] = [rule for value in values for rule in value.split(",") if rule]
    for name in _PATTERNS:
        if values := getattr(options, name):
            data[_key(name)] = list(values)
    for name in _SCALARS:
        if (value := getattr(options, name)) is not None:
            data[_key(name)] = value
    if options.severity:
        pairs = (value.partition("=") for value in options.severity)
        data["severity"] = {rule: level for rule, _, level in pairs}
    if not data:
        return ()
    from cablelint.config.schema import convert

    return (convert(data, "the command line"),)


def _key(name: str) -> str:
    """Return the configuration key for an option."""
    return name.replace("_", "-")
