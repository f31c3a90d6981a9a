"""Containers: members read in place, and all kinds of hostile or damaged containers."""

from __future__ import annotations

import bz2
import gzip
import io
import itertools
import json
import lzma
import multiprocessing
import os
import random
import signal
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import py7zr
import pytest
from backports import zstd
from tests.archive.conftest import cable, dump_row, frames_of, problems

from cablelint.archive.read import sevenzip
from cablelint.archive.read.frame import Frame, Limits, ReadOptions
from cablelint.archive.read.sources import read_frames

MEMBERS = {"a/06PARIS1.txt": cable(1), "06PARIS2.txt": cable(2), "dump.csv": dump_row(3)}


class Decompressor(Protocol):
    def decompress(self, data: bytes, /) -> bytes: ...


SMALL = ReadOptions(limits=Limits(ratio=50, floor=100_000))


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


@pytest.mark.parametrize("kind", CONTAINERS)
def test_members_are_read_in_place(tmp_path: Path, kind: str) -> None:
    path = CONTAINERS[kind](tmp_path)
    frames = frames_of(path)
    assert [frame.name for frame in frames] == [
        f"{path}/a/06PARIS1.txt",
        f"{path}/06PARIS2.txt",
        f"{path}/dump.csv#06PARIS3",
    ]
    assert frames[0].data == cable(1).encode()
    assert frames[2].data == dump_row(3).encode()
    assert {frame.file for frame in frames} == {str(path)}
    assert [frame.problem for frame in frames] == [None] * 3


def test_members_of_a_tar_of_the_current_folder_have_bare_names(tmp_path: Path) -> None:
    path = tmp_path / "t.tar"
    path.write_bytes(tar_bytes({"./a/06PARIS1.txt": cable(1)}))
    assert [frame.name for frame in frames_of(path)] == [f"{path}/a/06PARIS1.txt"]


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress), ("zst", zstd.compress)],
)
def test_a_single_packed_file(tmp_path: Path, suffix: str, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / f"dump.csv.{suffix}"
    path.write_bytes(pack((dump_row(1) + dump_row(2)).encode()))
    names = [frame.name for frame in frames_of(path)]
    assert names == [f"{path}/dump.csv#06PARIS1", f"{path}/dump.csv#06PARIS2"]


def test_an_archive_inside_an_archive_is_opened_once(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"06PARIS1.txt": cable(1)})
    packed = tmp_path / "outer.tar.gz"
    middle = io.BytesIO()
    with zipfile.ZipFile(middle, "w") as archive:
        archive.write(inner, "inner.zip")
    with tarfile.open(packed, "w:gz") as tar:
        tar.add(inner, "one.zip")
        info = tarfile.TarInfo("two.zip")
        info.size = len(middle.getvalue())
        tar.addfile(info, io.BytesIO(middle.getvalue()))
    frames = frames_of(packed)
    assert [frame.path for frame in frames] == [
        f"{packed}/one.zip/06PARIS1.txt",
        f"{packed}/two.zip/inner.zip",
    ]
    assert frames[0].problem is None
    assert frames[1].problem == "an archive inside 2 archives is not opened"


def test_a_seven_zip_inside_a_zip(tmp_path: Path) -> None:
    inner = seven(tmp_path / "inner.7z", {"06PARIS1.txt": cable(1)})
    outer = tmp_path / "outer.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, "inner.7z")
    assert [frame.path for frame in frames_of(outer)] == [f"{outer}/inner.7z/06PARIS1.txt"]


