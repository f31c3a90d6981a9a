"""Page lines (CF 1, CF 9): built, and those that copies left inside a field set aside."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from cablegrammar.build.spans import malformed, place, places_of, span_of
from cablegrammar.elements import Failure, element, readable_parts
from cablegrammar.lexicon import station
from cablegrammar.model import PageMark
from cablegrammar.runtime.search import terminal
from cablegrammar.runtime.tree import Lexeme
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cablegrammar.build.built import Built
    from cablegrammar.model import Problem

__all__ = ["build_page_mark", "pieces_between", "set_page_lines_aside", "signs_of_footers"]

# The fields of which copies break the words with page lines.
_FIELDS = ("tags", "subject", "references", "authority")
_FOOTER = terminal("FOOTER_WITHIN")
_COUNTS = (" OF 0", "OF\n0", " of 0")
_LONGEST_STATION = 10  # letters; footers cut the rest off

_SIGNS = ("PAGE", "Page ", " OF 0", " of 0")  # one of them is in every page line
_NUMBERS = frozenset({"PAGE", "INT", "SECTION_PAGE", "COUNT"})


def build_page_mark(token: Lexeme) -> Built[PageMark]:
    """Build a page mark; what it does not say is None."""
    span = span_of(token)
    parts = element("page_mark", token.strip())
    if isinstance(parts, Failure):
        unread = PageMark(None, None, None, None, None, span)
        return unread, (malformed("page-mark", span, parts),)
    numbers = [number for part in parts for number in _numbers(part)]
    station = next((" ".join(p.split()) for p in parts if p.type == "MARK_STATION"), None)
    if parts[0].type == "PAGE":
        page, serial, section, sections = (*numbers, None, None, None, None)[:4]
        time = next((part[:6] for part in parts if part.type == "TIME"), None)
        return PageMark(station, serial, page, section, sections, span, time), ()
    serial, section, *rest = numbers
    page = rest[0] if len(rest) > 1 else None
    return PageMark(station, serial, page, section, rest[-1], span), ()


def _numbers(part: Lexeme) -> Iterator[int]:
    """Yield the numbers of a part; the grammar bounds their digits."""
    if part.type in _NUMBERS:
        digits = "".join([sign if sign.isdecimal() else " " for sign in part])
        yield from map(int, digits.split())


def signs_of_footers(text: str) -> list[int]:
    """Return the places in a text where the count of a section footer can be, ascending."""
    return sorted(at for sign in _COUNTS for at in places_of(sign, text, 0, len(text)))


def pieces_between(
    text: str, pieces: Sequence[Span], signs: Sequence[int], page_marks: list[PageMark]
) -> Built[list[Span]]:
    """Return pieces of the body, cut where a section footer is within their lines.

    The page marks are added to ``page_marks``; ``signs`` are the ``signs_of_footers``.
    """
    cut: list[Span] = []
    problems: list[Problem] = []
    for piece in pieces:
        start = piece.start
        first = bisect_left(signs, start)
        if first == len(signs) or signs[first] >= piece.end:
            cut.append(piece)
            continue
        for match in _FOOTER.finditer(text, piece.start, piece.end):
            where = Span(match.start() + _words_before(match["station"]), match.end())
            words = where.of(text).replace("\n", " ")
            mark, found = build_page_mark(Lexeme("PAGE_MARK", words, where.start, where.end))
            page_marks.append(mark)
            problems += found
            before = text[start : where.start].rstrip()
            if before:
                cut.append(Span(start, start + len(before)))
            start = where.end
        rest = text[start : piece.end].lstrip()
        if rest or start == piece.start:
            cut.append(Span(piece.end - len(rest), piece.end))
    return cut or list(pieces), tuple(problems)


def _words_before(name: str) -> int:
    """Return where the station begins in capitals that may begin with other words."""
    starts = [0, *(at + 1 for at, sign in enumerate(name) if sign == " ")]
    known = next((at for at in starts if station(name[at:]) is not None), None)
    if known is not None:
        return known
    return next((at for at in starts if len(name) - at <= _LONGEST_STATION), starts[-1])


def set_page_lines_aside(fields: dict[str, list[Lexeme]]) -> Built[list[PageMark]]:
    """Replace the page lines in the blocks of fields with blanks, and return their page marks."""
    marks: list[PageMark] = []
    problems: list[Problem] = []
    for name in _FIELDS:
        blocks = fields.get(name, ())
        for at, block in enumerate(blocks):
            pages = _page_lines(block) if any(sign in block for sign in _SIGNS) else []
            if pages:
                fields[name][at] = _blanked(block, pages)
            for page in pages:
                if page.type == "PAGE_LINE":
                    where = place(page, block.start)
                    mark, found = build_page_mark(
                        Lexeme("PAGE_MARK", str(page), where.start, where.end)
                    )
                    marks.append(mark)
                    problems += found
    return marks, tuple(problems)


def _page_lines(block: Lexeme) -> list[Lexeme]:
    """Return the page lines inside a block, and the class words alone on a line beside them."""
    parts = readable_parts("field_pages", str(block))
    pages = [_of_page_only(part, block) for part in parts if part.type == "PAGE_LINE"]
    if not pages:
        return []
    alone = [part for part in parts if part.type == "LEVEL_WORD" and _is_alone(part, block)]
    return [*pages, *alone]


def _blanked(block: Lexeme, parts: list[Lexeme]) -> Lexeme:
    words = str(block)
    for part in parts:
        words = f"{words[: part.start]}{' ' * len(part)}{words[part.end :]}"
    return Lexeme(block.type, words, block.start, block.end)


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
