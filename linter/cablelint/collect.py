"""Which files a run takes: those named, and those of folders that configuration lets in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cablelint import sidecar
from cablelint.config import Configuration, Settings
from cablelint.schema import ConfigError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

__all__ = ["MissingPathError", "collect", "excluded"]


class MissingPathError(Exception):
    """A path that was asked for and can't be had; the message says which and why."""


def collect(paths: Iterable[str], configuration: Configuration) -> Iterator[str]:
    """Yield the files of some paths, each once, folders in order of name.

    Raises MissingPathError for a path that does not exist or a folder that can't be read, and
    ConfigError for a sidecar without its file or with a fault.
    """
    seen: set[str] = set()
    for path in paths:
        for file in _of(path, configuration):
            key = os.path.normpath(file)
            if key not in seen:
                seen.add(key)
                yield file


def _of(path: str, configuration: Configuration) -> Iterator[str]:
    """Yield the files of one path as named by the user."""
    if Path(path).is_dir():
        yield from _Walk(configuration).files(path)
    elif os.path.lexists(path):
        settings = configuration.for_path(path)
        if not (settings.files.force_exclude and excluded(path, settings)):
            if (beside := sidecar.sidecar_of(path)) is not None:
                sidecar.read(beside)  # a fault in it ends the run before it begins
            yield path
    else:
        raise MissingPathError(f"{path}: no such file or folder")


def excluded(path: str, settings: Settings) -> bool:
    """Tell whether a file or one of the folders above it, down from the root, is left out."""
    parts = Path(settings.relative(path))
    folders = [str(settings.root / one) for one in (parts, *parts.parents) if str(one) != "."]
    return any(settings.files.excludes(one) for one in folders)


@dataclass(frozen=True, slots=True)
class _Ignored:
    """The patterns of one .gitignore and the folder it stands in."""

    folder: str
    spec: GitIgnoreSpec

    def match(self, path: str, is_folder: bool) -> bool | None:
        """Tell whether a path is ignored, None when no pattern speaks of it."""
        relative = os.path.relpath(path, self.folder).replace(os.sep, "/")
        return self.spec.check_file(relative + "/" * is_folder).include


@dataclass(slots=True)
class _Walk:
    """Searches folders; keeps the .gitignore files on the way down."""

    configuration: Configuration
    ignored: list[_Ignored] = field(default_factory=list["_Ignored"])

    def files(self, folder: str) -> Iterator[str]:
        """Yield the files below a folder that are taken."""
        if self.configuration.for_folder(folder).files.respect_gitignore:
            self.ignored = list(_gitignores_above(folder))
        yield from self._below(folder)

    def _below(self, folder: str) -> Iterator[str]:
        options = self.configuration.for_folder(folder).files
        entries = _entries(folder)
        depth = len(self.ignored)
        if options.respect_gitignore and any(one.name == ".gitignore" for one in entries):
            self.ignored.append(_read_gitignore(folder))
        names = {one.name for one in entries}
        for entry in entries:
            path = entry.path.removeprefix("./")
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.name.endswith(sidecar.SUFFIX) and entry.name != sidecar.SUFFIX:
                _check_sidecar(path, entry.name, names)
                sidecar.read(Path(path))
            elif options.excludes(path) or self._is_ignored(entry.path, is_folder):
                continue
            elif is_folder:
                yield from self._below(entry.path)
            elif entry.is_file() and options.includes(path):
                yield path
        del self.ignored[depth:]

    def _is_ignored(self, path: str, is_folder: bool) -> bool:
        """Tell whether a .gitignore names a path; the deepest that speaks of it decides."""
        for one in reversed(self.ignored):
            if (answer := one.match(path, is_folder)) is not None:
                return answer
        return False


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """Return what a folder holds, in order of name."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise MissingPathError(f"{folder}: {error.strerror}") from None


def _read_gitignore(folder: str) -> _Ignored:
    """Read the .gitignore of a folder."""
    from pathspec import GitIgnoreSpec

    text = (Path(folder) / ".gitignore").read_text(encoding="utf-8", errors="replace")
    return _Ignored(folder, GitIgnoreSpec.from_lines(text.splitlines()))


def _gitignores_above(folder: str) -> Iterator[_Ignored]:
    """Yield the .gitignore files from the repository's root down to above a folder."""
    above: list[Path] = []
    here = Path(folder).absolute()
    while not (here / ".git").exists():
        if here == here.parent:
            return
        here = here.parent
        above.append(here)
    for one in reversed(above):
        if (one / ".gitignore").is_file():
            yield _read_gitignore(str(one))


def _check_sidecar(path: str, name: str, names: set[str]) -> None:
    """Raise ConfigError for a sidecar that stands beside no file of its name."""
    base = name.removesuffix(sidecar.SUFFIX)
    others = (one for one in names if not one.endswith(sidecar.SUFFIX))
    if base not in names and not any(one.rpartition(".")[0] == base for one in others):
        raise ConfigError(f"{path}: a sidecar for `{base}`, but there is no such file beside it")
