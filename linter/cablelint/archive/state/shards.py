"""Shards: every N-th record, so that N runs share an archive evenly and can be merged in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Self, TypeVar

from msgspec import Struct

from cablegrammar.runtime.patterns import lazy_pattern

__all__ = ["Shard"]

T = TypeVar("T")
_WRITTEN = lazy_pattern(r"(\d{1,6})/(\d{1,6})")


class Shard(Struct, frozen=True):
    """The ``number``-th of ``count`` shards; the first is number 1."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the shard written ``I/N``; raises ValueError unless 1 <= I <= N."""
        found = _WRITTEN.fullmatch(text.strip())
        if found is None or not 1 <= int(found[1]) <= int(found[2]):
            raise ValueError(
                f"{text!r} is not a shard; expected I/N with I from 1 to N, such as 2/8"
            )
        return cls(int(found[1]), int(found[2]))

    def of(self, items: Iterable[T]) -> Iterator[T]:
        """Yield the items of this shard."""
        return islice(items, self.number - 1, None, self.count)