DECOMPRESSORS: dict[object, Callable[[], Decompressor]] = {
    gzip.compress: lambda: zlib.decompressobj(31),
    lzma.compress: lzma.LZMADecompressor,
    zstd.compress: zstd.ZstdDecompressor,
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


def test_a_truncated_zip(tmp_path: Path) -> None:
    path = truncated(zipped(tmp_path / "t.zip", many()), 0.5)
    (problem,) = problems(path)
    assert "truncated or damaged zip" in problem
    assert f"byte {path.stat().st_size}" in problem


def test_a_zip_with_a_damaged_member_keeps_the_others(tmp_path: Path) -> None:
    path = zipped(tmp_path / "t.zip", many(3))
    data = bytearray(path.read_bytes())
    data[data.index(b"06PARIS2.txt") + 60] ^= 0xFF
    path.write_bytes(data)
    frames = frames_of(path)
    assert [frame.problem is None for frame in frames] == [True, False, True]
    assert frames[1].path == f"{path}/06PARIS2.txt"


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lzma.compress, bz2.compress, zstd.compress])
def test_a_truncated_tar_keeps_what_was_whole(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "t.tar"
    path.write_bytes(pack(tar_bytes(many(1500))))
    frames = frames_of(truncated(path, 0.6))
    assert whole(frames) > 100
    messages = [frame.problem for frame in frames if frame.problem]
    assert 1 <= len(messages) <= 2  # of the member that is cut and of the container
    assert all("truncated" in problem for problem in messages)


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, zstd.compress])
@pytest.mark.parametrize("kind", ["csv", "jsonl", "tar"])
def test_all_that_is_whole_before_a_cut_is_read(
    tmp_path: Path, kind: str, pack: Callable[[bytes], bytes]
) -> None:
    noise = random.Random(1)
    texts = [cable(n) + noise.randbytes(600).hex() for n in range(1, 301)]
    if kind == "csv":
        records = [dump_row(n, text).encode() for n, text in enumerate(texts)]
    elif kind == "jsonl":
        records = [json.dumps({"text": text}).encode() + b"\n" for text in texts]
    else:
        records = [tar_bytes({f"{n}.txt": text})[:-8192] for n, text in enumerate(texts)]
    plain = b"".join(records)
    packed = pack(plain)
    cut = packed[: len(packed) * 4 // 5]
    unpacked = DECOMPRESSORS[pack]().decompress(cut)
    path = tmp_path / f"t.{kind}.gz"
    path.write_bytes(cut)
    assert 0 < len(unpacked) < len(plain)
    ends = itertools.accumulate(map(len, records))
    assert whole(frames_of(path)) == sum(end <= len(unpacked) for end in ends)
    assert all(f"after {len(unpacked)} unpacked bytes: " in problem for problem in problems(path))


def test_a_tar_cut_between_members_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "t.tar"
    data = tar_bytes({"06PARIS1.txt": "x" * 512, "06PARIS2.txt": "y" * 512})
    path.write_bytes(data[:1024])
    assert whole(frames_of(path)) == 1
    assert problems(path) == [
        f"{path}: reading ended: truncated tar: no end mark up to its end at byte 1024"
    ]


def test_a_member_of_a_tar_whose_name_is_no_utf8(tmp_path: Path) -> None:
    path = tmp_path / "t.tar"
    with tarfile.open(path, "w", format=tarfile.GNU_FORMAT, encoding="latin-1") as archive:
        archive.addfile(tarfile.TarInfo("S\u00e3o.txt"))
    assert [frame.path for frame in frames_of(path)] == [f"{path}/S\\xe3o.txt"]


def test_hard_links_of_a_tar_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "t.tar"
    with tarfile.open(path, "w") as archive:
        archive.addfile(tarfile.TarInfo("06PARIS1.txt"))
        link = tarfile.TarInfo("06PARIS2.txt")
        link.type, link.linkname = tarfile.LNKTYPE, "./06PARIS1.txt"
        archive.addfile(link)
        archive.addfile(tarfile.TarInfo("06PARIS3.txt"))
    said = "a hard link; its text is checked as that of 06PARIS1.txt"
    assert problems(path) == [f"{path}/06PARIS2.txt: {said}"]
    assert whole(frames_of(path)) == 2


def patched(path: Path, local: int, central: int, number: int) -> Path:
    """Set a number in the headers of the second member."""
    data = bytearray(path.read_bytes())
    for magic, offset in ((b"PK\x03\x04", local), (b"PK\x01\x02", central)):
        second = data.index(magic, data.index(magic) + 1) + offset
        data[second : second + 2] = struct.pack("<H", number)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("local", "central", "number", "said"),
    [
        (6, 8, 0x20, "of the zip: compressed patched data"),
        (6, 8, 0x40, "of the zip: strong encryption"),
        (8, 10, 99, "packed by method 99"),
    ],
)
def test_a_member_that_needs_more_than_the_library_has(
    tmp_path: Path, local: int, central: int, number: int, said: str
) -> None:
    path = patched(zipped(tmp_path / "t.zip", many(3)), local, central, number)
    assert whole(frames_of(path)) == 2
    (problem,) = problems(path)
    assert said in problem


