"""JSON documents: an array of records, one object after another, or one object of records.

A document is read value by value as a stream, however large it is. These forms are read:
``[{...}, ...]``, ``{...} {...}``, ``{"text": ...}``, ``{"records": [{...}, ...]}``,
``{"05PARIS1823": {...}, ...}`` and ``{"05PARIS1823": "text", ...}``.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

import msgspec
from msgspec import Struct

from cablelint.archive.errors import DamagedError
from cablelint.archive.read.formats.json_lines import object_frame, once_without_text, string_frame
from cablelint.archive.read.formats.rows import CHUNK, Window
from cablelint.archive.read.formats.shared import choose_columns
from cablelint.archive.read.frame import Frame, Reader, ReadOptions
from cablelint.record import Record

__all__ = ["READER"]

_BOM = b"\xef\xbb\xbf"
_BLANKS = re.compile(rb"[ \t\r\n]*+")
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_MARK = re.compile(rb'["\[\]{}]')
_SCALAR = re.compile(rb"[^\s,\]}\[{\":]++")
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_DEEPEST = 500
_OTHER = "JSON of this form is not read; expected an array of objects, or an object of records"


class _TooLargeError(DamagedError):
    """A value that is larger than a record may be."""


class _Scanner:
    """Takes one JSON value after another from a window; raises DamagedError."""

    def __init__(self, window: Window, limit: int) -> None:
        self._window = window
        self._limit = limit
        self._at = 0

    @property
    def place(self) -> int:
        """The byte offset of what comes next."""
        return self._window.offset + self._at

    def peek(self) -> bytes:
        """Return the next byte that is not blank; empty at the end."""
        while True:
            blanks = _BLANKS.match(self._window.buffer, self._at)
            self._at = blanks.end() if blanks else self._at
            if self._at < len(self._window.buffer) or self._window.ended:
                return self._window.buffer[self._at : self._at + 1]
            self._window.drop(self._at)
            self._at = 0
            self._more()

    def take(self, mark: bytes) -> bool:
        """Pass over a mark if it comes next."""
        found = self.peek() == mark
        self._at += found
        return found

    def expect(self, mark: bytes) -> None:
        """Pass over a mark that must come next."""
        if not self.take(mark):
            raise DamagedError(f"expected '{mark.decode()}' at byte {self.place}")

    def value(self) -> tuple[int, bytes]:
        """Return the offset and the bytes of the next value."""
        first = self.peek()
        self._window.drop(self._at)
        self._at = 0
        start = self._window.offset
        end = self._nested_end() if first in (b"{", b"[") else self._simple_end(first)
        self._at = end
        return start, self._window.buffer[:end]

    def whole_value(self) -> tuple[int, bytes] | None:
        """Return the next value if it is not too large; nothing is taken then."""
        try:
            return self.value()
        except _TooLargeError:
            return None

    def _nested_end(self) -> int:
        """Return where an array or object ends that begins the window."""
        at = depth = 0
        while True:
            found = _MARK.search(self._window.buffer, at)
            if found is None:
                at = len(self._window.buffer)
                self._more()
                continue
            if found[0] == b'"':
                string = _STRING.match(self._window.buffer, found.start())
                if string is None:
                    at = found.start()
                    self._more()
                else:
                    at = string.end()
                continue
            at = found.end()
            depth += 1 if found[0] in (b"{", b"[") else -1
            if depth > _DEEPEST:
                place = self._window.offset + at
                raise DamagedError(f"nested deeper than {_DEEPEST} levels at byte {place}")
            if depth == 0:
                return at

    def _simple_end(self, first: bytes) -> int:
        """Return where a string, number or word ends that begins the window."""
        pattern = _STRING if first == b'"' else _SCALAR
        while True:
            found = pattern.match(self._window.buffer)
            whole = found is not None and (
                first == b'"' or found.end() < len(self._window.buffer) or self._window.ended
            )
            if found is not None and whole:
                return found.end()
            if found is None and first != b'"':
                raise DamagedError(f"expected a value at byte {self.place}")
            self._more()

    def _more(self) -> None:
        if len(self._window.buffer) > self._limit:
            raise _TooLargeError(
                f"the value at byte {self._window.offset} is larger than the limit of"
                f" {self._limit} bytes; the rest of the file is not read"
            )
        if self._window.ended:
            end = self._window.offset + len(self._window.buffer)
            raise DamagedError(f"the file ends inside a value at byte {end}")
        self._window.more()


class JsonReader(Struct, frozen=True):
    """Reads a JSON document; its frames are those of JSON Lines."""

    name: str = "json"

    def claims(self, path: str, head: bytes) -> bool:
        """Take ``.json`` files."""
        return path.lower().endswith(".json")

    def frames(self, stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Frame]:
        """Yield a frame for each record; raises DamagedError where the JSON ends to be JSON."""
        window = Window(stream, stream.read(CHUNK))
        if window.buffer.startswith((b"\xff\xfe", b"\xfe\xff")):
            yield Frame(path, b"", self.name, problem="the file is UTF-16; JSON is read as UTF-8")
            return
        if window.buffer.startswith(_BOM):
            window.drop(len(_BOM))
        scanner = _Scanner(window, options.limits.record_bytes)
        yield from once_without_text(_document(scanner, path, options), path)

    def record(self, frame: Frame) -> Record:
        """Return an empty record: frames that can be read are those of JSON Lines."""
        raise LookupError(frame.reader)


def _document(scanner: _Scanner, path: str, options: ReadOptions) -> Iterator[Frame]:
    """Yield the records of a document: of each of its values, one after the other."""
    number = 0
    while (first := scanner.peek()) != b"":
        if first == b"[":
            for frame in _array(scanner, path, options, number):
                number += 1
                yield frame
        elif first == b"{":
            for frame in _object(scanner, path, options, number):
                number += 1
                yield frame
        else:
            place = scanner.place
            scanner.value()
            yield Frame(path, b"", "json", place, problem=f"{_OTHER} (byte {place})")
            return
    if not number:
        yield Frame(path, b"", "json", problem="the document holds no records")


def _array(scanner: _Scanner, path: str, options: ReadOptions, number: int) -> Iterator[Frame]:
    """Yield the records of an array; what is not an object is reported."""
    scanner.expect(b"[")
    while not scanner.take(b"]"):
        number += 1
        place, data = scanner.value()
        yield _element(path, data, place, number, options)
        if not scanner.take(b","):
            scanner.expect(b"]")
            return


def _element(path: str, data: bytes, place: int, number: int, options: ReadOptions) -> Frame:
    where, key = f"record {number} at byte {place}", f"record-{number}"
    if data.startswith(b"{"):
        return object_frame(path, data, place, where, key, options)
    return Frame(path, b"", "json", place, key, problem=f"{where}: not an object, so not a record")


def _object(scanner: _Scanner, path: str, options: ReadOptions, number: int) -> Iterator[Frame]:
    """Yield the one record that an object is, or the records that it holds."""
    found = scanner.whole_value()
    if found is None:  # too large to be one record
        yield from _members(scanner, path, options, number)
        return
    place, data = found
    if _is_record(data, options):
        yield _element(path, data, place, number + 1, options)
    else:
        inner = _Scanner(Window(io.BytesIO(), data, place, ended=True), len(data))
        yield from _members(inner, path, options, number)


def _is_record(data: bytes, options: ReadOptions) -> bool:
    """Tell whether an object has a text, or cannot be read at all, which is then reported."""
    try:
        values = _OBJECT.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return True
    column = choose_columns(tuple(values), options).text
    return column >= 0 and bytes(list(values.values())[column]).startswith(b'"')


def _members(scanner: _Scanner, path: str, options: ReadOptions, number: int) -> Iterator[Frame]:
    """Yield the records that an object holds: in an array, as objects, or as texts."""
    begin = scanner.place
    records = 0
    scanner.expect(b"{")
    while not scanner.take(b"}"):
        key = _key(scanner)
        first = scanner.peek()
        if first == b"[":
            for frame in _array(scanner, path, options, number):
                records += 1
                yield frame
        else:
            place, data = scanner.value()
            if first == b"{":
                records += 1
                yield object_frame(path, data, place, f"record at byte {place}", key, options)
            elif first == b'"' and b"\\n" in data:
                records += 1
                yield string_frame(path, data, place, key)
        if not scanner.take(b","):
            scanner.expect(b"}")
            break
    if not records:
        yield Frame(path, b"", "json", begin, problem=f"{_OTHER} (byte {begin})")


def _key(scanner: _Scanner) -> str:
    if scanner.peek() != b'"':
        raise DamagedError(f"expected a name in quotation marks at byte {scanner.place}")
    place, data = scanner.value()
    try:
        key = _decoded(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DamagedError(f"a name that cannot be read at byte {place}") from error
    scanner.expect(b":")
    return key


def _decoded(data: bytes) -> str:
    key: str = msgspec.json.decode(data, type=str)
    return key


READER: Reader = JsonReader()
