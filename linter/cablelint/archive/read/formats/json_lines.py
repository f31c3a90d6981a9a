"""JSON Lines: one object a line, the text under one of its keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec
from msgspec import Struct

from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.archive.read.fields import decoded, unescaped
from cablelint.archive.read.formats.shared import (
    NO_TEXT,
    choose_columns,
    metadata_of,
    record_of,
    written,
)
from cablelint.archive.read.frame import Frame, Reader, ReadOptions, digest
from cablelint.record import Record

__all__ = ["READER"]

_ESCAPE = lazy_pattern(r"\\u[dD][89abAB]\w\w\\u\w{4}|\\u\w{4}|\\.")
_LINES = msgspec.json.Decoder(dict[str, msgspec.Raw])
# A string, of a key with the colon behind it; or what an inner value begins or ends with.
_TOKEN = re.compile(rb'("[^"\\]*+(?:\\.[^"\\]*+)*+")(\s*+:\s*+)?+|[][{}]', re.DOTALL)
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
                    stream.read(1)  # raises where damage, not the end, cuts the line
                yield self._frame(path, line, offset, number, options)
            offset += len(line)

    def _frame(
        self, path: str, line: bytes, offset: int, number: int, options: ReadOptions
    ) -> Frame:
        where, key = f"line {number} at byte {offset}", f"line-{number}"
        try:
            values = _LINES.decode(line)
            names, raw = tuple(values), list(values.values())
            columns = choose_columns(names, options)
            key = _said(raw, columns.id) or key
            about = tuple(_said(raw, column) for column in columns.about)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            return Frame(path, b"", self.name, offset, key, problem=f"{where}: {error}")
        text = bytes(raw[columns.text])
        wrong = columns.wrong or (None if text.startswith(b'"') else NO_TEXT)
        if wrong is not None:
            return Frame(path, b"", self.name, offset, key, problem=f"{where}: {wrong}")
        at = offset + _place(line, names[columns.text])
        return Frame(path, text, self.name, at, key, about, _mark(text))

    def record(self, frame: Frame) -> Record:
        """Undo the escapes of the JSON string."""
        source = decoded(frame.data[1:-1], frame.offset + 1)
        text = unescaped(source, _ESCAPE, _undo)
        return record_of(frame, text, metadata_of(frame.hints))


def _said(raw: list[msgspec.Raw], column: int) -> str:
    """Return what a column says; bytes that are no UTF-8 are replaced."""
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
