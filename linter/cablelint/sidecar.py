"""Sidecars: ``NAME.cablelint.toml`` beside a text holds what is ignored in it, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from cablelint.config import read_toml
from cablelint.identity import canonical_id
from cablelint.schema import convert_sidecar
from cablelint.settings import Settings
from cablelint.suppress import RecordIgnore

__all__ = ["with_sidecar"]

_SUFFIX = ".cablelint.toml"


def with_sidecar(path: str, settings: Settings) -> Settings:
    """Return the settings with what the file's sidecar ignores; raises ConfigError.

    The sidecar is named after the whole file name or after its stem: ``a.txt.cablelint.toml``
    outweighs ``a.cablelint.toml``.
    """
    here = Path(path)
    for name in (here.name, here.stem):
        file = here.with_name(name + _SUFFIX)
        if name and file.is_file():
            break
    else:
        return settings
    source = str(file)
    content = convert_sidecar(read_toml(file), source)
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
    """Add the ignores of one record, with their reasons when there are."""
    reasons = value if isinstance(value, Mapping) else dict.fromkeys(value)
    more = tuple(RecordIgnore(selector, source, reason) for selector, reason in reasons.items())
    ignores[key] = ignores.get(key, ()) + more
