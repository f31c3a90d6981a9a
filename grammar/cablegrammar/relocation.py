"""Moves the values of a cable from the telegram's own text to the whole text it was taken from."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace

from cablegrammar.build.heading import build_heading
from cablegrammar.build.page_lines import build_page_mark
from cablegrammar.build.transmission import build_transmission
from cablegrammar.element_names import terminals_with
from cablegrammar.model import Cable, PageMark, Paragraph, Token, Transmission
from cablegrammar.runtime.tree import Lexeme
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cablegrammar.excerpt import Excerpt
    from cablegrammar.wrappers import Page, Unwrapped

__all__ = ["rewrapped"]

_Value = TypeVar("_Value")
_Fields = TypeVar("_Fields", bound=Struct)


def rewrapped(cable: Cable, text: str, unwrapped: Unwrapped) -> Cable:
    """Return a cable of a telegram's own text as one of the whole text, with its wrappers.

    The tokens are cut where something was removed, and that is put between them. Spans cover
    what was removed inside them, save those of the pieces of a paragraph, which become more.
    A trace of copying from which something was removed is not part of the telegram.
    """
    excerpt = unwrapped.excerpt
    artefacts = tuple(
        artefact
        for artefact in cable.artefacts
        if not any(map(excerpt.is_torn, (artefact.span, *artefact.spans)))
    )
    moved = _moved_fields(replace(cable, tokens=(), artefacts=artefacts), excerpt)
    heads = [_section(blocks) for blocks in unwrapped.sections]
    marks = [*moved.page_marks, *map(_page_mark, unwrapped.pages)]
    marks += [head.page for head in heads if head is not None and head.page is not None]
    headings = [
        build_heading(block)[0]
        for blocks in unwrapped.sections
        for block in blocks
        if block.type == "HEADING"
    ]
    return replace(
        moved,
        text=text,
        span=Span(0, len(text)),
        wrappers=unwrapped.wrappers,
        tokens=_tokens(cable.tokens, excerpt, unwrapped.tokens),
        page_marks=tuple(sorted(marks, key=lambda mark: mark.span)),
        section_headings=tuple(
            sorted((*moved.section_headings, *headings), key=lambda heading: heading.span)
        ),
        section_transmissions=tuple(head for head in heads if head is not None),
    )


def _section(blocks: Sequence[Lexeme]) -> Transmission | None:
    """Build the header that a print repeats for a later section; its damage is not judged."""
    kinds = terminals_with("header") | {"PAGE_MARK"}
    return build_transmission([block for block in blocks if block.type in kinds])[0]


def _page_mark(page: Page) -> PageMark:
    """Build the page mark of a page line; the grammar of wrappers found no other."""
    lexeme = Lexeme("PAGE_MARK", page.words, page.span.start, page.span.end)
    return replace(build_page_mark(lexeme)[0], classes=page.classes)


def _tokens(tokens: Sequence[Token], excerpt: Excerpt, aside: Sequence[Token]) -> tuple[Token, ...]:
    own = [
        Token(token.kind, piece.start, piece.end)
        for token in tokens
        for piece in excerpt.pieces_of(token.span)
    ]
    return tuple(sorted((*own, *aside), key=lambda token: token.start))


def _moved(value: _Value, excerpt: Excerpt) -> _Value:
    """Return a value with all spans in it moved."""
    if isinstance(value, Span):
        return cast("_Value", excerpt.span_of(value))
    if isinstance(value, Token):
        span = excerpt.span_of(value.span)
        return cast("_Value", Token(value.kind, span.start, span.end))
    if isinstance(value, tuple):
        return cast("_Value", tuple(_moved(part, excerpt) for part in value))
    if isinstance(value, Paragraph):
        return cast("_Value", _moved_paragraph(value, excerpt))
    if not isinstance(value, Struct):
        return value
    return _moved_fields(value, excerpt)


def _moved_fields(value: _Fields, excerpt: Excerpt) -> _Fields:
    fields = {}
    for name in value.__struct_fields__:
        held = getattr(value, name)
        if isinstance(held, (tuple, Struct)):
            fields[name] = _moved(held, excerpt)
    return replace(value, **fields) if fields else value


def _moved_paragraph(paragraph: Paragraph, excerpt: Excerpt) -> Paragraph:
    """Return a paragraph with its pieces cut where something was removed inside them."""
    moved = _moved_fields(paragraph, excerpt)
    if not any(map(excerpt.is_torn, paragraph.pieces)):
        return moved
    parts = [part for piece in paragraph.pieces for part in excerpt.parts_of(piece)]
    kept = [part for part in parts if part.of(excerpt.text).strip()]
    trimmed = [_trimmed(part, excerpt.text) for part in kept] or [paragraph.pieces[0]]
    return replace(
        moved,
        text=" ".join(part.of(excerpt.text) for part in trimmed),
        pieces=tuple(map(excerpt.span_of, trimmed)),
    )


def _trimmed(span: Span, text: str) -> Span:
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()))
