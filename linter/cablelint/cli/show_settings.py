"""``--show-settings``: the settings for each path."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

import click

from cablelint.config.discovery import Configuration, Settings
from cablelint.config.settings import Patterns

__all__ = ["show_settings"]


def show_settings(configuration: Configuration, paths: Iterable[str]) -> None:
    """Print the settings for each path in the form of a configuration file."""
    for path in paths:
        for line in _lines(path, configuration.for_path(path)):
            click.echo(line)


def _lines(path: str, settings: Settings) -> Iterator[str]:
    """Yield the lines for the settings of a path."""
    yield f"# {path}: from {settings.source or 'the defaults'}"
    files = settings.files
    first, last = settings.era or ("auto", "auto")
    values: dict[str, object] = {
        "select": list(settings.active_rules),
        "fail-level": settings.fail_level.label,
        "min-severity": settings.min_severity.label,
        "min-confidence": settings.min_confidence.label,
        "require-reasons": settings.require_reasons,
        "only-cables": settings.only_cables,
        "era": str(first) if first == last else f"{first}-{last}",
        "respect-gitignore": files.respect_gitignore,
        "force-exclude": files.force_exclude,
        "exclude": _patterns(files.exclude or ()),
        "extend-exclude": _patterns(files.extend_exclude),
        "include": _patterns(files.include or ()),
        "extend-include": _patterns(files.extend_include),
        "unfixable": sorted(settings.unfixable),
        "extend-safe-fixes": sorted(settings.safe_fixes),
        "extend-unsafe-fixes": sorted(settings.unsafe_fixes),
    }
    if settings.encoding is not None:
        values["encoding"] = settings.encoding
    if settings.fixable is not None:
        values["fixable"] = sorted(settings.fixable)
    for key, value in values.items():
        if value != []:
            yield f"{key} = {json.dumps(value)}"
    severities = {
        name: rule.severity.label for name, rule in settings.active_rules.items() if rule.severity
    }
    if severities:
        yield f"\n[severity]\n{_table(severities)}"
    for name, rule in settings.active_rules.items():
        if rule.options:
            yield f"\n[rules.{name}]\n{_table(rule.options)}"


def _patterns(groups: Iterable[Patterns]) -> list[str]:
    """Return the patterns of several folders as one list."""
    return [pattern for group in groups for pattern in group.patterns]


def _table(values: Mapping[str, object]) -> str:
    """Return the lines of a TOML table."""
    return "\n".join(f"{key} = {json.dumps(value)}" for key, value in values.items())
