"""Repaired copies of files that hold records: only the changed lines differ, in the file's terms.

A repaired text is compared with the old one line by line, changed lines word by word; each change
becomes a splice of the bytes it came from, with the escapes that its container asks for. What was
spliced is read again: a record that would not read as it was repaired is copied as it is.
"""

from __future__ import annotations

import html
import io
import lzma
import re
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO, cast

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from cablegrammar import Span
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.archive.errors import DamagedError
from cablelint.archive.guard import guarded
from cablelint.archive.read.containers import is_folder, unsafe
from cablelint.archive.read.formats import reader
from cablelint.archive.read.frame import Frame, ReadOptions
from cablelint.archive.read.kinds import kind_of
from cablelint.archive.read.limits import SPOOL, Meter, buffered, seekable
from cablelint.archive.read.packed import unpacker
from cablelint.archive.read.sources import frames_of_stream
from cablelint.archive.read.tar_members import tar_entries
from cablelint.atomic_write import new_copy
from cablelint.record import Record

__all__ = ["Repair", "repaired_copy"]

#: Returns a record's repaired text, None when nothing is to be repaired.
Repair = Callable[[Record, str], str | None]

_WORDS = lazy_pattern(r"\w+|\W")
_TAG = re.compile(rb"<[^<>]*>")
_NO_ROOM = "the file's format cannot hold the new text"
_ABOUT = 5  # a sixth hint of an object says where its header and text are
_BOUNDS = lazy_pattern(r"\b(\d{1,20}):(\d{1,20})\b")


@dataclass(frozen=True, slots=True, order=True)
class Splice:
    """Bytes that take the place of others."""

    start: int
    end: int
    data: bytes


def repaired_copy(file: str, target: Path, repair: Repair, options: ReadOptions) -> dict[str, str]:
    """Write a copy of a file with its records repaired, equal to the file where nothing was.

    Returns the records that were to be repaired and could not be, and why. Large tables are copied
    as a stream. Raises OSError, and DamagedError for a container that cannot be written again: 7z,
    Parquet, zst, damaged ones and those that the limits refuse; no copy is left then.
    """
    made = _Copy(file, repair, options)
    with new_copy(target) as out:
        made.write(out)
    return made.left


class _Copy(Struct, frozen=True):
    """The copy of one file; ``left`` says why records could not be repaired."""

    file: str
    repair: Repair
    options: ReadOptions
    left: dict[str, str] = field(default_factory=dict[str, str])

    def write(self, out: BinaryIO) -> None:
        """Write the copy of a file of any kind."""
        with Path(self.file).open("rb") as stream, Path(self.file).open("rb") as source:
            head = stream.peek(512)[:512]
            match kind_of(self.file, head):
                case None if head.startswith(b"PAR1"):
                    raise DamagedError("copies of Parquet files cannot be written")
                case None:
                    self._spliced(self._found(stream, self.file), source, out)
                case "zip":
                    self._zip(source, out)
                case "tar" | "gz" | "bz2" | "xz" as kind:
                    self._tar(source, out, kind)
                case kind:
                    raise DamagedError(f"copies of {kind} containers cannot be written")

    def _spliced(self, splices: Iterable[Splice], source: BinaryIO, out: BinaryIO) -> None:
        """Copy a file or member with some changes, which come in order."""
        at = 0
        for splice in splices:
            _pass_on(source, out, splice.start - at)
            out.write(splice.data)
            source.seek(splice.end)
            at = splice.end
        shutil.copyfileobj(source, out, 1 << 20)

    def _found(self, stream: io.BufferedReader, path: str) -> Iterator[Splice]:
        """Yield what is to change in a file or member."""
        for frame in frames_of_stream(stream, path, self.options):
            if frame.problem is None:
                yield from self._splices(frame)

    def _splices(self, frame: Frame) -> list[Splice]:
        """Return what is to change in a record's bytes: nothing where it would not come out."""
        record = reader(frame.reader).record(frame)
        fixed = self.repair(record, self.file)
        if fixed is None or fixed == record.text:
            return []
        # To find what differs in a long text of few different lines takes more than linear time.
        splices = guarded(
            lambda: _made(record, fixed, frame), record.path, record.id, self.options.timeout
        )
        if isinstance(splices, list):
            return splices
        self.left[record.name] = str(splices.message) if splices else _NO_ROOM
        return []

    def _member(self, whole: BinaryIO, name: str, out: BinaryIO) -> None:
        """Copy a member, its records repaired; containers and what is not read stay as they are."""
        path = f"{self.file}/{name}"
        splices: list[Splice] = []
        if unsafe(name) is None and kind_of(path, whole.read(512)) is None:
            whole.seek(0)
            raw = cast("io.RawIOBase", whole)
            stream = cast("io.BufferedReader", io.BufferedReader(raw))
            splices += self._found(stream, path)
            stream.detach()  # else it would close the member
        whole.seek(0)
        self._spliced(splices, whole, out)

    def _zip(self, stream: BinaryIO, out: BinaryIO) -> None:
        meter = self._meter(stream)
        try:
            with zipfile.ZipFile(stream) as source, zipfile.ZipFile(out, "w") as target:
                for info in source.infolist():
                    if is_folder(info):
                        target.writestr(info, b"")
                        continue
                    meter.member()
                    one = Meter(meter.limits, info.compress_size)
                    with (
                        source.open(info) as opened,
                        seekable(buffered(opened, one, meter)) as whole,
                        target.open(copy(info), "w") as changed,
                    ):
                        self._member(whole, info.filename, cast("BinaryIO", changed))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error) as error:
            raise DamagedError(f"its copy cannot be written: {error}") from error

    def _tar(self, stream: BinaryIO, out: BinaryIO, kind: str) -> None:
        plain, meter = stream, Meter(self.options.limits)
        if kind != "tar":
            plain = buffered(unpacker(kind)(stream), self._meter(stream))
        try:
            with _target(out, kind) as target:
                for entry in tar_entries(plain, meter.take):
                    info = entry.info
                    if info is None or entry.data is None or entry.problem is not None:
                        raise DamagedError(f"its copy cannot be written: {entry.problem}")
                    if not info.isreg():
                        target.addfile(info)
                        continue
                    meter.member()
                    with (
                        seekable(buffered(entry.data, meter)) as whole,
                        tempfile.SpooledTemporaryFile(max_size=SPOOL) as changed,
                    ):
                        self._member(whole, info.name, cast("BinaryIO", changed))
                        info.size = changed.tell()
                        changed.seek(0)
                        target.addfile(info, cast("BinaryIO", changed))
        except (tarfile.TarError, EOFError, zlib.error, lzma.LZMAError) as error:
            raise DamagedError(f"its copy cannot be written: {error}") from error

    def _meter(self, stream: BinaryIO) -> Meter:
        """Return what counts all that a container unpacks to."""
        size = stream.seek(0, 2)
        stream.seek(0)
        return Meter(self.options.limits, size)


