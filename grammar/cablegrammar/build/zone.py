"""Between heading and fields: captions, and lines that pass the telegram on (CF 3, LE 1.13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cablegrammar.element_names import terminals_with
from cablegrammar.lexicon import captions
from cablegrammar.model import Caption, Heading, PassingLine
from cablegrammar.runtime.search import terminal
from cablegrammar.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cablegrammar.runtime.tree import Lexeme

__all__ = ["captions_in", "captions_of_line", "is_passing_line", "passing_lines"]

_CAPTION_WORDS = terminal("CAPTION_WORDS")
_PASSING_WORDS = terminal("PASSING_WORDS")


def captions_in(zone: Iterable[Lexeme], heading: Heading | None, text: str) -> Iterator[Caption]:
    """Yield the captions of the zone; some may be on the classification line behind the serial."""
    if heading is not None:
        yield from _captions_behind(text, heading.serial_span.end, heading.span.end)
    for token in zone:
        if token.type == "CAPTION":
            yield from captions_of_line(token)


def captions_of_line(token: Lexeme) -> list[Caption]:
    """Return the captions of a caption line, which may hold more than one."""
    base = token.start
    found: list[Caption] = []
    for match in _CAPTION_WORDS.finditer(token.rstrip()):
        words = match[0]
        parts = [words] if len(words.split()) == 1 else _known_captions(words)
        at = match.start()
        for part in parts:
            offset = words.index(part, at - match.start())
            start = base + match.start() + offset
            name = " ".join(part.upper().replace("-", " ").split())
            found.append(Caption(name, Span(start, start + len(part))))
            at = match.start() + offset + len(part)
    return found


def _captions_behind(text: str, start: int, end: int) -> Iterator[Caption]:
    """Yield the captions right behind a serial, each a word of its own: SIPDIS NOFORN."""
    at = start
    for word in text[start:end].replace(",", " ").replace("/", " ").split():
        if word.upper() not in captions():
            return
        at = text.index(word, at, end)
        yield Caption(word.upper(), Span(at, at + len(word)))
        at += len(word)


def _known_captions(words: str) -> list[str]:
    known = captions()
    if words.upper().replace("-", " ") in known:
        return [words]
    singles = words.split(" ")
    return singles if all(word.upper() in known for word in singles) else [words]


def is_passing_line(token: Lexeme) -> bool:
    """Tell whether a block behind the subject is a line that passes the telegram on."""
    words = token.strip()
    return "\n" not in words and words.isupper() and _PASSING_WORDS.match(words) is not None


def passing_lines(zone: Iterable[Lexeme]) -> Iterator[PassingLine]:
    """Yield the passing lines of the zone; one that runs on over lines is one."""
    kinds = terminals_with("passing") | {"NAME"}
    for token in zone:
        if token.type in kinds:
            yield from _passing_lines(token)


def _passing_lines(token: Lexeme) -> Iterator[PassingLine]:
    base = token.start
    start = end = None
    at = 0
    for line in token.split("\n"):
        words = line.strip()
        if words:
            begin = base + at + line.index(words)
            if start is not None and end is not None and _PASSING_WORDS.match(words):
                yield _passing_line(token, base, start, end)
                start = None
            start = begin if start is None else start
            end = begin + len(words)
        at += len(line) + 1
    if start is not None and end is not None:
        yield _passing_line(token, base, start, end)


def _passing_line(token: Lexeme, base: int, start: int, end: int) -> PassingLine:
    return PassingLine(" ".join(token[start - base : end - base].split()), Span(start, end))
