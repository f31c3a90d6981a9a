"""Where the parts of an exported telegram of 1973-79 contradict each other (NARA 2c, 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cablegrammar import Span
from cablegrammar.runtime.patterns import lazy_pattern

__all__ = ["contradictions"]

_CLASSES = ("UNCLASSIFIED", "LIMITED OFFICIAL USE", "CONFIDENTIAL", "SECRET")
# How the export writes dates, by the years of its telegrams; proven for the date of capture.
_STYLES = (
    (1973, 1976, lazy_pattern(r"\d\d [A-Z]{3} \d{4}")),
    (1977, 1977, lazy_pattern(r"\d\d-[A-Z][a-z]{2}-\d{4} 12:00:00 am")),
    (1978, 1979, lazy_pattern(r"\d\d [a-z]{3} \d{4}")),
)
_PAGE = lazy_pattern(r"^[ \t]*PAGE (\d\d)[ \t]+[A-Za-z]", re.MULTILINE)
_CLASS_LINE = lazy_pattern(rf"^[ \t]*({'|'.join(_CLASSES)})[ \t\r]*$", re.MULTILINE)
# Class lines stand at the foot and the head of pages, with nothing but empty lines up to the mark.
_AT_PAGE = lazy_pattern(
    rf"^[ \t]*(?:(?:{'|'.join(_CLASSES)})[ \t\r]*\n\s*+){{1,8}}+(?=PAGE \d|NNNN?\s)", re.MULTILINE
)
_OFFICE = r"[A-Z][A-Z0-9/]{0,7}-(\d\d)"
# Two hundred offices are more than any list has; each repeat is bounded, so time stays linear.
_DISTRIBUTION = lazy_pattern(
    rf"^[ \t]*(?:ACTION|ORIGIN)(?:\s{{1,90}}(?:INFO|ACTION|ORIGIN|{_OFFICE})){{1,200}}+"
    r"\s{1,90}(/(\d{3}) [WR]\b)",
    re.MULTILINE,
)
_COUNT = lazy_pattern(_OFFICE)


def contradictions(text: str, attributes: Mapping[str, str]) -> Iterator[tuple[Span, str]]:
    """Yield places of a telegram and what its export says otherwise there."""
    yield from _date_style(attributes)
    yield from _distribution(text)
    yield from _pages(text)
    yield from _page_classes(text, attributes.get("Original Classification", ""))


def _date_style(attributes: Mapping[str, str]) -> Iterator[tuple[Span, str]]:
    year = attributes.get("Document Number", "")[:4]
    day = attributes.get("Capture Date", "")
    for first, last, style in _STYLES:
        if day and year.isdecimal() and first <= int(year) <= last and not style.fullmatch(day):
            message = f"the capture date {day!r} is not written as in exports of {year}"
            yield Span(0, 0), message


def _distribution(text: str) -> Iterator[tuple[Span, str]]:
    for found in _DISTRIBUTION.finditer(text):
        total, told = sum(map(int, _COUNT.findall(found[0]))), int(found[3])
        if total != told:
            message = f"the copies of the distribution add up to {total}, it says {told}"
            yield Span(*found.span(2)), message


def _pages(text: str) -> Iterator[tuple[Span, str]]:
    """Check that pages count up by one; every section begins anew."""
    last = 0
    for found in _PAGE.finditer(text):
        page = int(found[1])
        if page not in (1, last + 1):
            before = f"page {last:02d}" if last else "no page"
            yield Span(*found.span(1)), f"page {page:02d} follows {before}"
        last = page


def _page_classes(text: str, filed: str) -> Iterator[tuple[Span, str]]:
    if filed not in _CLASSES:
        return
    for run in _AT_PAGE.finditer(text):
        for found in _CLASS_LINE.finditer(text, run.start(), run.end()):
            if found[1] != filed:
                message = f"the page is marked {found[1]}, the record is filed as {filed}"
                yield Span(*found.span(1)), message
