"""Finds the files of paths: those named, and those of folders that the configuration lets in.

Only the names in the folders on the way down are held: two million files are as good as two.
Whatever is not taken is counted with its reason, so that nothing is left out in silence.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from cablelint.config import sidecar
from cablelint.config.discovery import Configuration, Settings
from cablelint.config.settings import absolute
from cablelint.discover.entries import Entries
from cablelint.discover.gitignore import Ignored, folders_above, read_gitignore
from cablelint.discover.omissions import (
    BROKEN_LINK,
    BY_CONFIGURATION,
    BY_CONTENT,
    BY_NAME,
    DEVICE,
    LINK_OUT,
    LINK_TO_FOLDER,
    LINK_TWICE,
    MissingPathError,
    Omissions,
)
from cablelint.paths import exists, is_file
from cablelint.paths import is_folder as leads_to_folder

if TYPE_CHECKING:
    from cablelint.archive.read.frame import ReadOptions
    from cablelint.config.settings import FileOptions

__all__ = ["collect", "excluded", "takes"]


def collect(
    paths: Iterable[str],
    configuration: Configuration,
    read: ReadOptions | None = None,
    omissions: Omissions | None = None,
    *,
    follow_links: bool = False,
) -> Iterator[str]:
    """Yield the files of some paths, each once, folders in order of name.

    ``read`` names the columns by which tables in folders are known. Links that leave the paths are
    followed only with ``follow_links``. Raises MissingPathError for a path that does not exist, and
    ConfigError for a sidecar with a fault; what else cannot be read goes into ``omissions``.
    """
    paths = list(paths)
    search = _Search(configuration, read, omissions or Omissions(), _roots(paths), follow_links)
    if not _overlap(paths):
        for path in paths:
            yield from search.of(path)
        return
    seen: set[str] = set()
    for path in paths:
        for file in search.of(path):
            key = absolute(file)
            if key not in seen:
                seen.add(key)
                yield file


def _why_missing(path: str) -> str:
    """Return what is wrong with a path that leads to nothing."""
    try:
        Path(path).lstat()
    except PermissionError:
        return "Permission denied"
    except OSError:
        return "no such file or folder"
    return "a broken link"


def _roots(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the places that the given paths lead to, links resolved."""
    return tuple(os.path.realpath(path) for path in paths)


def _overlap(paths: Iterable[str]) -> bool:
    """Tell whether a path is given twice or is inside another: only then a file can occur twice."""
    keys = sorted(absolute(path).rstrip(os.sep) + os.sep for path in paths)
    return any(later.startswith(earlier) for earlier, later in pairwise(keys))


def excluded(path: str, settings: Settings) -> bool:
    """Tell whether a file or one of its parent folders is excluded."""
    parts = Path(settings.relative(path))
    above = (part for part in (parts, *parts.parents) if str(part) != ".")
    return any(settings.files.excludes(str(settings.root / part)) for part in above)


def takes(path: str, options: FileOptions, read: ReadOptions | None = None) -> bool:
    """Tell whether a file of a folder is taken: by the user's patterns, else if it is usual."""
    return _why_not(path, options, read) is None


def _why_not(path: str, options: FileOptions, read: ReadOptions | None) -> str | None:
    """Return why a file of a folder is not taken, None when it is."""
    if options.includes(path):
        return None
    if options.include is not None:
        return BY_CONFIGURATION
    from cablelint.archive.read.kinds import may_hold_telegrams

    if not may_hold_telegrams(path):
        return BY_NAME
    from cablelint.archive.read.probe import holds_telegrams

    return None if holds_telegrams(path, read) else BY_CONTENT


