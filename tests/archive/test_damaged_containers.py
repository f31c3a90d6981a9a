"""Containers that are cut short or damaged: what is whole is read, the rest is reported."""

from __future__ import annotations

import bz2
import gzip
import itertools
import json
import lzma
import os
import random
import signal
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest
from backports import zstd
from tests.archive.conftest import cable, dump_row, frames_of, problems
from tests.archive.packing import many, seven, tar_bytes, truncated, whole, zipped

from cablelint.archive.read import sevenzip


class Decompressor(Protocol):
    def decompress(self, data: bytes, /) -> bytes: ...


DECOMPRESSORS: dict[object, Callable[[], Decompressor]] = {
    gzip.compress: lambda: zlib.decompressobj(31),
    lzma.compress: lzma.LZMADecompressor,
    zstd.compress: zstd.ZstdDecompressor,
}


@pytest.mark.parametrize(("kind", "packed", "keep"), [("zip", zipped, 0.5), ("7z", seven, 0.7)])
def test_a_truncated_container(
    tmp_path: Path, kind: str, packed: Callable[..., Path], keep: float
) -> None:
    path = truncated(packed(tmp_path / f"t.{kind}", many()), keep)
    (problem,) = problems(path)
    assert f"truncated or damaged {kind}" in problem
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


def test_a_seven_zip_with_damaged_data(tmp_path: Path) -> None:
    path = seven(tmp_path / "t.7z", many())
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    assert any("7z" in one for one in problems(path))
