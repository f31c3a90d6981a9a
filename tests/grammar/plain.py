"""The values of a cable in the plain form of ``fixtures/grammar``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import IntEnum
from typing import TypeAlias

from cablegrammar import (
    Address,
    Artefact,
    Caption,
    PageMark,
    Paragraph,
    Passage,
    PassingLine,
    PortionMark,
    Problem,
    Reference,
    Signature,
    Span,
    Tag,
    Text,
    Title,
    Token,
    TrailerItem,
)

__all__ = ["Plain", "in_words"]

Plain: TypeAlias = "str | int | date | list[Plain]"


def in_words(value: object, text: str) -> Plain:
    """Return a value of the model in terms of TOML: word, number, date, list; None is "none"."""
    match value:
        case None:
            return "none"
        case Token(kind) | Artefact(kind):
            return kind
        case tuple():
            return [in_words(one, text) for one in value]
        case IntEnum():
            return value.name.replace("_", " ")
        case Span():
            return value.of(text)
        case str() | int() | date():
            return value
        case _:
            return _PHRASES[type(value)](value)


def _tag(tag: Tag) -> str:
    return tag.code if tag.name is None else f"{tag.code} ({tag.name})"


def _address(one: Address) -> str:
    route = f"{one.route}/" if one.route else ""
    return " ".join(filter(None, (route, one.name, one.precedence, one.serial)))


def _paragraph(one: Paragraph) -> str:
    label = "unnumbered" if one.number is None else str(one.number)
    mark = one.mark.text if one.mark else None
    return " ".join(filter(None, (label, mark, one.text)))


def _passage(one: Passage) -> str:
    if one.opening is None:
        return f"{one.kind} only closed"
    return f"{one.kind} {one.form} {'closed' if one.closing else 'open'}"


def _reference(one: Reference) -> str:
    letter = f"{one.letter}. " if one.letter else ""
    if one.kind == "cable":
        year = "" if one.year is None else f"{one.year:02d} "
        named = f"{year}{one.station} {one.serial}"
    else:
        named = f"{one.kind}: {one.text}"
    return f"{letter}{named}{' NOTAL' if one.notal else ''}"


def _page_mark(mark: PageMark) -> str:
    known = f"{mark.station} {mark.serial}" if mark.station else "unnamed"
    page = f" page {mark.page}" if mark.page is not None else ""
    section = f" section {mark.section} of {mark.sections}" if mark.section is not None else ""
    return f"{known}{page}{section}"


def _problem(problem: Problem) -> str:
    return f"{problem.kind} {problem.element}"


def _signature(signature: Signature) -> str:
    return " and ".join(signature.names)


def _caption(caption: Caption) -> str:
    return caption.name


def _as_written(value: PassingLine | PortionMark | Text | Title | TrailerItem) -> str:
    return value.text


_PHRASES: dict[type, Callable[..., str]] = {
    Address: _address,
    Caption: _caption,
    PageMark: _page_mark,
    Paragraph: _paragraph,
    Passage: _passage,
    PassingLine: _as_written,
    PortionMark: _as_written,
    Problem: _problem,
    Reference: _reference,
    Signature: _signature,
    Tag: _tag,
    Text: _as_written,
    Title: _as_written,
    TrailerItem: _as_written,
}
