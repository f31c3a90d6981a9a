"""Bytes of a field to text, with the map back."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from cablegrammar import Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.archive.read.offsets import ByteMap, Escape, EscapeMap, JoinedMap
from cablelint.decode import decode
from cablelint.record import OffsetMap, UndecodableBytes

__all__ = ["FieldText", "decoded", "joined", "unescaped"]

_LINE_END = lazy_pattern(r"\r\n?|\n")


class FieldText(Struct, frozen=True):
    """The text of a field, its map, and what decoding found."""

    text: str
    offsets: OffsetMap
    undecodable: UndecodableBytes | None = None
    binary: bool = False


def decoded(data: bytes, base: int, encoding: str | None = None) -> FieldText:
    """Decode bytes that start at byte ``base`` of their file; ``encoding`` is the declared one."""
    read = decode(data, declared=encoding)
    # An empty text of binary data maps nothing; Latin-1 keeps the map total.
    codec = "latin-1" if read.binary else read.encoding
    offsets = ByteMap(read.text, data, base, codec, len(read.bom))
    bad = read.undecodable
    if bad is not None and base:
        bad = replace(bad, offset=bad.offset + base)
    return FieldText(read.text, offsets, bad, read.binary)


def unescaped(
    field: FieldText, pattern: re.Pattern[str], undo: Callable[[re.Match[str]], str]
) -> FieldText:
    """Undo the escapes that the pattern finds in a field."""
    source = field.text
    escapes: list[Escape] = []
    pieces: list[str] = []
    last = shift = 0
    for found in pattern.finditer(source):
        plain = undo(found)
        pieces += source[last : found.start()], plain
        taken = found.end() - found.start()
        escapes.append(Escape(found.start() - shift, taken, len(plain)))
        shift += taken - len(plain)
        last = found.end()
    if not escapes:
        return field
    pieces.append(source[last:])
    bad = field.undecodable
    if bad is not None:
        bad = replace(bad, span=_undone(bad.span, escapes))
    return FieldText("".join(pieces), EscapeMap(field.offsets, escapes), bad, field.binary)


def _undone(span: Span, escapes: list[Escape]) -> Span:
    """Return a span of the source as a span of the undone text."""
    shift = 0
    for escape in escapes:
        if escape.at + shift >= span.start:
            break
        shift += escape.taken - escape.given
    return span.shift(-shift)


def joined(first: FieldText, second: FieldText) -> FieldText:
    """Join a transmission header and a text by a line end that they use, as they were sent."""
    if not first.text:
        return second
    separator = "" if first.text.endswith(("\n", "\r")) else _line_end(first.text, second.text)
    boundary = len(first.text)
    resume = boundary + len(separator)
    bad = first.undecodable
    if bad is None and second.undecodable is not None:
        bad = replace(second.undecodable, span=second.undecodable.span.shift(resume))
    offsets = JoinedMap(first.offsets, second.offsets, boundary, resume)
    text = first.text + separator + second.text
    return FieldText(text, offsets, bad, first.binary or second.binary)


def _line_end(*texts: str) -> str:
    """Return the first line end of the texts, LF when they have none."""
    found = next((found for text in texts if (found := _LINE_END.search(text))), None)
    return found[0] if found else "\n"
