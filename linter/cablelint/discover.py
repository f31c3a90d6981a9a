"""Which files a run checks: those given by name, and those of folders that settings include.

Only the names in the folders on the current path are kept, whatever the number of files.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from cablelint.config import sidecar
from cablelint.config.discovery import ConfigError, Configuration, Settings
from cablelint.config.settings import absolute

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from cablelint.archive.read.frame import ReadOptions
    from cablelint.config.settings import FileOptions

__all__ = ["Listing", "MissingPathError", "collect", "excluded", "takes"]

#: So many files are held, with their names checked before the first is read; more are found anew.
FEW = 10_000


class MissingPathError(Exception):
    """A path that does not exist or cannot be read; the message says which and why."""


class Listing(Struct, frozen=True):
    """Files that can be iterated repeatedly: stored when they are few, otherwise found again."""

    find: Callable[[], Iterator[str]]
    count: int
    held: tuple[str, ...] = ()

    @classmethod
    def of(cls, find: Callable[[], Iterator[str]]) -> Listing:
        """Find the files once, so that errors of ``find`` are raised before a run starts."""
        files = find()
        held = tuple(islice(files, FEW))
        more = sum(1 for _ in files)
        return cls(find, len(held) + more, () if more else held)

    def __iter__(self) -> Iterator[str]:
        """Yield the files in order."""
        return iter(self.held) if len(self.held) == self.count else self.find()

    def __len__(self) -> int:
        """Return the number of files when they were first found."""
        return self.count


def collect(
    paths: Iterable[str], configuration: Configuration, read: ReadOptions | None = None
) -> Iterator[str]:
    """Yield the files of some paths, each once, folders in order of name.

    ``read`` names the columns that identify tables in folders. Raises MissingPathError for a path
    that does not exist or a folder that cannot be read, and ConfigError for a sidecar without its
    file or with errors.
    """
    paths = list(paths)
    if not _overlap(paths):
        for path in paths:
            yield from _of(path, configuration, read)
        return
    seen: set[str] = set()
    for path in paths:
        for file in _of(path, configuration, read):
            key = absolute(file)
            if key not in seen:
                seen.add(key)
                yield file


def _overlap(paths: Iterable[str]) -> bool:
    """Tell whether a path is given twice or is inside another: only then a file can occur twice."""
    keys = sorted(absolute(path).rstrip(os.sep) + os.sep for path in paths)
    return any(later.startswith(earlier) for earlier, later in pairwise(keys))


def _of(path: str, configuration: Configuration, read: ReadOptions | None) -> Iterator[str]:
    """Yield the files of one path given by the user."""
    if Path(path).is_dir():
        yield from _Walk(configuration, read).files(path)
    elif os.path.lexists(path):
        settings = configuration.for_path(path)
        if not (settings.files.force_exclude and excluded(path, settings)):
            if (beside := sidecar.sidecar_of(path)) is not None:
                sidecar.read(beside)  # a fault in it ends the run before it begins
            yield path
    else:
        raise MissingPathError(f"{path}: no such file or folder")


def excluded(path: str, settings: Settings) -> bool:
    """Tell whether a file or one of its parent folders is excluded."""
    parts = Path(settings.relative(path))
    folders = (part for part in (parts, *parts.parents) if str(part) != ".")
    return any(settings.files.excludes(str(settings.root / folder)) for folder in folders)


def takes(path: str, options: FileOptions, read: ReadOptions | None = None) -> bool:
    """Tell whether a file in a folder is checked: by patterns, or by its usual kind."""
    if options.includes(path):
        return True
    if options.include is not None:
        return False
    from cablelint.archive.read.kinds import may_hold_telegrams

    if not may_hold_telegrams(path):
        return False
    from cablelint.archive.read.probe import holds_telegrams

    return holds_telegrams(path, read)


class _Ignored(Struct, frozen=True):
    """The patterns of one .gitignore and its folder."""

    folder: str
    spec: GitIgnoreSpec

    def match(self, path: str, is_folder: bool) -> bool | None:
        """Tell whether a path is ignored; None when no pattern matches."""
        relative = os.path.relpath(path, self.folder).replace(os.sep, "/")
        return self.spec.check_file(relative + "/" * is_folder).include


@dataclass(slots=True)
class _Walk:
    """Searches folders; keeps the .gitignore files on the way down."""

    configuration: Configuration
    read: ReadOptions | None = None
    ignored: list[_Ignored] = field(default_factory=list["_Ignored"])

    def files(self, folder: str) -> Iterator[str]:
        """Yield the files below a folder that are checked."""
        if self.configuration.for_folder(folder).files.respect_gitignore:
            self.ignored = list(_gitignores_above(folder))
        yield from self._below(folder)

    def _below(self, folder: str) -> Iterator[str]:
        options = self.configuration.for_folder(folder).files
        entries = _Entries.of(folder)
        depth = len(self.ignored)
        if options.respect_gitignore and entries.hold_file(".gitignore"):
            self.ignored.append(_read_gitignore(folder))
        above = folder if folder.endswith(os.sep) else folder + os.sep
        for name in entries.names:
            place = above + name
            path = place.removeprefix("./")
            is_folder = name in entries.folders
            if name.endswith(sidecar.SUFFIX) and name != sidecar.SUFFIX:
                _check_sidecar(path, name, entries)
                sidecar.read(Path(path))
            elif options.excludes(path) or self._is_ignored(place, is_folder):
                continue
            elif is_folder:
                yield from self._below(place)
            elif name not in entries.others and takes(path, options, self.read):
                yield path
        del self.ignored[depth:]

    def _is_ignored(self, path: str, is_folder: bool) -> bool:
        """Tell whether a .gitignore ignores a path; the deepest with a match decides."""
        for ignored in reversed(self.ignored):
            if (answer := ignored.match(path, is_folder)) is not None:
                return answer
        return False


class _Entries(Struct, frozen=True):
    """The entries of a folder: all names in order, which are folders, and which are neither."""

    names: list[str]
    folders: set[str]
    others: set[str]

    @classmethod
    def of(cls, folder: str) -> _Entries:
        """Read a folder; links to folders are not followed. Raises MissingPathError."""
        here = cls([], set(), set())
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    here.names.append(entry.name)
                    if entry.is_dir(follow_symlinks=False):
                        here.folders.add(entry.name)
                    elif not entry.is_file():
                        here.others.add(entry.name)
        except OSError as error:
            raise MissingPathError(f"{folder}: {error.strerror}") from None
        here.names.sort()
        return here

    def __contains__(self, name: str) -> bool:
        """Tell whether the folder has an entry."""
        return next(self.starting(name), None) == name

    def hold_file(self, name: str) -> bool:
        """Tell whether the folder has a file of that name."""
        return name in self and name not in self.folders and name not in self.others

    def starting(self, beginning: str) -> Iterator[str]:
        """Yield the names with a prefix, in order."""
        for place in range(bisect_left(self.names, beginning), len(self.names)):
            if not self.names[place].startswith(beginning):
                return
            yield self.names[place]


def _read_gitignore(folder: str) -> _Ignored:
    """Read the .gitignore of a folder; raises MissingPathError."""
    from pathspec import GitIgnoreSpec

    file = Path(folder) / ".gitignore"
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise MissingPathError(f"{file}: {error.strerror}") from None
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
    for parent in reversed(above):
        if (parent / ".gitignore").is_file():
            yield _read_gitignore(str(parent))


def _check_sidecar(path: str, name: str, entries: _Entries) -> None:
    """Raise ConfigError for a sidecar without a file of its name."""
    base = name.removesuffix(sidecar.SUFFIX)
    others = (file for file in entries.starting(f"{base}.") if not file.endswith(sidecar.SUFFIX))
    if base not in entries and not any(other.rpartition(".")[0] == base for other in others):
        raise ConfigError(f"{path}: a sidecar for '{base}', which does not exist")