def test_a_zip_of_a_version_to_come(tmp_path: Path) -> None:
    path = patched(zipped(tmp_path / "t.zip", many(3)), 4, 6, 99)
    assert "no directory of members" in problems(path)[0]


def test_a_zip_with_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    path = patched(zipped(tmp_path / "t.zip", many(3)), 6, 8, 0x800)
    path.write_bytes(path.read_bytes().replace(b"06PARIS2", b"06PARI\xff2"))
    assert "no directory of members" in problems(path)[0]


def test_a_member_of_a_zip_without_a_name(tmp_path: Path) -> None:
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), cable(1))
        archive.writestr("06PARIS2.txt", cable(2))
    assert problems(path) == [f"{path}: the member has no name"]
    assert whole(frames_of(path)) == 1


def test_damaged_zstandard(tmp_path: Path) -> None:
    path = tmp_path / "t.txt.zst"
    data = bytearray(zstd.compress(cable(1).encode()))
    data[4] ^= 0xFF
    path.write_bytes(data)
    assert "truncated or damaged after 0 unpacked bytes" in problems(path)[0]


def test_data_that_kills_the_library_of_seven_zip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGSEGV)

    monkeypatch.setattr(sevenzip, "can_copy", lambda: True)
    monkeypatch.setattr(sevenzip, "_send", crash)
    path = seven(tmp_path / "t.7z")
    said = "reading ended: damaged 7z: its data ended the unpacking (SIGSEGV)"
    assert problems(path) == [f"{path}: {said}"]


@pytest.mark.parametrize("error", [MemoryError(), SystemError("bad"), AssertionError()])
def test_whatever_the_library_of_seven_zip_raises_is_damage(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    error: Exception,
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(sevenzip, "can_copy", lambda: True)
    monkeypatch.setattr(sevenzip, "_send", fail)
    path = seven(tmp_path / "t.7z")
    said = str(error) or type(error).__name__
    assert problems(path) == [f"{path}: reading ended: damaged 7z ({said})"]
    assert capfd.readouterr() == ("", "")


def test_a_seven_zip_where_no_copy_can_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sevenzip, "can_copy", lambda: False)
    assert whole(frames_of(seven(tmp_path / "t.7z"))) == 3


def test_a_truncated_seven_zip(tmp_path: Path) -> None:
    path = truncated(seven(tmp_path / "t.7z", many()), 0.7)
    (problem,) = problems(path)
    assert "truncated or damaged 7z" in problem
    assert f"byte {path.stat().st_size}" in problem


def test_a_seven_zip_with_damaged_data(tmp_path: Path) -> None:
    path = seven(tmp_path / "t.7z", many())
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    assert any("7z" in one for one in problems(path))


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "b.zip", {"06PARIS1.txt": cable(1), "bomb.txt": "0" * 3_000_000})
    frames = frames_of(path, SMALL)
    assert frames[0].problem is None
    assert "more than 50 times its" in (frames[1].problem or "")


def test_a_bomb_of_many_small_members_is_refused_by_its_sum(tmp_path: Path) -> None:
    path = zipped(tmp_path / "b.zip", {f"{n}.txt": "0" * 90_000 for n in range(60)})
    frames = frames_of(path, SMALL)
    assert whole(frames) < 60
    assert "more than 50 times its" in (frames[-1].problem or "")


def test_a_seven_zip_bomb_is_refused(tmp_path: Path) -> None:
    path = seven(tmp_path / "b.7z", {"06PARIS1.txt": cable(1), "bomb.txt": "0" * 3_000_000})
    assert "more than 50 times its" in problems(path, SMALL)[0]


def test_a_packed_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.txt.gz"
    path.write_bytes(gzip.compress(b"0" * 3_000_000))
    assert "more than 50 times its" in problems(path, SMALL)[0]


