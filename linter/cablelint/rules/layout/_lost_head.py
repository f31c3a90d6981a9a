"""A telegram whose head is lost."""

from __future__ import annotations

from collections.abc import Sequence

from cablegrammar import Cable, Paragraph

__all__ = ["has_no_head"]

_FEW = 3  # paragraphs that number on


def has_no_head(cable: Cable) -> bool:
    """Return whether a text begins with its first paragraph, with nothing of a head above it."""
    head = (cable.heading, cable.executive_order, cable.tags_line, cable.subject, cable.banner)
    if any(part is not None for part in head) or not cable.paragraphs or cable.wrappers:
        return False
    first = cable.paragraphs[0]
    if cable.text[: first.span.start].strip("\ufeff \r\n\t\xb6"):
        return False
    return first.number == 1 or _is_a_run(cable.paragraphs)


def _is_a_run(paragraphs: Sequence[Paragraph]) -> bool:
    """Return whether the first paragraphs have marks and number on from each other."""
    first = paragraphs[:_FEW]
    numbers = [paragraph.number for paragraph in first if paragraph.mark is not None]
    start = numbers[0] if numbers else None
    return start is not None and numbers == list(range(start, start + _FEW))
