"""What builders return: a value, and the problems of the text it was built from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from cablegrammar.model import Problem

__all__ = ["Built", "Problems"]

_Value = TypeVar("_Value")

Built = tuple[_Value, tuple[Problem, ...]]


@dataclass(slots=True)
class Problems:
    """The problems of the parts of a value, in the order in which the parts are built."""

    found: list[Problem] = field(default_factory=list)

    def of(self, built: Built[_Value]) -> _Value:
        """Keep the problems of a value, and return the value."""
        value, problems = built
        self.found += problems
        return value
