"""Containers of files: zip, tar, 7z and single packed files, their members read in place.

Nothing is written to the disk under a member's name, so a hostile path can do no harm; it is
reported all the same, because such an archive was not made by an honest packer.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath, PureWindowsPath
from typing import IO, BinaryIO, cast

from msgspec import Struct

from cablelint.archive.errors import DamagedError
from cablelint.archive.read.frame import ReadOptions
from cablelint.archive.read.kinds import SUFFIXES, Kind
from cablelint.archive.read.limits import Buffered, Meter, Metered, buffered, seekable
from cablelint.record import shown_path

__all__ = ["Member", "members", "tar_entries", "unpacker", "unsafe"]

# What a directory of members that is damaged, or of a newer kind, makes the library raise: names
# that are no UTF-8 are a ValueError.
_UNREADABLE = (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, struct.error)


class Member(Struct, frozen=True):
    """A member: its path in the container, and its stream or why it can't be read.

    The stream is read before the next member is asked for; it is left unread when there is a
    problem.
    """

    name: str
    stream: io.BufferedReader | None = None
    problem: str | None = None


def members(stream: BinaryIO, path: str, kind: Kind, options: ReadOptions) -> Iterator[Member]:
    """Yield the members of a container; raises one of ``damage()`` where it can't be read on."""
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
    try:
        archive = zipfile.ZipFile(stream)
    except _UNREADABLE as error:
        raise DamagedError(
            f"truncated or damaged zip: no directory of members up to its end at byte {size}"
            f" ({error})"
        ) from error
    with archive:
        for info in archive.infolist():
            if info.filename.endswith("/"):  # ``is_dir`` fails for a name that is empty
                continue
            meter.member()
            if wrong := _zip_fault(info):
                yield Member(info.filename, problem=wrong)
                continue
            one = Meter(meter.limits, info.compress_size)
            try:
                opened = archive.open(info)
            except _UNREADABLE as error:
                problem = f"can't be read at byte {info.header_offset} of the zip: {error}"
                yield Member(info.filename, problem=problem)
                continue
            with opened:
                yield Member(info.filename, buffered(opened, one, meter))


def _zip_fault(info: zipfile.ZipInfo) -> str | None:
    if info.flag_bits & 0x1:
        return "the member is encrypted"
    if info.compress_type not in (0, 8, 12, 14):
        return f"the member is packed by method {info.compress_type}, which can't be read"
    return unsafe(info.filename) if info.filename else "the member has no name"


class _TarStream(tarfile.TarFile):
    """A tar that is read once, from the first member to the last."""

    members: list[tarfile.TarInfo]

    def next(self) -> tarfile.TarInfo | None:
        """Return the next member, and forget it: there may be millions."""
        info = super().next()
        self.members.clear()
        return info


def _tar(stream: IO[bytes], meter: Meter) -> Iterator[Member]:
    for archive, info in tar_entries(stream, meter.take):
        if info.isfile() or info.islnk():
            meter.member()
            yield _tar_member(archive, info, meter)


def tar_entries(
    stream: IO[bytes], *told: Callable[[int], None]
) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
    """Yield what a tar holds, read as a stream; raises DamagedError, also without its end mark."""
    source = Metered(stream, *told)
    try:
        with _TarStream.open(fileobj=cast("IO[bytes]", source), mode="r|") as archive:
            while (info := archive.next()) is not None:
                yield archive, info
    except tarfile.TarError as error:
        raise DamagedError(f"truncated or damaged tar at byte {source.given}: {error}") from error
    while source.read(1 << 20):
        pass
    if source.given % 512 or source.tail.strip(b"\0"):
        raise DamagedError(f"truncated tar: no end mark up to its end at byte {source.given}")


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo, meter: Meter) -> Member:
    # ``tar -cf texts.tar .`` writes ``./05PARIS1823.txt``; zip and 7z write the same name bare.
    name = info.name.removeprefix("./")
    if info.islnk():  # what it names has passed, and a stream does not go back
        target = shown_path(info.linkname.removeprefix("./"))
        return Member(name, problem=f"a hard link; its text is checked as that of {target}")
    opened = archive.extractfile(info)
    if opened is None:
        return Member(name, problem="the member is no plain file")
    return Member(name, buffered(opened, meter), unsafe(name))


def _packed(stream: BinaryIO, path: str, kind: Kind, meter: Meter) -> Iterator[Member]:
    """Unpack a single packed file; a tar inside is read as one container with it."""
    packed = cast("BinaryIO", Metered(stream, meter.take))
    plain = Buffered(unpacker(kind)(packed), meter.add)
    if plain.peek(512)[257:262] == b"ustar":
        yield from _tar(plain, Meter(meter.limits))
    else:
        name = PurePosixPath(path)
        yield Member(name.stem if name.suffix.lower() in SUFFIXES else name.name, plain)


def unpacker(kind: Kind) -> Callable[[BinaryIO], IO[bytes]]:
    """Return what makes a stream of a single packed file the stream of what is packed."""
    if kind == "gz":
        return lambda stream: cast("IO[bytes]", gzip.GzipFile(fileobj=stream))
    if kind == "bz2":
        return bz2.BZ2File
    if kind == "xz":
        return lzma.LZMAFile
    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdFile
    else:
        from backports.zstd import ZstdFile
    return lambda stream: cast("IO[bytes]", ZstdFile(stream))
