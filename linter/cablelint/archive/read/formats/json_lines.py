"""JSON Lines: one object a line, the text under one of its keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec
from msgspec import Struct

from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.archive.read.fields import FieldText, decoded, joined, unescaped
from cablelint.archive.read.formats.shared import (
    NO_TEXT,
    choose_columns,
    metadata_of,
    record_of,
    written,
)
from cablelint.archive.read.frame import Frame, Reader, ReadOptions, digest
from cablelint.record import Record

__all__ = ["READER", "object_frame", "once_without_text", "string_frame"]

_ESCAPE = lazy_pattern(r"\\u[dD][89abAB]\w\w\\u\w{4}|\\u\w{4}|\\.")
_LINES = msgspec.json.Decoder(dict[str, msgspec.Raw])
# A string, of a key with the colon behind it; or what an inner value begins or ends with.
_TOKEN = re.compile(rb'("[^"\\]*+(?:\\.[^"\\]*+)*+")(\s*+:\s*+)?+|[][{}]', re.DOTALL)
_ABOUT = 5  # hints of a frame: what ``Columns.about`` names
_MOST_ESCAPES = 400_000
_MOST_COLONS = 400_000  # keys take memory
_BOM = b"\xef\xbb\xbf"


def _undo(found: re.Match[str]) -> str:
    plain: str = msgspec.json.decode(f'"{found[0]}"'.encode())
    return plain


class JsonLinesReader(Struct, frozen=True):
    """Reads JSON Lines as a stream, with the byte offset of each line."""

    name: str = "json-lines"

    def claims(self, path: str, head: bytes) -> bool:
        """Take ``.jsonl`` and ``.ndjson`` files."""
        return path.lower().endswith((".jsonl", ".ndjson"))

    def frames(self, stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Frame]:
        """Yield a frame for each line that is not empty."""
        yield from once_without_text(self._lines(stream, path, options), path)

    def _lines(self, stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Frame]:
        limit = options.limits.record_bytes
        offset = number = 0
        while line := stream.readline(limit + 1):
            number += 1
            if number == 1 and line.startswith(_BOM):
                line, offset = line[len(_BOM) :], len(_BOM)
            if len(line) > limit:
                problem = f"line {number} at byte {offset}: larger than the limit of {limit} bytes"
                yield Frame(path, b"", self.name, offset, f"line-{number}", problem=problem)
                while line and not line.endswith(b"\n"):
                    offset += len(line)
                    line = stream.readline(limit + 1)
            elif line.strip():
                if not line.endswith(b"\n"):
                    stream.read(1)  # raises where damage, not the end, cuts the line short
                where, key = f"line {number} at byte {offset}", f"line-{number}"
                yield object_frame(path, line, offset, where, key, options)
            offset += len(line)

    def record(self, frame: Frame) -> Record:
        """Undo the escapes of the JSON strings; the last of six hints is where they are."""
        *about, _ = frame.hints if len(frame.hints) > _ABOUT else (*frame.hints, "")
        if len(frame.hints) > _ABOUT:
            bounds = (part.split(":") for part in frame.hints[-1].split())
            header, text = (_string(frame, int(start), int(end)) for start, end in bounds)
            return record_of(frame, joined(header, text), metadata_of(about))
        text = _string(frame, 1, len(frame.data) - 1)
        return record_of(frame, text, metadata_of(about))


def _string(frame: Frame, start: int, end: int) -> FieldText:
    """Return the string whose inside is a range of the frame's data."""
    inside = decoded(frame.data[start:end], frame.offset + start, frame.encoding)
    return unescaped(inside, _ESCAPE, _undo)


def object_frame(
    path: str, data: bytes, offset: int, where: str, key: str, options: ReadOptions
) -> Frame:
    """Return the frame of an object whose members are columns; ``where`` begins a problem."""
    reader = "json-lines"
    if data.count(b":") > _MOST_COLONS:
        problem = f"{where}: more than {_MOST_COLONS:,} keys or colons"
        return Frame(path, b"", reader, offset, key, problem=problem)
    try:
        values = _LINES.decode(data)
        names, raw = tuple(values), list(values.values())
        columns = choose_columns(names, options)
        key = _said(raw, columns.id) or key
        about = tuple(_said(raw, column) for column in columns.about)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Frame(path, b"", reader, offset, key, problem=f"{where}: {error}")
    text = bytes(raw[columns.text]) if columns.text >= 0 else b""
    wrong = columns.wrong or (None if text.startswith(b'"') else NO_TEXT)
    if wrong is None and text.count(b"\\") > _MOST_ESCAPES:
        wrong = f"more than {_MOST_ESCAPES:,} escapes in the text"
    if wrong is not None:
        return Frame(path, b"", reader, offset, key, problem=f"{where}: {wrong}")
    start = _place(data, names[columns.text])
    header = bytes(raw[columns.header]) if columns.header >= 0 else b""
    if len(header) <= len(b'""') or not header.startswith(b'"'):
        return Frame(path, text, reader, offset + start, key, about, _mark(text))
    above = _place(data, names[columns.header])
    ranges = ((above, header), (start, text))
    bounds = " ".join(f"{at + 1}:{at + len(value) - 1}" for at, value in ranges)
    mark = digest(header, text)
    return Frame(path, data, reader, offset, key, (*about, bounds), mark)


def string_frame(path: str, data: bytes, offset: int, key: str) -> Frame:
    """Return the frame of a string that is a text."""
    return Frame(path, data, "json-lines", offset, key, ("",) * _ABOUT, _mark(data))


def once_without_text(frames: Iterator[Frame], path: str) -> Iterator[Frame]:
    """Yield frames; of many objects in a row without a text, the first one and their number."""
    more = 0
    before = False
    for frame in frames:
        without = frame.problem is not None and NO_TEXT in frame.problem
        if without and before:
            more += 1
            continue
        before = without
        yield frame
    if more:
        problem = f"{more} more objects: {NO_TEXT}"
        yield Frame(path, b"", "json-lines", id="others", problem=problem)


def _said(raw: list[msgspec.Raw], column: int) -> str:
    """Return what a column says; bytes that are not UTF-8 are replaced."""
    if column < 0:
        return ""
    return written(msgspec.json.decode(bytes(raw[column]).decode("utf-8", "replace")))


def _mark(text: bytes) -> bytes:
    """Return the digest of a JSON string: of the text, which may be escaped in many ways."""
    try:
        return digest(msgspec.json.decode(text, type=str).encode())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return digest(text)


def _place(line: bytes, name: str) -> int:
    """Return where the value of a key begins; of several, as for the decoder, the last counts."""
    depth = place = 0
    for token in _TOKEN.finditer(line):
        if token[2] is not None:
            if depth == 1 and msgspec.json.decode(token[1]) == name:
                place = token.end()
        elif token[1] is None:
            depth += 1 if token[0] in b"[{" else -1
    return place


READER: Reader = JsonLinesReader()
