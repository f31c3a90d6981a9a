"""Facts about one cable that several rules need, each derived once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar, cast

from cablegrammar import Cable

__all__ = ["Facts"]

P = ParamSpec("P")
T = TypeVar("T")


class Facts:
    """Derives facts from one cable and caches them while it is checked.

    A fact is the result of a function of these facts; its other arguments must be hashable.
    """

    __slots__ = ("_known", "cable")

    def __init__(self, cable: Cable) -> None:
        """Start without facts."""
        self.cable = cable
        self._known: dict[object, object] = {}

    def get(
        self, derive: Callable[Concatenate[Facts, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return the result of a function; it is called once for equal arguments."""
        key = (derive, args, *kwargs.items()) if args or kwargs else derive
        if key not in self._known:
            self._known[key] = derive(self, *args, **kwargs)
        return cast("T", self._known[key])
