"""Containers of telegrams for tests, whole and truncated."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import py7zr
from backports import zstd
from tests.archive.conftest import cable, dump_row

from cablelint.archive.read.frame import Frame

MEMBERS = {"a/06PARIS1.txt": cable(1), "06PARIS2.txt": cable(2), "dump.csv": dump_row(3)}


def zipped(path: Path, members: dict[str, str] | None = None) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (members or MEMBERS).items():
            archive.writestr(name, text)
    return path


def tar_bytes(members: dict[str, str] | None = None) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, text in (members or MEMBERS).items():
            info = tarfile.TarInfo(name)
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return data.getvalue()


def seven(path: Path, members: dict[str, str] | None = None, password: str | None = None) -> Path:
    with py7zr.SevenZipFile(path, "w", password=password) as archive:
        for name, text in (members or MEMBERS).items():
            archive.writestr(text, name)
    return path


def tarred(name: str, pack: Callable[[bytes], bytes]) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(pack(tar_bytes()))
        return path

    return write


CONTAINERS: dict[str, Callable[[Path], Path]] = {
    "zip": lambda folder: zipped(folder / "t.zip"),
    "7z": lambda folder: seven(folder / "t.7z"),
    "tar": tarred("t.tar", bytes),
    "gz": tarred("t.tar.gz", gzip.compress),
    "tgz": tarred("t.tgz", gzip.compress),
    "bz2": tarred("t.tar.bz2", bz2.compress),
    "xz": tarred("t.tar.xz", lzma.compress),
    "zst": tarred("t.tar.zst", zstd.compress),
}


def truncated(path: Path, keep: float) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    return path


def many(count: int = 300) -> dict[str, str]:
    noise = random.Random(1)
    return {f"06PARIS{n}.txt": cable(n) + noise.randbytes(600).hex() for n in range(1, count + 1)}


def whole(frames: list[Frame]) -> int:
    return sum(frame.problem is None for frame in frames)


HOSTILE = {"../../etc/06PARIS1.txt": cable(1), "/etc/06PARIS2.txt": cable(2), "ok.txt": cable(3)}
