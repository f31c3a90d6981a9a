"""The characters that a regular expression can begin with: computed when tables are made.

The answer may name too many, never too few: look-aheads are passed over. It comes from the parse of
the standard library's own ``re``, whose module is private; nothing asks for it at run time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from importlib import import_module
from typing import Any

from cablegrammar.runtime.terminals import APART, BEYOND_ASCII

__all__ = ["first_letters"]

_ALPHABET = frozenset({*map(chr, range(0x81)), *APART})
_REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
_PLACES = frozenset({"AT", "ASSERT", "ASSERT_NOT"})
_BLANKS = frozenset(" \t")
_ENOUGH = 2


def first_letters(expression: str) -> list[tuple[str, str]]:
    """Return which characters a match can begin with, and for each of them which can be second.

    Those beyond ASCII are as ``Terminal`` tells them. Raises ValueError when the expression has a
    part that is not known here, or can match nothing.
    """
    parsed = import_module("re._parser").parse(expression)
    if parsed.getwidth()[0] == 0:
        raise ValueError(f"matches the empty text: {expression}")
    seconds: dict[str, set[str]] = {}
    for beginning in _of_sequence({""}, parsed, 0) - {""}:
        behind = _ALPHABET if len(beginning) == 1 else {beginning[1]}
        seconds.setdefault(beginning[0], set()).update(behind)
    firsts: dict[str, list[str]] = {}
    for first, behind in sorted(seconds.items()):
        firsts.setdefault("".join(sorted(behind)), []).append(first)
    return [("".join(letters), behind) for behind, letters in firsts.items()]


def _of_sequence(
    beginnings: Set[str], parts: Iterable[tuple[Any, Any]], flags: int
) -> frozenset[str]:
    """Return beginnings of up to two characters, lengthened by what a sequence of parts matches."""
    for part in parts:
        beginnings = _of_part(beginnings, part, flags)
    return frozenset(beginnings)


def _of_part(beginnings: Set[str], part: tuple[Any, Any], flags: int) -> Set[str]:
    kind, value = str(part[0]), part[1]
    if kind in _PLACES or all(len(beginning) == _ENOUGH for beginning in beginnings):
        return beginnings
    if kind in _REPEATS:
        return _of_repeat(beginnings, value, flags)
    if kind == "SUBPATTERN":
        _, more, fewer, group = value
        return _of_sequence(beginnings, group, (flags | more) & ~fewer)
    if kind == "ATOMIC_GROUP":
        return _of_sequence(beginnings, value, flags)
    if kind == "BRANCH":
        ways = (_of_sequence(beginnings, way, flags) for way in value[1])
        return frozenset[str]().union(*ways)
    letters = _of_set(value if kind == "IN" else [part], flags)
    longer = {
        beginning + letter
        for beginning in beginnings
        if len(beginning) < _ENOUGH
        for letter in letters
    }
    if "" in beginnings and letters & _BLANKS:  # the scanner looks behind the blanks
        longer.add("")
    return longer | {beginning for beginning in beginnings if len(beginning) == _ENOUGH}


def _of_repeat(beginnings: Set[str], repeat: tuple[int, int, Any], flags: int) -> Set[str]:
    least, most, repeated = repeat
    found, last = beginnings if least == 0 else frozenset[str](), beginnings
    for time in range(1, int(most) + 1):
        last, before = _of_sequence(last, repeated, flags), last
        if time >= least:
            found = found | last
        if last == before:
            return found | last
    return found


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
            case "ANY":
                letters |= _ALPHABET
            case "NOT_LITERAL":
                letters |= _ALPHABET - {chr(value)}
            case "RANGE":
                low, high = value
                letters |= set(map(chr, range(low, min(high, 0x7F) + 1)))
                letters |= {sign for sign in APART if low <= ord(sign) <= high}
                letters |= {BEYOND_ASCII} if high > 0x7F else set()
            case "CATEGORY":
                letters |= _of_category(str(value), flags & re.ASCII)
            case other:
                raise ValueError(f"unknown part of an expression: {other}")
    if negated:
        letters = set(_ALPHABET - letters) | {BEYOND_ASCII}
    if flags & re.IGNORECASE:
        letters |= {letter.swapcase() for letter in letters if letter.isascii()}
        letters |= set() if flags & re.ASCII else {BEYOND_ASCII}  # some there fold into ASCII
    return letters


def _folded(code: int) -> str:
    return chr(code) if code < 0x80 or chr(code) in APART else BEYOND_ASCII


def _of_category(name: str, flags: int) -> set[str]:
    escape = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}[name.split("_")[-1]]
    inside = {letter for letter in _ALPHABET if re.match(escape, letter, flags)}
    if "_NOT_" in name:
        return set(_ALPHABET) - inside | {BEYOND_ASCII}
    return inside if flags else inside | {BEYOND_ASCII}
