"""Sidecars: ``NAME.cablelint.toml`` beside a text says what is ignored in it, and why."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from cablelint.config.settings import ConfigError, Settings
from cablelint.identity import canonical_id
from cablelint.suppress import RecordIgnore

if TYPE_CHECKING:
    from cablelint.config.schema import SidecarFile

__all__ = ["SUFFIX", "read", "sidecar_of", "with_sidecar"]

SUFFIX = ".cablelint.toml"


def sidecar_of(path: str) -> Path | None:
    """Return the sidecar of a file, if it has one.

    Its name starts with the file name or its stem: ``a.txt.cablelint.toml`` takes precedence over
    ``a.cablelint.toml``.
    """
    here = Path(path)
    names = (name + SUFFIX for name in (here.name, here.stem) if name)
    return next(filter(os.path.isfile, map(here.with_name, names)), None)


def _demand_inside(file: Path) -> None:
    """Raise ConfigError for a sidecar that is a link out of its folder."""
    folder = os.path.realpath(file.parent)
    if Path(os.path.realpath(file)).parent != Path(folder):
        raise ConfigError(f"{file}: a link that leaves its folder; a sidecar must be a file in it")


def read(file: Path) -> SidecarFile:
    """Read a sidecar; raises ConfigError."""
    from cablelint.config.file import read_toml  # few files have a sidecar
    from cablelint.config.schema import convert_sidecar

    if file.is_symlink():
        _demand_inside(file)
    return convert_sidecar(read_toml(file), str(file))


def with_sidecar(path: str, settings: Settings) -> Settings:
    """Return the settings with the ignores of the file's sidecar; raises ConfigError."""
    file = sidecar_of(path)
    if file is None:
        return settings
    content, source = read(file), str(file)
    ignores = dict(settings.record_ignores)
    for key, value in content.records.items():
        _add(ignores, canonical_id(key), value, source)
    whole = dict[str, tuple[RecordIgnore, ...]]()
    _add(whole, "", content.ignore, source)
    return replace(settings, record_ignores=ignores, file_suppressions=whole[""])


def _add(
    ignores: dict[str, tuple[RecordIgnore, ...]],
    key: str,
    value: Sequence[str] | Mapping[str, str],
    source: str,
) -> None:
    """Add the ignores of one record, with their reasons if given."""
    reasons = value if isinstance(value, Mapping) else dict.fromkeys(value)
    more = tuple(RecordIgnore(selector, source, reason) for selector, reason in reasons.items())
    ignores[key] = ignores.get(key, ()) + more
