"""JSON Lines: one object a line, the text under one of its keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from cablegrammar.patterns import lazy_pattern
from cablegrammar.value import value
from cablelint.archive.decoding import decoded, unescaped
from cablelint.archive.frame import Frame, Reader, ReadOptions, digest
from cablelint.archive.metadata import metadata
from cablelint.archive.readers.shared import NO_TEXT, choose_columns, record_of
from cablelint.record import Record

__all__ = ["READER"]

_ESCAPE = lazy_pattern(r"\\u[dD][89abAB]\w\w\\u\w{4}|\\u\w{4}|\\.")
_LINES = msgspec.json.Decoder(dict[str, msgspec.Raw])


def _undo(found: re.Match[str]) -> str:
    plain: str = msgspec.json.decode(f'"{found[0]}"'.encode())
    return plain


@value
class JsonLinesReader:
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
            if len(line) > limit:
                problem = f"line {number} at byte {offset}: larger than the limit of {limit} bytes"
                yield Frame(path, b"", self.name, offset, f"line-{number}", problem=problem)
                while line and not line.endswith(b"\n"):
                    offset += len(line)
                    line = stream.readline(limit + 1)
            elif line.strip():
                yield self._frame(path, line, offset, number, options)
            offset += len(line)

    def _frame(
        self, path: str, line: bytes, offset: int, number: int, options: ReadOptions
    ) -> Frame:
        where = f"line {number} at byte {offset}"
        try:
            values = _LINES.decode(line)
        except msgspec.DecodeError as error:
            problem = f"{where}: {error}"
            return Frame(path, b"", self.name, offset, f"line-{number}", problem=problem)
        names = tuple(values)
        raw = [bytes(value) for value in values.values()]
        columns = choose_columns(names, options)
        key, day, wrong = columns.id, columns.date, columns.wrong
        if wrong is None and not raw[columns.text].startswith(b'"'):
            wrong = NO_TEXT
        written = str(msgspec.json.decode(raw[key])) if key >= 0 else f"line-{number}"
        if wrong is not None:
            return Frame(path, b"", self.name, offset, written, problem=f"{where}: {wrong}")
        date = str(msgspec.json.decode(raw[day])) if day >= 0 else ""
        text = raw[columns.text]
        at = _place(line, msgspec.json.encode(names[columns.text]), text)
        return Frame(path, text, self.name, offset + at, written, (date,), digest(text))

    def record(self, frame: Frame) -> Record:
        """Undo the escapes of the JSON string."""
        source = decoded(frame.data[1:-1], frame.offset + 1)
        text = unescaped(source, _ESCAPE, _undo)
        return record_of(frame, text, metadata(day=frame.hints[0]))


def _place(line: bytes, name: bytes, value: bytes) -> int:
    """Return where a key's value stands in its line: after the key when that can be seen."""
    found = re.search(re.escape(name) + rb"\s*:\s*(?=" + re.escape(value[:200]) + rb")", line)
    return found.end() if found else line.find(value)


READER: Reader = JsonLinesReader()
