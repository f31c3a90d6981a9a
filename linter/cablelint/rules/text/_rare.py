"""The few characters of a text that are not of plain telegrams."""

from __future__ import annotations

from cablelint.facts import Facts

__all__ = ["rare_characters"]

_USUAL = bytes([9, 10, 12, 13, *range(32, 127)])


def rare_characters(facts: Facts) -> str:
    """Return the characters beyond printable ASCII, blanks and line ends, in order of place."""
    return facts.get(_rare_characters)


def _rare_characters(facts: Facts) -> str:
    rare = facts.cable.text.encode("utf-8", "surrogatepass").translate(None, _USUAL)
    return rare.decode("utf-8", "surrogatepass")
