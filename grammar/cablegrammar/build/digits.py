"""Letters that copies by machine have for digits."""

from __future__ import annotations

__all__ = ["DIGITS"]

#: Translates O to 0, and I and L to 1.
DIGITS = str.maketrans("OoIiLl", "001111")
