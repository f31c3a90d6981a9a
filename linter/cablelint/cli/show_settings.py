"""``--show-settings`` and ``--show-files``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

import click

from cablelint.config.discovery import Configuration, Settings

__all__ = ["show_settings"]


def show_settings(configuration: Configuration, paths: Iterable[str]) -> None:
    """Print the settings that hold for each path, in the manner of the configuration file."""
    for path in paths:
        for line in _lines(path, configuration.for_path(path)):
            click.echo(line)


def _lines(path: str, settings: Settings) -> Iterator[str]:
    """Yield the settings of a path line by line."""
    yield f"# {path}: from {settings.source or 'the defaults'}"
    files = settings.files
    first, last = settings.era or ("auto", "auto")
    values: dict[str, object] = {
        "select": list(settings.active_rules),
        "fail-level": settings.fail_level.label,
        "min-confidence": settings.min_confidence.label,
        "require-reasons": settings.require_reasons,
        "only-cables": settings.only_cables,
        "era": str(first) if first == last else f"{first}-{last}",
        "respect-gitignore": files.respect_gitignore,
        "force-exclude": files.force_exclude,
        "exclude": [one for each in files.exclude or () for one in each.patterns],
        "extend-exclude": [one for each in files.extend_exclude for one in each.patterns],
        "include": [one for each in files.include or () for one in each.patterns],
        "extend-include": [one for each in files.extend_include for one in each.patterns],
        "unfixable": sorted(settings.unfixable),
        "extend-safe-fixes": sorted(settings.safe_fixes),
        "extend-unsafe-fixes": sorted(settings.unsafe_fixes),
    }
    if settings.fixable is not None:
        values["fixable"] = sorted(settings.fixable)
    for key, value in values.items():
        if value != []:
            yield f"{key} = {json.dumps(value)}"
    severities = {
        name: one.severity.label for name, one in settings.active_rules.items() if one.severity
    }
    if severities:
        yield f"\n[severity]\n{_table(severities)}"
    for name, one in settings.active_rules.items():
        if one.options:
            yield f"\n[rules.{name}]\n{_table(one.options)}"


def _table(values: Mapping[str, object]) -> str:
    """Return the lines of a table."""
    return "\n".join(f"{key} = {json.dumps(value)}" for key, value in values.items())
