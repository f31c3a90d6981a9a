"""The files of a run, which are iterated more than once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from msgspec import Struct

__all__ = ["Listing"]

#: So many files are held, with their names checked before the first is read; more are found anew.
FEW = 10_000


class Listing(Struct, frozen=True):
    """Files that can be iterated repeatedly: held when they are few, else found each time."""

    find: Callable[[], Iterator[str]]
    count: int
    held: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, find: Callable[[], Iterator[str]], first: Callable[[], Iterator[str]] | None = None
    ) -> Listing:
        """Find the files once, so that whatever ``find`` raises ends a run before it begins.

        ``first`` takes the place of ``find`` the first time.
        """
        files = (first or find)()
        held = tuple(islice(files, FEW))
        more = sum(1 for _ in files)
        return cls(find, len(held) + more, () if more else held)

    def __iter__(self) -> Iterator[str]:
        """Yield the files in order."""
        return iter(self.held) if len(self.held) == self.count else self.find()

    def __len__(self) -> int:
        """Return the number of files when they were first found."""
        return self.count
