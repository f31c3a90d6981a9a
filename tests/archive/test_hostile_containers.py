"""Containers that unpack to too much, or whose members have hostile paths."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

import py7zr
import pytest
from tests.archive.conftest import cable, frames_of, problems
from tests.archive.packing import CONTAINERS, HOSTILE, seven, tar_bytes, whole, zipped

from cablelint.archive.read.frame import Limits, ReadOptions

SMALL = ReadOptions(limits=Limits(ratio=50, floor=100_000))


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
