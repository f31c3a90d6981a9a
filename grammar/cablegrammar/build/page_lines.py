"""Page lines (CF 1, CF 9): built, and those that copies left inside a field set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegrammar.build.spans import malformed, place, span_of
from cablegrammar.elements import element, parts_of
from cablegrammar.lexicon import station
from cablegrammar.model import PageMark
from cablegrammar.runtime.tree import Lexeme, Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cablegrammar.model import Problem

__all__ = ["build_page_mark", "without_page_lines"]

_SIGNS = ("PAGE", "Page ", " OF 0", " of 0")  # one of them is in every page line
_NUMBERS = frozenset({"PAGE", "INT", "SECTION_PAGE", "COUNT"})


def build_page_mark(token: Lexeme, problems: list[Problem]) -> PageMark:
    """Build a page mark; what it does not say is None."""
    span = span_of(token)
    tree = element("page_mark", token.strip())
    if not isinstance(tree, Node):
        problems.append(malformed("page-mark", span, tree))
        return PageMark(None, None, None, None, None, span)
    parts = parts_of(tree)
    numbers = [number for part in parts for number in _numbers(part)]
    station = next((" ".join(p.split()) for p in parts if p.type == "MARK_STATION"), None)
    if parts[0].type == "PAGE":
        page, serial, section, sections = (*numbers, None, None, None, None)[:4]
        time = next((part[:6] for part in parts if part.type == "TIME"), None)
        return PageMark(station, serial, page, section, sections, span, time)
    serial, section, *rest = numbers
    return PageMark(station, serial, rest[0] if len(rest) > 1 else None, section, rest[-1], span)


def _numbers(part: Lexeme) -> Iterator[int]:
    """Yield the numbers of a part; the grammar bounds their digits."""
    if part.type in _NUMBERS:
        digits = "".join(sign if sign.isdecimal() else " " for sign in part)
        yield from map(int, digits.split())


def without_page_lines(
    words: str, base: int, problems: list[Problem], page_marks: list[PageMark]
) -> str:
    """Return the words of a field with blanks in the place of page lines and their class lines.

    The page marks are added to ``page_marks``; ``base`` is where the words begin in the text.
    """
    if not any(sign in words for sign in _SIGNS):
        return words
    tree = element("field_pages", words)
    if not isinstance(tree, Node):
        return words
    parts = parts_of(tree)
    pages = [_of_page_only(part, words) for part in parts if part.type == "PAGE_LINE"]
    if not pages:
        return words
    for page in pages:
        where = place(page, base)
        page_marks.append(
            build_page_mark(Lexeme("PAGE_MARK", str(page), where.start, where.end), problems)
        )
    alone = [part for part in parts if part.type == "LEVEL_WORD" and _is_alone(part, words)]
    for part in (*pages, *alone):
        words = f"{words[: part.start]}{' ' * len(part)}{words[part.end :]}"
    return words


def _of_page_only(page: Lexeme, words: str) -> Lexeme:
    """Return a page line without the words of the field right before its station."""
    if page[:4].upper() == "PAGE" or not words[: page.start].rpartition("\n")[2].strip():
        return page
    name = page[: next(at for at, sign in enumerate(page) if sign.isdigit())].rstrip()
    cut = 0
    while station(name[cut:]) is None and " " in name[cut:]:
        cut = name.index(" ", cut) + 1
    return Lexeme(page.type, page[cut:], page.start + cut, page.end)


def _is_alone(part: Lexeme, words: str) -> bool:
    """Tell whether nothing but blanks is on the line of a part."""
    start = words.rfind("\n", 0, part.start) + 1
    end = words.find("\n", part.end)
    rest = words[part.end :] if end < 0 else words[part.end : end]
    return not words[start : part.start].strip() and not rest.strip()
