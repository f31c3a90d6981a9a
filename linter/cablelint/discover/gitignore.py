"""The patterns of .gitignore files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from cablelint.paths import exists, is_file

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

__all__ = ["Ignored", "folders_above", "read_gitignore"]

_MOST_BYTES = 1 << 20


class Ignored(Struct, frozen=True):
    """The patterns of one .gitignore and the folder it is in."""

    folder: str
    spec: GitIgnoreSpec

    def match(self, path: str, is_folder: bool) -> bool | None:
        """Tell whether a path is ignored, None when no pattern applies to it."""
        relative = os.path.relpath(path, self.folder).replace(os.sep, "/")
        return self.spec.check_file(relative + "/" * is_folder).include


def read_gitignore(folder: str) -> tuple[Ignored, list[tuple[int, str]]]:
    """Read the .gitignore of a folder; return also the lines that cannot be used, with the reason.

    Raises OSError.
    """
    text = (Path(folder) / ".gitignore").read_bytes()[:_MOST_BYTES].decode("utf-8", "replace")
    spec, faults = _spec_of(text.splitlines())
    return Ignored(folder, spec), faults


def folders_above(folder: str) -> Iterator[Path]:
    """Yield the folders with a .gitignore from the repository's root down to above a folder."""
    above: list[Path] = []
    here = Path(folder).absolute()
    while not exists(here / ".git"):
        if here == here.parent:
            return
        here = here.parent
        above.append(here)
    for place in reversed(above):
        if is_file(place / ".gitignore"):
            yield place


def _spec_of(lines: Iterable[str]) -> tuple[GitIgnoreSpec, list[tuple[int, str]]]:
    """Return the patterns of some lines, and the lines that cannot be used with the reason."""
    from pathspec import GitIgnoreSpec

    from cablelint.config.patterns import pattern_fault

    good: list[str] = []
    faults: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        problem = pattern_fault(line)
        if problem is None:
            good.append(line)
        else:
            faults.append((number, problem))
    return GitIgnoreSpec.from_lines(good), faults
