"""Facts about one cable that several rules ask for, each derived once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar, cast

from cablegrammar import Cable

__all__ = ["Facts"]

P = ParamSpec("P")
T = TypeVar("T")


class Facts:
    """Derives facts from one cable and keeps them while that cable is checked.

    A fact is what a function of these facts returns; its other arguments must be hashable.
    """

    __slots__ = ("_known", "cable")

    def __init__(self, cable: Cable) -> None:
        """Start without any fact about a cable."""
        self.cable = cable
        self._known: dict[object, object] = {}

    def get(
        self, derive: Callable[Concatenate[Facts, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Return what a function derives; it is called once for equal arguments."""
        key = (derive, args, *kwargs.items())
        if key not in self._known:
            self._known[key] = derive(self, *args, **kwargs)
        return cast("T", self._known[key])
