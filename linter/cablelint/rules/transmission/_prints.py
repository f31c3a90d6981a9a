"""What several rules ask of the heads and pages of a State print."""

from __future__ import annotations

from collections.abc import Iterator

from cablegrammar import Cable, PageMark, Transmission

__all__ = ["is_print", "pages_of", "print_heads"]


def print_heads(cable: Cable) -> Iterator[Transmission]:
    """Yield the head of a print, then those it repeats for later sections."""
    if cable.transmission is not None:
        yield cable.transmission
    yield from cable.section_transmissions


def is_print(cable: Cable) -> bool:
    """Return whether a telegram has the head of a State print, so that page lines belong to it."""
    head = cable.transmission
    return head is not None and (head.page is not None or head.distribution is not None)


def pages_of(cable: Cable) -> list[PageMark]:
    """Return the numbered page lines of a print in the order of the text, the first page's too."""
    first = cable.transmission.page if cable.transmission is not None else None
    marks = [*([first] if first is not None else []), *cable.page_marks]
    return sorted((mark for mark in marks if mark.page is not None), key=lambda mark: mark.span)
