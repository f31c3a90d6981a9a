"""What builders return: a value, and the problems of the text it was built from."""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct, field

from cablegrammar.model import Problem

__all__ = ["Built", "Problems"]

_Value = TypeVar("_Value")

Built = tuple[_Value, tuple[Problem, ...]]


class Problems(Struct):
    """The problems of the parts of a value, in the order in which the parts are built."""

    found: list[Problem] = field(default_factory=list)

    def of(self, built: Built[_Value]) -> _Value:
        """Keep the problems of a value, and return the value."""
        value, problems = built
        self.found += problems
        return value
