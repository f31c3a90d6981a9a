"""What a grammar requires and how often, read off its rules when tables are made.

So recovery and the layout rules need not say again what the grammar says: an element added to
``telegram.lark`` is reported as missing, misplaced or repeated without a line of Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

__all__ = ["Production", "Requirements", "requirements"]

_MANY = 2  # as good as any greater number


class Production(NamedTuple):
    """One way to make a rule: its name and its symbols; those of terminals are in capitals."""

    rule: str
    symbols: tuple[str, ...]


class Requirements(NamedTuple):
    """What a start symbol requires.

    ``required`` are the terminals that every derivation contains. ``due`` are also those that must
    occur together in an optional part: DTG, FROM and TO in a transmission header. Both are in the
    order of the grammar. ``follows`` has, for a terminal, those whose part it continues: LETTERED
    after REF.
    """

    required: list[str]
    due: list[str]
    follows: dict[str, list[str]]


def requirements(productions: Sequence[Production], start: str) -> Requirements:
    """Return the requirements of a start symbol."""
    ways: dict[str, list[tuple[str, ...]]] = {}
    for production in productions:
        ways.setdefault(production.rule, []).append(production.symbols)
    required = _required(ways)
    order = list(dict.fromkeys(_in_order(ways, start, set())))
    parts = [
        name
        for name in order
        # Lark's own rules for repetitions begin so.
        if name in ways and not name.startswith("__") and _most(ways, start, name) < _MANY
    ]
    together = [required[part] for part in parts if len(required[part]) > 1]
    due = required[start].union(*together)
    return Requirements(
        [name for name in order if name in required[start]],
        [name for name in order if name in due],
        _follows(ways, parts),
    )


def _required(ways: dict[str, list[tuple[str, ...]]]) -> dict[str, frozenset[str]]:
    """Return, for each rule, the terminals in all of its derivations."""
    everything = frozenset(name for every in ways.values() for way in every for name in way)
    required = dict.fromkeys(ways, everything)
    before: dict[str, frozenset[str]] = {}
    while before != required:
        before = dict(required)
        for rule, every in ways.items():
            sums = [
                frozenset[str]().union(*(required.get(name, {name}) for name in way))
                for way in every
            ]
            required[rule] = frozenset.intersection(*sums)
    return required


def _most(ways: dict[str, list[tuple[str, ...]]], start: str, symbol: str) -> int:
    """Return how often a symbol occurs in a derivation of a rule: 0, 1, or ``_MANY``."""
    times = dict.fromkeys(ways, 0)
    before: dict[str, int] = {}
    while before != times:
        before = dict(times)
        for rule, every in ways.items():
            sums = (sum(_times(times, name, symbol) for name in way) for way in every)
            times[rule] = min(_MANY, max(sums))
    return _times(times, start, symbol)


def _times(times: dict[str, int], symbol: str, wanted: str) -> int:
    return 1 if symbol == wanted else times.get(symbol, 0)


def _in_order(ways: dict[str, list[tuple[str, ...]]], rule: str, seen: set[str]) -> Iterator[str]:
    """Yield the symbols below a rule in the order of the grammar."""
    yield rule
    if rule in seen:
        return
    seen.add(rule)
    for way in sorted(ways.get(rule, ()), key=len, reverse=True):
        for symbol in way:
            yield from _in_order(ways, symbol, seen)


def _follows(ways: dict[str, list[tuple[str, ...]]], parts: Iterable[str]) -> dict[str, list[str]]:
    """Return the terminals that may follow the first terminal of a part."""
    follows: dict[str, list[str]] = {}
    for part in parts:
        firsts = {way[0] for way in ways[part] if way}
        if len(firsts) != 1 or (first := firsts.pop()) in ways:
            continue
        behind = {
            beginning for way in ways[part] for beginning in _beginnings(ways, way[1:], frozenset())
        }
        for terminal in behind - {""}:
            follows.setdefault(terminal, []).append(first)
    return {terminal: sorted(set(firsts)) for terminal, firsts in sorted(follows.items())}


def _beginnings(
    ways: dict[str, list[tuple[str, ...]]], symbols: tuple[str, ...], above: frozenset[str]
) -> set[str]:
    """Return the terminals that symbols in a row can begin with, and "" if all can be empty."""
    found = {""}
    for symbol in symbols:
        found.discard("")
        if symbol not in ways:
            return found | {symbol}
        if symbol not in above:  # what a rule begins with by way of itself, it begins with anyhow
            for way in ways[symbol]:
                found |= _beginnings(ways, way, above | {symbol})
        if "" not in found:
            return found
    return found
