"""Containers of files: zip, tar, 7z and single packed files, their members read in place.

Nothing is written to the disk under a member's name, so a hostile path can do no harm; it is
reported all the same, because such an archive was not made by an honest packer.
"""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath
from typing import IO, BinaryIO, cast

from msgspec import Struct

from cablelint.archive.read.formats.unread import document_in_zip
from cablelint.archive.read.frame import ReadOptions
from cablelint.archive.read.kinds import SUFFIXES, Kind
from cablelint.archive.read.limits import Buffered, Meter, Metered, buffered, seekable
from cablelint.archive.read.packed import unpacker
from cablelint.archive.read.tar_members import TarEntry, tar_entries
from cablelint.archive.read.zip_members import (
    ZIP_DAMAGE,
    missing_entries,
    open_zip,
    unnamed_members,
)
from cablelint.record import shown_path

__all__ = ["Member", "is_folder", "members", "unsafe"]


class Member(Struct, frozen=True):
    """A member: its path in the container, and its stream or why it cannot be read.

    The stream is read before the next member is asked for; it is left unread when there is a
    problem. An empty name means the container itself. ``skipped`` marks what is not a file,
    so that nothing is lost with it.
    """

    name: str
    stream: io.BufferedReader | None = None
    problem: str | None = None
    skipped: bool = False


def members(stream: BinaryIO, path: str, kind: Kind, options: ReadOptions) -> Iterator[Member]:
    """Yield the members of a container; raises one of ``damage()`` where it cannot be read on."""
    meter = Meter(options.limits)
    if kind == "zip":
        with seekable(stream) as whole:
            yield from _zip(whole, meter)
    elif kind == "7z":
        from cablelint.archive.read.sevenzip import seven_zip

        with seekable(stream) as whole:
            yield from seven_zip(whole, meter)
    elif kind == "tar":
        yield from _tar(stream, meter)
    else:
        yield from _packed(stream, path, kind, meter)


def unsafe(name: str) -> str | None:
    """Return what is wrong with a member's path, or None."""
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive or name.startswith("\\"):
        return "the member's path is absolute; it is not read"
    if ".." in PurePosixPath(name.replace("\\", "/")).parts:
        return "the member's path leads out of the archive; it is not read"
    return None


def _zip(stream: BinaryIO, meter: Meter) -> Iterator[Member]:
    size = stream.seek(0, 2)
    stream.seek(0)
    meter.packed = size
    directory = open_zip(stream, size)
    with directory.archive as archive:
        if document := document_in_zip({info.filename for info in directory.entries[:1000]}):
            yield Member("", problem=document)
            return
        if wrong := missing_entries(directory):
            yield Member("", problem=wrong)
        for problem in unnamed_members(directory, stream, archive.start_dir):
            yield Member("", problem=problem)
        for info in directory.entries:
            if is_folder(info):
                continue
            meter.member()
            name = info.filename.rstrip("/")
            if wrong := _zip_fault(info):
                yield Member(name, problem=wrong)
                continue
            own = Meter(meter.limits, info.compress_size)
            try:
                opened = archive.open(info)
            except ZIP_DAMAGE as error:
                problem = f"cannot be read at byte {info.header_offset} of the zip: {error}"
                yield Member(name, problem=problem)
                continue
            with opened:
                yield Member(name, buffered(opened, own, meter))


def is_folder(info: zipfile.ZipInfo) -> bool:
    """Tell whether an entry is a folder: what has data is a member, whatever its name ends in."""
    # ``is_dir`` fails for a name that is empty
    return info.filename.endswith("/") and not info.file_size and not info.compress_size


def _zip_fault(info: zipfile.ZipInfo) -> str | None:
    if info.flag_bits & 0x1:
        return "the member is encrypted"
    if info.compress_type not in (0, 8, 12, 14):
        return f"the member is packed by method {info.compress_type}, which cannot be read"
    return unsafe(info.filename) if info.filename else "the member has no name"


def _tar(stream: IO[bytes], meter: Meter) -> Iterator[Member]:
    for entry in tar_entries(stream, meter.take):
        info = entry.info
        if info is None:
            yield Member("", problem=entry.problem)
        elif not info.isdir():
            meter.member()
            yield _tar_member(info, entry, meter)


def _tar_member(info: tarfile.TarInfo, entry: TarEntry, meter: Meter) -> Member:
    # ``tar -cf texts.tar .`` writes ``./05PARIS1823.txt``; zip and 7z write the same name bare.
    name = info.name.removeprefix("./")
    if entry.problem is not None:
        return Member(name, problem=entry.problem)
    if info.islnk():  # what it names has passed, and a stream does not go back
        target = shown_path(info.linkname.removeprefix("./"))
        return Member(name, problem=f"a hard link; its text is checked as that of {target}")
    if not info.isreg() or entry.data is None:
        kind = "a symbolic link" if info.issym() else "a device or a pipe"
        return Member(name, problem=f"{kind}; it is not read", skipped=True)
    return Member(name, buffered(entry.data, meter), unsafe(name))


def _packed(stream: BinaryIO, path: str, kind: Kind, meter: Meter) -> Iterator[Member]:
    """Unpack a single packed file; a tar inside is read as one container with it."""
    packed = cast("BinaryIO", Metered(stream, meter.take))
    plain = Buffered(unpacker(kind)(packed), meter.add)
    if plain.peek(512)[257:262] == b"ustar":
        yield from _tar(plain, Meter(meter.limits))
    else:
        name = PurePosixPath(path)
        yield Member(name.stem if name.suffix.lower() in SUFFIXES else name.name, plain)
