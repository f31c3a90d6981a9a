"""Containers: members read in place, each with its name."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import multiprocessing
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from backports import zstd
from tests.archive.conftest import cable, dump_row, frames_of, problems
from tests.archive.packing import CONTAINERS, many, seven, tar_bytes, whole, zipped

from cablelint.archive.read.frame import ReadOptions
from cablelint.archive.read.sources import read_frames


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
