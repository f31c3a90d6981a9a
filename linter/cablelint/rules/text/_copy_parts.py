"""Places in a text that are none of the telegram's: stamps, labels and values of a copy."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from cablegrammar import Cable, Span

__all__ = ["copy_parts"]


def copy_parts(cable: Cable) -> Callable[[Span], bool]:
    """Return what tells whether a place touches a stamp or the value of a field of a wrapper."""
    stamps = [stamp.span for wrapper in cable.wrappers for stamp in wrapper.stamps]
    places = sorted(stamps + [one.span for wrapper in cable.wrappers for one in wrapper.fields])
    starts = [place.start for place in places]

    def is_of_copy(place: Span) -> bool:
        at = bisect_left(starts, place.end) - 1
        return at >= 0 and places[at].end > place.start

    return is_of_copy