def test_a_packed_bomb_inside_a_container_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bomb.txt.gz", gzip.compress(b"0" * 3_000_000))
        archive.writestr("06PARIS1.txt", cable(1))
    frames = frames_of(path, SMALL)
    assert "more than 50 times its" in (frames[0].problem or "")
    assert frames[1].problem is None


def test_a_sparse_member_is_refused(tmp_path: Path) -> None:
    info = tarfile.TarInfo("bomb.txt")
    info.pax_headers = {"GNU.sparse.map": "0,0,3000000,0", "GNU.sparse.size": "3000000"}
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(info)
    path = tmp_path / "b.tar.gz"
    path.write_bytes(gzip.compress(data.getvalue()))
    assert "a sparse file, which is not read" in problems(path, SMALL)[0]


@pytest.mark.parametrize("kind", ["zip", "7z", "tar"])
def test_too_many_members_and_bytes_are_refused(tmp_path: Path, kind: str) -> None:
    path = CONTAINERS[kind](tmp_path)
    few = ReadOptions(limits=Limits(members=2))
    assert whole(frames_of(path, few)) == 2
    assert problems(path, few) == [f"{path}: reading ended: more than 2 members"]
    little = ReadOptions(limits=Limits(total=300))
    assert "unpacks to more than 300 bytes" in problems(path, little)[0]


HOSTILE = {"../../etc/06PARIS1.txt": cable(1), "/etc/06PARIS2.txt": cable(2), "ok.txt": cable(3)}


@pytest.mark.parametrize("kind", ["zip", "tar", "7z"])
def test_hostile_paths_are_reported_and_not_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"t.{kind}"
    if kind == "zip":
        zipped(path, HOSTILE)
    elif kind == "tar":
        path.write_bytes(tar_bytes(HOSTILE))
    else:
        _hostile_seven(path)
    found = problems(path)
    assert any("leads out of the archive" in one for one in found)
    assert any("is absolute" in one for one in found)
    assert [frame.path for frame in frames_of(path) if not frame.problem] == [f"{path}/ok.txt"]
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def _hostile_seven(path: Path) -> None:
    """Write harmless names, then overwrite them with hostile ones of the same length."""
    names = {"xx/06PARIS1.txt": "../06PARIS1.txt", "x/06PARIS2.txt": "//06PARIS2.txt"}
    names |= {"xx/x/06PARIS4.txt": r"..\x\06PARIS4.txt"}
    with py7zr.SevenZipFile(path, "w") as archive:
        archive.set_encoded_header_mode(False)
        for serial, name in enumerate((*names, "ok.txt")):
            archive.writestr(cable(serial), name)
    data = path.read_bytes()
    for plain, hostile in names.items():
        assert data.count(plain.encode("utf-16-le")) == 1
        data = data.replace(plain.encode("utf-16-le"), hostile.encode("utf-16-le"))
    _repack(path, data)


def _repack(path: Path, data: bytes) -> None:
    """Write a 7z with a changed directory and correct checksums."""
    offset, size = struct.unpack("<QQ", data[12:28])
    header = data[32 + offset : 32 + offset + size]
    start = struct.pack("<QQL", offset, size, zlib.crc32(header))
    path.write_bytes(data[:8] + struct.pack("<L", zlib.crc32(start)) + start + data[32:])


def test_an_encrypted_zip_member(tmp_path: Path) -> None:
    path = zipped(tmp_path / "t.zip", {"06PARIS1.txt": cable(1), "06PARIS2.txt": cable(2)})
    data = bytearray(path.read_bytes())
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + flags] |= 1
    path.write_bytes(data)
    assert problems(path) == [f"{path}/06PARIS1.txt: the member is encrypted"]
    assert whole(frames_of(path)) == 1


def test_an_encrypted_seven_zip(tmp_path: Path) -> None:
    path = seven(tmp_path / "t.7z", password="LINDEN")
    assert problems(path) == [f"{path}: reading ended: the 7z is encrypted"]


def test_leaving_a_seven_zip_early_ends_its_process(tmp_path: Path) -> None:
    path = seven(tmp_path / "t.7z", many())
    frames = read_frames([str(path)], ReadOptions())
    next(frames)
    assert multiprocessing.active_children()
    frames.close()
    assert not multiprocessing.active_children()
