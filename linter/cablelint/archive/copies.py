"""Repaired copies of files that hold records: only the changed lines differ, in the file's terms.

A repaired text is compared with the old one line by line; each changed run of lines becomes a
splice of the bytes it came from, with the escapes that its container asks for.
"""

from __future__ import annotations

import html
import io
import lzma
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from cablegrammar import Span
from cablelint.archive.errors import DamagedError
from cablelint.archive.frame import Frame, ReadOptions
from cablelint.archive.kinds import kind_of
from cablelint.archive.readers import reader
from cablelint.archive.sources import frames_of_stream
from cablelint.record import Record

__all__ = ["Repair", "repaired_copy"]

#: Returns a record's repaired text, None when nothing is to be repaired.
Repair = Callable[[Record, str], str | None]


@dataclass(frozen=True, slots=True)
class Splice:
    """Bytes that take the place of others."""

    start: int
    end: int
    data: bytes


def repaired_copy(file: str, target: Path, repair: Repair, options: ReadOptions) -> None:
    """Write a copy of a file with its records repaired, equal to the file where nothing was.

    Large tables are copied as a stream. Raises OSError, and DamagedError for a container that can't
    be written again: 7z, Parquet, zst, and damaged ones; no copy is left then.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.part")
    try:
        with beside.open("wb") as out:
            _copy(file, out, repair, options)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _copy(file: str, out: BinaryIO, repair: Repair, options: ReadOptions) -> None:
    with Path(file).open("rb") as stream, Path(file).open("rb") as source:
        head = stream.peek(512)[:512]
        kind = kind_of(file, head)
        match kind:
            case None if head.startswith(b"PAR1"):
                raise DamagedError("copies of Parquet files can't be written")
            case None:
                frames = frames_of_stream(stream, file, None, options)
                _spliced(frames, source, out, repair, file)
            case "zip":
                _zip(source, out, file, repair, options)
            case "tar" | "gz" | "bz2" | "xz":
                _tar(source, out, file, kind, repair, options)
            case _:
                raise DamagedError(f"copies of {kind} containers can't be written")


def _spliced(
    frames: Iterable[Frame], source: BinaryIO, out: BinaryIO, repair: Repair, file: str
) -> None:
    """Copy a file or member, its records repaired on the way."""
    at = 0
    for frame in frames:
        if frame.problem is not None:
            continue
        for splice in sorted(_splices(frame, repair, file), key=lambda one: one.start):
            _pass_on(source, out, splice.start - at)
            out.write(splice.data)
            source.seek(splice.end)
            at = splice.end
    shutil.copyfileobj(source, out, 1 << 20)


def _pass_on(source: BinaryIO, out: BinaryIO, count: int) -> None:
    while count > 0 and (portion := source.read(min(count, 1 << 20))):
        out.write(portion)
        count -= len(portion)


def _member(data: bytes, path: str, repair: Repair, options: ReadOptions, file: str) -> bytes:
    """Return a member with its records repaired; a container in a container is left as it is."""
    if kind_of(path, data[:512]) is not None:
        return data
    out = io.BytesIO()
    stream = cast("io.BufferedReader", io.BufferedReader(io.BytesIO(data)))
    frames = frames_of_stream(stream, path, len(data), options)
    _spliced(frames, io.BytesIO(data), out, repair, file)
    return out.getvalue()


def _splices(frame: Frame, repair: Repair, file: str) -> Iterator[Splice]:
    record = reader(frame.reader).record(frame)
    fixed = repair(record, file)
    if fixed is None or fixed == record.text or record.offsets is None:
        return
    old, new = record.text.splitlines(keepends=True), fixed.splitlines(keepends=True)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            start, end = record.offsets.bytes_of(Span(starts[a], starts[b]))
            yield Splice(start, end, _written("".join(new[c:d]), frame))


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


def _zip(stream: BinaryIO, out: BinaryIO, file: str, repair: Repair, options: ReadOptions) -> None:
    try:
        with zipfile.ZipFile(stream) as source, zipfile.ZipFile(out, "w") as target:
            for info in source.infolist():
                data = source.read(info)
                if not info.is_dir():
                    data = _member(data, f"{file}/{info.filename}", repair, options, file)
                target.writestr(info, data, compress_type=info.compress_type)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error) as error:
        raise DamagedError(f"its copy can't be written: {error}") from error


def _tar(
    stream: BinaryIO, out: BinaryIO, file: str, kind: str, repair: Repair, options: ReadOptions
) -> None:
    try:
        with tarfile.open(fileobj=stream, mode="r:*") as source, _target(out, kind) as target:
            for info in source:
                opened = source.extractfile(info) if info.isfile() else None
                if opened is None:
                    target.addfile(info)
                    continue
                data = _member(opened.read(), f"{file}/{info.name}", repair, options, file)
                info.size = len(data)
                target.addfile(info, io.BytesIO(data))
    except (tarfile.TarError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise DamagedError(f"its copy can't be written: {error}") from error


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
