"""The characters that a regular expression can begin with: computed when tables are made.

The answer may name too many, never too few: look-aheads are passed over. It comes from the parse of
the standard library's own ``re``, whose module is private; nothing asks for it at run time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from cablegrammar.runtime.terminals import APART, BEYOND_ASCII

__all__ = ["first_letters"]

_ALPHABET = frozenset({*map(chr, range(0x81)), *APART})
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_PLACES = frozenset({"AT", "ASSERT", "ASSERT_NOT"})


def first_letters(expression: str) -> str:
    """Return the characters a match can begin with, those beyond ASCII as ``Terminal`` tells them.

    Raises ValueError when the expression has a part that is not known here, or can match nothing.
    """
    letters, empty = _of_sequence(import_module("re._parser").parse(expression), 0)
    if empty:
        raise ValueError(f"matches the empty text: {expression}")
    return "".join(sorted(letters))


def _of_sequence(parts: Iterable[tuple[Any, Any]], flags: int) -> tuple[set[str], bool]:
    """Return the first letters of a sequence of parts, and whether all can be empty."""
    letters: set[str] = set()
    for part in parts:
        more, empty = _of_part(part, flags)
        letters |= more
        if not empty:
            return letters, False
    return letters, True


def _of_part(part: tuple[Any, Any], flags: int) -> tuple[set[str], bool]:
    kind, value = str(part[0]), part[1]
    if kind in _PLACES:
        return set(), True
    if kind in _REPEATS:
        least, _, repeated = value
        letters, empty = _of_sequence(repeated, flags)
        return letters, empty or least == 0
    if kind == "SUBPATTERN":
        _, more, fewer, group = value
        return _of_sequence(group, (flags | more) & ~fewer)
    if kind == "BRANCH":
        ways = [_of_sequence(way, flags) for way in value[1]]
        return {letter for way, _ in ways for letter in way}, any(empty for _, empty in ways)
    return _of_set(value if kind == "IN" else [part], flags), False


def _of_set(members: Iterable[tuple[Any, Any]], flags: int) -> set[str]:
    """Return the letters of a set of characters; a range or class may reach beyond ASCII."""
    letters: set[str] = set()
    negated = False
    for kind, value in members:
        match str(kind):
            case "NEGATE":
                negated = True
            case "LITERAL":
                letters.add(_folded(value))
            case "NOT_LITERAL":
                letters |= _ALPHABET - {chr(value)}
            case "RANGE":
                low, high = value
                letters |= set(map(chr, range(low, min(high, 0x7F) + 1)))
                letters |= {sign for sign in APART if low <= ord(sign) <= high}
                letters |= {BEYOND_ASCII} if high > 0x7F else set()
            case "CATEGORY":
                letters |= _of_category(str(value))
            case other:
                raise ValueError(f"unknown part of an expression: {other}")
    if negated:
        letters = set(_ALPHABET - letters) | {BEYOND_ASCII}
    if flags & re.IGNORECASE:  # some letters beyond ASCII fold into it
        letters |= {letter.swapcase() for letter in letters} | {BEYOND_ASCII}
    return letters


def _folded(code: int) -> str:
    return chr(code) if code < 0x80 or chr(code) in APART else BEYOND_ASCII


def _of_category(name: str) -> set[str]:
    escape = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}[name.split("_")[-1]]
    inside = {letter for letter in _ALPHABET if re.match(escape, letter)}
    return (set(_ALPHABET) - inside if "_NOT_" in name else inside) | {BEYOND_ASCII}
