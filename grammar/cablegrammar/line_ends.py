"""Telegrams whose line ends are lost: cut at the beginnings of their elements (CF 12).

Blanks become line ends, one for one, so that every place in the text stays what it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegrammar.build.labels import labels_within
from cablegrammar.runtime.search import terminal
from cablegrammar.source import upper

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["lost_line_ends", "with_line_ends"]

_ORDER = terminal("ORDER_ON_LINE")
_SUBJECT = terminal("SUBJECT_ON_LINE")
_HEADING = terminal("HEADING_ON_LINE")
_HEAD = terminal("HEAD_ON_LINE")
_FIELD = terminal("FIELD_ON_LINE")
_FIRST_LABEL = terminal("FIRST_LABEL_ON_LINE")
_CLOSE = terminal("CLOSE_ON_LINE")
# TAGS are near the top, a signature near the foot.
_TOP, _FOOT = 12_000, 160
# A head on one line is longer than this; shorter lines are joined fields.
_SHORTEST = 30


def with_line_ends(text: str, places: tuple[int, ...]) -> str:
    """Return a text with line ends in some places."""
    parts = []
    start = 0
    for place in places:
        parts.append(text[start:place])
        start = place + 1
    return "\n".join((*parts, text[start:]))


def lost_line_ends(text: str) -> tuple[int, ...]:
    """Return the places of blanks that were line ends, none where a text has its lines.

    Only a line with an order and its number, TAGS, and either a heading before them or a subject
    and the first paragraph behind them is cut: prose that mentions a field is not. A text in small
    letters is read in capitals.
    """
    text = upper(text) if text.islower() else text
    at = text.find("TAGS:", 0, _TOP)
    at = text.find("TAGS ", 0, _TOP) if at < 0 else at
    if at < _SHORTEST:
        return ()
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    order = _ORDER.search(text, start, at)
    if at - start < _SHORTEST or order is None:
        return ()
    headings = list(_HEADING.finditer(text, start, order.start()))
    subject = _SUBJECT.search(text, at, end)
    first = _FIRST_LABEL.search(text, subject.end(), end) if subject is not None else None
    if not headings and first is None:
        return ()
    cuts = {match.start() - 1 for match in _HEAD.finditer(text, start, at + len("TAGS:"))}
    if headings:
        cuts |= {headings[-1].start() - 1, headings[-1].end()}
    if subject is not None:
        cuts.add(subject.start())
        until = first.start() if first is not None else end
        cuts |= {match.start() - 1 for match in _FIELD.finditer(text, subject.end(), until)}
    if first is not None:
        cuts.add(first.start() - 1)
        cuts.update(_labels(text, first.end()))
    cuts.update(_closing(text))
    return tuple(sorted(place for place in cuts if place >= start and text[place] in " \t"))


def _labels(text: str, start: int) -> Iterator[int]:
    """Yield the places before the labels behind the first, as far as they count on."""
    due = 2
    for within in labels_within(text, start, len(text)):
        if within.label.number == due:
            due += 1
            yield within.label.span.start - 1


def _closing(text: str) -> Iterator[int]:
    """Yield the places before the signature, a class line and an end mark."""
    match = _CLOSE.search(text, max(len(text) - _FOOT, 0))
    if match is not None:
        yield from (match.start(name) - 1 for name in ("name", "level", "end") if match[name])
