"""The settings of a check: rules with their severities and options, and the files to check."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct, field

from cablelint.finding import Confidence, Severity
from cablelint.identity import canonical_id
from cablelint.record import Record
from cablelint.rule import OptionValue, Rule
from cablelint.suppress import RecordIgnore

__all__ = [
    "ActiveRule",
    "ConfigError",
    "FileIgnore",
    "FileOptions",
    "Patterns",
    "Settings",
    "absolute",
    "default_settings",
]

DEFAULT_EXCLUDE = (".git", ".hg", ".svn", ".venv", ".tox", ".nox", "node_modules", "__pycache__")
DEFAULT_SUFFIXES = (".txt", ".cable")


def absolute(path: str | os.PathLike[str]) -> str:
    """Return the absolute form of a path, without following links."""
    return os.path.normpath(Path(path).absolute())


class ConfigError(Exception):
    """An invalid configuration; the message names file, key and remedy."""


class ActiveRule(Struct, frozen=True):
    """A rule that runs: the user's severity, None for the rule's own, and all its options."""

    rule: Rule
    severity: Severity | None
    options: Mapping[str, OptionValue]


class Patterns(Struct, frozen=True):
    """Patterns as in .gitignore, relative to a folder."""

    root: str
    patterns: tuple[str, ...]

    def match(self, path: str) -> bool:
        """Tell whether a path matches; paths outside the folder are matched by their name."""
        if not self.patterns:
            return False
        relative = os.path.relpath(absolute(path), self.root)
        if relative.startswith(".."):
            relative = Path(path).name
        return _matcher(self.patterns)(relative.replace(os.sep, "/"))


@cache
def _matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    """Return the compiled matcher for patterns."""
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns).match_file


class FileIgnore(Struct, frozen=True):
    """Rules that do not run on files that match the patterns."""

    patterns: Patterns
    rules: frozenset[str]


class FileOptions(Struct, frozen=True):
    """Which files of a folder are checked; None means the defaults."""

    exclude: tuple[Patterns, ...] | None = None
    extend_exclude: tuple[Patterns, ...] = ()
    include: tuple[Patterns, ...] | None = None
    extend_include: tuple[Patterns, ...] = ()
    respect_gitignore: bool = True
    force_exclude: bool = False

    def excludes(self, path: str) -> bool:
        """Tell whether a file or folder is excluded."""
        if self.exclude is None:
            if Path(path).name in DEFAULT_EXCLUDE:
                return True
        elif any(patterns.match(path) for patterns in self.exclude):
            return True
        return any(patterns.match(path) for patterns in self.extend_exclude)

    def includes(self, path: str) -> bool:
        """Tell whether a file in a folder is checked."""
        if self.include is None:
            if Path(path).suffix.lower() in DEFAULT_SUFFIXES:
                return True
        elif any(patterns.match(path) for patterns in self.include):
            return True
        return any(patterns.match(path) for patterns in self.extend_include)


class Settings(Struct, frozen=True):
    """The settings for the check of a record.

    ``active_rules`` are the rules that run, by name in catalogue order; ``root`` is the folder that
    paths in reports are relative to; ``era`` is the range of years assumed for undated telegrams.
    """

    catalogue: tuple[Rule, ...]
    active_rules: Mapping[str, ActiveRule]
    file_ignores: tuple[FileIgnore, ...] = ()
    record_ignores: Mapping[str, tuple[RecordIgnore, ...]] = field(
        default_factory=dict[str, tuple[RecordIgnore, ...]]
    )
    file_suppressions: tuple[RecordIgnore, ...] = ()
    files: FileOptions = field(default_factory=FileOptions)
    fail_level: Severity = Severity.ERROR
    min_severity: Severity = Severity.INFO
    min_confidence: Confidence = Confidence.LOW
    require_reasons: bool = False
    only_cables: bool = False
    no_ignores: bool = False
    era: tuple[int, int] | None = None
    encoding: str | None = None
    today: datetime.date = field(default_factory=datetime.date.today)
    fixable: frozenset[str] | None = None
    unfixable: frozenset[str] = frozenset()
    safe_fixes: frozenset[str] = frozenset()
    unsafe_fixes: frozenset[str] = frozenset()
    root: Path = field(default_factory=Path.cwd)
    source: str | None = None

    def rules_for(self, record: Record) -> Mapping[str, ActiveRule]:
        """Return the rules that run on a record, without those ignored for its file."""
        if not self.file_ignores or self.no_ignores:
            return self.active_rules
        off = self._off(record.path)
        return {name: rule for name, rule in self.active_rules.items() if name not in off}

    def _off(self, path: str) -> frozenset[str]:
        """Return the rules that are ignored for a file."""
        return frozenset[str]().union(
            *(ignore.rules for ignore in self.file_ignores if ignore.patterns.match(path))
        )

    def ignores_for(self, record: Record, cable_id: str | None) -> tuple[RecordIgnore, ...]:
        """Return the ignores of a record: from the sidecar, then by record id, id and file name."""
        if not self.record_ignores:
            return self.file_suppressions
        keys = [canonical_id(name) for name in (record.id, cable_id) if name]
        keys.append(canonical_id(Path(record.path).stem))
        return self.file_suppressions + tuple(
            ignore for key in dict.fromkeys(keys) for ignore in self.record_ignores.get(key, ())
        )

    def relative(self, path: str) -> str:
        """Return a path relative to the root, with forward slashes."""
        if path.startswith("<"):
            return path
        return os.path.relpath(path, self.root).replace(os.sep, "/")


def default_settings(catalogue: tuple[Rule, ...], root: Path) -> Settings:
    """Return the settings without any configuration."""
    active = {
        rule.name: ActiveRule(rule, None, {option.name: option.default for option in rule.options})
        for rule in catalogue
        if rule.severity is not Severity.OFF and not rule.preview
    }
    return Settings(catalogue, active, root=root)
