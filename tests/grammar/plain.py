"""A cable in plain words, as ``fixtures/grammar`` writes what it expects."""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from typing import Any

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
)

__all__ = ["in_words"]


def in_words(value: object, text: str) -> Any:
    """Say a value of the model as TOML can: a word, a number, a date, a list; None is "none"."""
    if value is None:
        return "none"
    if isinstance(value, tuple) and not isinstance(value, Token):
        return [in_words(one, text) for one in value]
    if isinstance(value, IntEnum):
        return value.name.replace("_", " ")
    if isinstance(value, Span):
        return value.of(text)
    if isinstance(value, str | int | bool | date):
        return value
    return _phrase(value, text)


def _phrase(value: object, text: str) -> str:
    match value:
        case Tag(code, None):
            return code
        case Tag(code, name):
            return f"{code} ({name})"
        case Caption(name=words) | PassingLine(text=words) | Text(text=words):
            return words
        case PortionMark(text=words) | Title(text=words):
            return words
        case Token(kind=words) | Artefact(kind=words):
            return words
        case Problem(kind, element):
            return f"{kind} {element}"
        case Signature(names):
            return " and ".join(names)
        case Paragraph(number, mark):
            label = "unnumbered" if number is None else str(number)
            return " ".join(filter(None, (label, mark and mark.text, value.text)))
        case Address(route, name, precedence, serial):
            return " ".join(filter(None, (f"{route}/" if route else "", name, precedence, serial)))
        case Reference():
            return _reference(value)
        case PageMark():
            return _page_mark(value)
        case Passage(kind, opening, closing, form):
            ends = "closed" if closing else "open"
            return f"{kind} {form} {ends}" if opening else f"{kind} only closed"
        case _:
            raise TypeError(type(value), text)


def _reference(one: Reference) -> str:
    letter = f"{one.letter}. " if one.letter else ""
    if one.kind == "cable":
        year = "" if one.year is None else f"{one.year:02d} "
        named = f"{year}{one.station} {one.serial}"
    else:
        named = f"{one.kind}: {one.text}"
    return f"{letter}{named}{' NOTAL' if one.notal else ''}"


def _page_mark(mark: PageMark) -> str:
    page = f" page {mark.page}" if mark.page is not None else ""
    section = f" section {mark.section} of {mark.sections}" if mark.section is not None else ""
    known = f"{mark.station} {mark.serial}" if mark.station else "unnamed"
    return f"{known}{page}{section}"
