"""Completions at the cursor: TAGS of the telegram's era, captions below the heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lsprotocol import types

from cablegrammar import Cable, Span, lexicon
from cablegrammar.lexicon import Era, TagEntry
from cablelint.lsp.documents import Analysis
from cablelint.lsp.eras import era_of

__all__ = ["completions"]

_CODE: Final = re.compile(r"[A-Za-z0-9]{0,40}\Z")
_CAPTION: Final = re.compile(r"[A-Za-z][A-Za-z ]{0,60}\Z|\Z")


def completions(analysis: Analysis, position: types.Position) -> types.CompletionList:
    """Return the completions at a position, possibly none."""
    offset = analysis.positions.offset(position)
    line = analysis.checked.source.position(offset)[0]
    typed = Span(analysis.checked.source.line_span(line).start, offset).of(analysis.text)
    items: list[types.CompletionItem] = []
    if _in_tags(analysis.cable, offset):
        word = _word(_CODE, typed, offset)
        items = [_tag(analysis, entry, word) for entry in _entries(era_of(analysis))]
    elif _in_captions(analysis.cable, offset) and _CAPTION.match(typed.lstrip()):
        word = Span(offset - len(typed.lstrip()), offset)
        items = list(_captions(analysis, word))
    return types.CompletionList(is_incomplete=False, items=items)


def _word(pattern: re.Pattern[str], typed: str, offset: int) -> Span:
    """Return the span of the word typed so far."""
    match = pattern.search(typed)
    return Span(offset - (len(match[0]) if match else 0), offset)


def _in_tags(cable: Cable, offset: int) -> bool:
    """Tell whether an offset is in the value of the TAGS line or in the blanks after it."""
    line = cable.tags_line
    if line is None or offset < line.label.end:
        return False
    return offset <= line.value.end or not cable.text[line.value.end : offset].strip(" \t")


def _in_captions(cable: Cable, offset: int) -> bool:
    """Tell whether an offset is between the heading and the fields of the header."""
    if cable.heading is None or offset <= cable.heading.span.end:
        return False
    fields = (cable.executive_order, cable.tags_line, cable.subject, cable.authority)
    elements = (*fields, *cable.paragraphs)
    below = [element.span.start for element in elements if element is not None]
    return offset < min(below, default=len(cable.text) + 1)


def _entries(era: Era | None) -> Iterator[TagEntry]:
    """Yield the TAGS of an era with a complete list, otherwise those of all, each code once."""
    if era is not None and era.complete:
        yield from lexicon.tags_of(era)
        return
    seen: set[str] = set()
    eras = (era, *reversed(Era)) if era is not None else tuple(reversed(Era))
    for candidate in eras:
        for entry in lexicon.tags_of(candidate):
            if entry.code not in seen:
                seen.add(entry.code)
                yield entry


def _tag(analysis: Analysis, entry: TagEntry, word: Span) -> types.CompletionItem:
    return types.CompletionItem(
        label=entry.code,
        kind=types.CompletionItemKind.EnumMember,
        detail=entry.title,
        documentation=f"{entry.kind}, {', '.join(sorted(entry.eras))}",
        filter_text=f"{entry.code} {entry.title}",
        text_edit=types.TextEdit(analysis.positions.range(word), entry.code),
    )


def _captions(analysis: Analysis, word: Span) -> Iterator[types.CompletionItem]:
    for entry in lexicon.captions().values():
        yield types.CompletionItem(
            label=entry.name,
            kind=types.CompletionItemKind.Keyword,
            detail=entry.kind,
            documentation=entry.meaning,
            text_edit=types.TextEdit(analysis.positions.range(word), entry.name),
        )