class _Search(Struct):
    """Finds the files of paths; keeps the .gitignore files on the way down."""

    configuration: Configuration
    read: ReadOptions | None
    omissions: Omissions
    roots: tuple[str, ...]
    follow_links: bool
    ignored: list[Ignored] = field(default_factory=list["Ignored"])
    _entered: set[str] = field(default_factory=set[str])

    def of(self, path: str) -> Iterator[str]:
        """Yield the files of one path as named by the user."""
        if leads_to_folder(Path(path)):
            yield from self._files(path)
        elif exists(Path(path)):
            settings = self.configuration.for_path(path)
            if settings.files.force_exclude and excluded(path, settings):
                self.omissions.skip(path, BY_CONFIGURATION)
                return
            beside = None if self.configuration.isolated else sidecar.sidecar_of(path)
            if beside is not None:
                sidecar.read(beside)  # a fault in it ends the run before it begins
            yield path
        else:
            raise MissingPathError(f"{path}: {_why_missing(path)}")

    def _files(self, folder: str) -> Iterator[str]:
        """Yield the files below a folder that are taken."""
        self.ignored = []
        if self.configuration.for_folder(folder).files.respect_gitignore:
            for above in folders_above(folder):
                self._add_gitignore(str(above))
        self._entered = {os.path.realpath(folder)}
        # Folders may be nested deeper than functions can be.
        stack = [self._in_folder(folder)]
        while stack:
            found = next(stack[-1], None)
            if found is None:
                stack.pop()
            elif isinstance(found, _Below):
                stack.append(self._in_folder(found.path))
            else:
                yield found

    def _in_folder(self, folder: str) -> Iterator[str | _Below]:
        """Yield the files of one folder that are taken, and the folders in it."""
        options = self.configuration.for_folder(folder).files
        try:
            entries = Entries.of(folder)
        except OSError as error:
            self.omissions.fault(folder, f"the folder cannot be read: {error.strerror}")
            return
        depth = len(self.ignored)
        if options.respect_gitignore and entries.hold_file(".gitignore"):
            self._add_gitignore(folder)
        above = folder if folder.endswith(os.sep) else folder + os.sep
        for name in entries.names:
            place = above + name
            path = place.removeprefix("./")
            is_folder = name in entries.folders
            if name.endswith(sidecar.SUFFIX) and name != sidecar.SUFFIX:
                self._check_sidecar(path, name, entries)
            elif options.excludes(path) or self._is_ignored(place, is_folder):
                self.omissions.skip(path, BY_CONFIGURATION)
            elif is_folder:
                yield _Below(place)
            elif (reason := self._reason_against(path, name, entries, options)) is not None:
                self.omissions.skip(path, reason)
            elif name in entries.links and leads_to_folder(Path(place)):
                yield _Below(place)
            else:
                yield path
        del self.ignored[depth:]

    def _reason_against(
        self, path: str, name: str, entries: Entries, options: FileOptions
    ) -> str | None:
        """Return why something in a folder is not taken, None when it is."""
        if name in entries.links:
            reason, is_folder = self._link_fault(path, options)
            if reason is not None or is_folder:
                return reason
        elif name in entries.others:
            return DEVICE
        return _why_not(path, options, self.read)

    def _link_fault(self, path: str, options: FileOptions) -> tuple[str | None, bool]:
        """Return why a link is not followed, None when it is, and whether it leads to a folder."""
        try:
            target = os.path.realpath(path, strict=True)
        except OSError:
            return BROKEN_LINK, False
        if leads_to_folder(Path(target)):
            if not self.follow_links:
                return LINK_TO_FOLDER, True
            known = target in self._entered or self._is_inside(target)
            self._entered.add(target)
            return (LINK_TWICE if known else None), True
        if not is_file(Path(target)):
            return DEVICE, False
        if self._is_inside(target):
            taken = _why_not(target, options, self.read) is None
            return (LINK_TWICE if taken else None), False
        return (None if self.follow_links else LINK_OUT), False

    def _is_inside(self, target: str) -> bool:
        """Tell whether a place is inside one of the given paths."""
        return any(target == root or target.startswith(root + os.sep) for root in self.roots)

    def _check_sidecar(self, path: str, name: str, entries: Entries) -> None:
        """Read a sidecar of a folder, so that a fault in it ends the run before it begins."""
        if self.configuration.isolated:
            return
        if not (entries.hold_file(name) or (name in entries.links and is_file(Path(path)))):
            self.omissions.fault(path, "a sidecar that is not a file")
        elif not entries.has_base_of(name):
            base = name.removesuffix(sidecar.SUFFIX)
            problem = f"a sidecar for '{base}', but there is no such file beside it"
            self.omissions.fault(path, problem)
        else:
            sidecar.read(Path(path))

    def _add_gitignore(self, folder: str) -> None:
        """Read the .gitignore of a folder; a line of it that cannot be read is reported."""
        file = str(Path(folder) / ".gitignore")
        try:
            ignored, faults = read_gitignore(folder)
        except OSError as error:
            self.omissions.fault(file, f"cannot be read: {error.strerror}")
            return
        for line, problem in faults:
            self.omissions.fault(file, f"line {line}: {problem}")
        self.ignored.append(ignored)

    def _is_ignored(self, path: str, is_folder: bool) -> bool:
        """Tell whether a .gitignore names a path; the deepest that applies to it decides."""
        for ignored in reversed(self.ignored):
            if (answer := ignored.match(path, is_folder)) is not None:
                return answer
        return False


class _Below(Struct, frozen=True):
    """A folder that is to be searched next."""

    path: str
