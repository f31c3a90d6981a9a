"""What one folder holds."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterator

from msgspec import Struct

from cablelint.config import sidecar

__all__ = ["Entries"]


class Entries(Struct, frozen=True):
    """What a folder holds: all names in order; which are folders, links, or not files at all."""

    names: list[str]
    folders: set[str]
    links: set[str]
    others: set[str]

    @classmethod
    def of(cls, folder: str) -> Entries:
        """Read a folder; raises OSError."""
        here = cls([], set(), set(), set())
        with os.scandir(folder) as entries:
            for entry in entries:
                here.names.append(entry.name)
                if entry.is_symlink():
                    here.links.add(entry.name)
                elif entry.is_dir(follow_symlinks=False):
                    here.folders.add(entry.name)
                elif not entry.is_file(follow_symlinks=False):
                    here.others.add(entry.name)
        here.names.sort()
        return here

    def __contains__(self, name: str) -> bool:
        """Tell whether the folder has an entry."""
        return next(self.starting(name), None) == name

    def hold_file(self, name: str) -> bool:
        """Tell whether the folder holds a file of that name, which is not a link."""
        return not any(name in names for names in (self.folders, self.others, self.links)) and (
            name in self
        )

    def starting(self, beginning: str) -> Iterator[str]:
        """Yield the names with a prefix, in order."""
        for place in range(bisect_left(self.names, beginning), len(self.names)):
            if not self.names[place].startswith(beginning):
                return
            yield self.names[place]

    def has_base_of(self, name: str) -> bool:
        """Tell whether the folder holds a file that a sidecar is about."""
        base = name.removesuffix(sidecar.SUFFIX)
        beside = (
            other for other in self.starting(base + ".") if not other.endswith(sidecar.SUFFIX)
        )
        return base in self or any(other.rpartition(".")[0] == base for other in beside)
