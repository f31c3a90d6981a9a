"""The interface of the library, used by the command line, editors, hooks and tests."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cablelint import engine
from cablelint.config.discovery import ConfigError, Configuration, Settings
from cablelint.decode import Decoded, decode
from cablelint.discover import Listing, MissingPathError, Omissions, collect, excluded, takes
from cablelint.engine import Checked, unreadable, year_hint
from cablelint.fix import Choice, Fixed, fix_record
from cablelint.record import Record, shown_path
from cablelint.result import Result
from cablelint.rules import RULES, with_plugins

if TYPE_CHECKING:
    from cablelint.archive.run import ArchiveOptions

__all__ = [
    "RULES",
    "Checked",
    "Choice",
    "ConfigError",
    "Configuration",
    "Fixed",
    "Listing",
    "MissingPathError",
    "Settings",
    "collect",
    "examine",
    "excluded",
    "fix_record",
    "fix_text",
    "lint_files",
    "lint_paths",
    "lint_record",
    "lint_text",
    "read_record",
    "record_of",
    "settings_of",
    "takes",
    "unreadable",
    "with_plugins",
    "year_of_cable",
]


def settings_of(path: str | os.PathLike[str] = ".") -> Settings:
    """Return the settings for a path from the configuration files."""
    return Configuration(with_plugins(RULES)).for_path(path)


def lint_text(
    text: str,
    *,
    path: str = "<text>",
    record_id: str | None = None,
    settings: Settings | None = None,
    keep_text: bool = False,
) -> Result:
    """Check a text, by default with the settings for its path."""
    record = Record(path, text, record_id)
    return lint_record(record, settings or settings_of(path), keep_text=keep_text)


def fix_text(
    text: str,
    *,
    path: str = "<text>",
    settings: Settings | None = None,
    unsafe: bool = False,
) -> Fixed:
    """Repair a text, by default with the settings for its path."""
    return fix_record(Record(path, text), settings or settings_of(path), unsafe=unsafe)


def lint_record(record: Record, settings: Settings, *, keep_text: bool = False) -> Result:
    """Check one record."""
    return engine.check_record(record, settings, keep_text=keep_text)


def examine(record: Record, settings: Settings) -> Checked:
    """Check one record and return its cable with the findings, for editors."""
    return engine.check_text(record, settings)


def year_of_cable(checked: Checked, record: Record, settings: Settings) -> int | None:
    """Return the year of a cable from its date, id, file name or the configured era, or None."""
    day = checked.cable.date
    return day.year if day else year_hint(record, settings)


def lint_paths(
    paths: Iterable[str],
    configuration: Configuration | None = None,
    *,
    keep_text: bool = False,
    archive: ArchiveOptions | None = None,
) -> Iterator[Result]:
    """Check files, folders and archives, one result per record, as each is done.

    Raises MissingPathError or ConfigError when a path or its configuration is invalid; an
    unreadable file is a result.
    """
    configuration = configuration or Configuration(with_plugins(RULES))
    omissions = Omissions()
    files = collect(paths, configuration, omissions=omissions)
    yield from lint_files(files, configuration, keep_text=keep_text, archive=archive)
    for path, problem in omissions.faults:
        yield unreadable(path, problem, configuration.for_path(path))


def lint_files(
    files: Iterable[str],
    configuration: Configuration,
    *,
    keep_text: bool = False,
    archive: ArchiveOptions | None = None,
) -> Iterator[Result]:
    """Check files that were collected before; ``archive`` tells how containers are read and run."""
    from cablelint.archive.run import ArchiveOptions, check_files

    yield from check_files(files, configuration, archive or ArchiveOptions(), keep_text=keep_text)


def read_record(path: str) -> Record:
    """Read a plain text file as one record; raises OSError."""
    return record_of(Path(path).read_bytes(), path)


def record_of(data: bytes | Decoded, path: str) -> Record:
    """Return the record of a plain text's bytes."""
    decoded = data if isinstance(data, Decoded) else decode(data)
    shown = shown_path(path)
    return Record(shown, decoded.text, undecodable=decoded.undecodable, binary=decoded.binary)