def _made(record: Record, fixed: str, frame: Frame) -> list[Splice] | None:
    """Return the splices that make the repaired text, None where the format cannot hold it."""
    if record.offsets is None:
        return None
    places = ((record.offsets.bytes_of(span), new) for span, new in _changes(record, fixed))
    splices = sorted(_splice(start, end, new, frame) for (start, end), new in places)
    return splices if _comes_out(frame, splices, fixed) else None


def _pass_on(source: BinaryIO, out: BinaryIO, count: int) -> None:
    while count > 0 and (portion := source.read(min(count, 1 << 20))):
        out.write(portion)
        count -= len(portion)


def _changes(record: Record, fixed: str) -> Iterator[tuple[Span, str]]:
    """Yield the places of the old text that change, and what takes their place."""
    lines = record.text.splitlines(keepends=True)
    for span, text in _differences(lines, fixed.splitlines(keepends=True)):
        words = _WORDS.findall(record.text[span.start : span.end])
        for inner, word in _differences(words, _WORDS.findall(text)):
            yield inner.shift(span.start), word


def _differences(old: list[str], new: list[str]) -> Iterator[tuple[Span, str]]:
    starts = list(accumulate(map(len, old), initial=0))
    for what, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if what != "equal":
            yield Span(starts[a], starts[b]), "".join(new[c:d])


def _splice(start: int, end: int, text: str, frame: Frame) -> Splice:
    """Return the change of some bytes; a page keeps the tags among them."""
    data = _written(text, frame)
    if frame.reader == "page":
        data += b"".join(_TAG.findall(frame.data[start - frame.offset : end - frame.offset]))
    return Splice(start, end, data)


def _comes_out(frame: Frame, splices: list[Splice], fixed: str) -> bool:
    """Tell whether the changed bytes read as the repaired text."""
    data, at = bytearray(), frame.offset
    for splice in splices:
        if splice.start < at:
            return False
        data += frame.data[at - frame.offset : splice.start - frame.offset] + splice.data
        at = splice.end
    data += frame.data[at - frame.offset :]
    hints = frame.hints
    if frame.reader == "table" or (frame.reader == "json-lines" and len(hints) > _ABOUT):
        bounds = _BOUNDS.sub(lambda found: _moved(found, frame, splices), hints[-1])
        hints = (*hints[:-1], bounds)
    changed = replace(frame, data=bytes(data), hints=hints)
    return reader(frame.reader).record(changed).text == fixed


def _moved(bounds: re.Match[str], frame: Frame, splices: list[Splice]) -> str:
    """Return the bounds of a field after the changes; what is put in at a bound is inside it."""
    start, end = int(bounds[1]) + frame.offset, int(bounds[2]) + frame.offset
    if any(splice.start < place < splice.end for splice in splices for place in (start, end)):
        return "0:0"  # two fields would become one
    grown = [(splice, len(splice.data) - splice.end + splice.start) for splice in splices]
    start += sum(more for one, more in grown if one.start < start)
    end += sum(more for one, more in grown if one.end <= end)
    return f"{start - frame.offset}:{end - frame.offset}"


def _written(text: str, frame: Frame) -> bytes:
    """Return text as its container writes it."""
    match frame.reader:
        case "table":
            mark = '\\"' if frame.hints[0] == "dump" else '""'
            text = text.replace('"', mark)
        case "page":
            text = html.escape(text, quote=False)
            if b"&#x000A;" in frame.data:
                text = text.replace("\n", "&#x000A;")
        case "json-lines":
            return msgspec.json.encode(text)[1:-1]
        case _:
            pass
    try:
        frame.data.decode("utf-8")
    except UnicodeDecodeError:
        return text.encode("cp1252", "xmlcharrefreplace")
    return text.encode("utf-8")


def _target(out: BinaryIO, kind: str) -> tarfile.TarFile:
    match kind:
        case "gz":
            return tarfile.open(fileobj=out, mode="w:gz")
        case "bz2":
            return tarfile.open(fileobj=out, mode="w:bz2")
        case "xz":
            return tarfile.open(fileobj=out, mode="w:xz")
        case _:
            return tarfile.open(fileobj=out, mode="w")
