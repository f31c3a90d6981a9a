"""Damaged containers: results and reported problems account for all records.

Bits are flipped, ends are cut off, blocks are overwritten. Whatever happens, no record is
lost silently: at least one problem names the place.
"""

from __future__ import annotations

import io
import random
import tarfile
from pathlib import Path

import pytest
from tests.archive.conftest import cable, frames_of
from tests.attack.containers import KINDS, RECORDS

from cablelint.archive.read.formats import reader
from cablelint.archive.read.frame import Frame, Limits, ReadOptions

OPTIONS = ReadOptions(limits=Limits(record_bytes=1 << 20, floor=4 << 20))
#: Files whose end is seen by nothing but its absence: cut between two records they are whole.
OPEN_ENDED = frozenset(
    {"one.txt", "page.html", "dump.csv", "table.csv", "table.tsv", "lines.jsonl"}
)


def rounds(name: str, times: int, attack: int) -> int:
    """Return how many attacks are tried: few on a 7z, each of which starts a process."""
    return max(times // 5, 3) if name.endswith(".7z") and attack == 1 else times * attack


def read(path: Path, data: bytes) -> list[Frame]:
    path.write_bytes(data)
    return frames_of(path, OPTIONS)


def is_reported(frame: Frame) -> bool:
    """Tell whether a frame, or a rule on its record, reports damage: NUL or undecodable bytes."""
    if frame.problem is not None:
        return True
    record = reader(frame.reader).record(frame)
    return record.binary or record.undecodable is not None or "\0" in record.text


def silent_loss(path: Path, data: bytes, expected: int) -> int:
    """Return the number of records that are lost silently."""
    frames = read(path, data)
    answered = sum(frame.problem is None for frame in frames)
    reported = sum(map(is_reported, frames))
    return 0 if reported else max(expected - answered, 0)


@pytest.mark.parametrize("name", KINDS)
def test_undamaged(tmp_path: Path, name: str) -> None:
    make, records = KINDS[name]
    assert [frame.problem for frame in read(tmp_path / name, make())] == [None] * records


@pytest.mark.parametrize("name", KINDS)
def test_flipped_bits(tmp_path: Path, name: str, attack: int) -> None:
    make, records = KINDS[name]
    data = make()
    noise = random.Random(name)
    for _ in range(rounds(name, 20, attack)):
        damaged = bytearray(data)
        place = noise.randrange(len(damaged))
        damaged[place] ^= 1 << noise.randrange(8)
        assert silent_loss(tmp_path / name, bytes(damaged), records) == 0, place


@pytest.mark.parametrize("name", KINDS)
def test_cuts(tmp_path: Path, name: str, attack: int) -> None:
    make, records = KINDS[name]
    data = make()
    for twentieth in range(1, 20, 20 // rounds(name, 20, attack) or 1):
        cut = data[: len(data) * twentieth // 20]
        lost = silent_loss(tmp_path / name, cut, records)
        assert lost == 0 or name in OPEN_ENDED, twentieth


@pytest.mark.parametrize("name", KINDS)
def test_overwritten_blocks(tmp_path: Path, name: str, attack: int) -> None:
    make, records = KINDS[name]
    data = make()
    noise = random.Random(name)
    filled = len(data.rstrip(b"\0"))  # zeros before the end mark of a tar make it longer, no more
    for _ in range(rounds(name, 5, attack)):
        damaged = bytearray(data)
        size = noise.choice([16, 512, 4096])
        place = noise.randrange(max(filled - size, 1))
        filling = noise.choice([bytes(size), noise.randbytes(size)])
        damaged[place : place + size] = filling[: len(damaged) - place]
        lost = silent_loss(tmp_path / name, bytes(damaged), records)
        assert lost == 0, (place, size)


def test_a_member_of_an_unknown_kind_is_a_file(tmp_path: Path) -> None:
    info = tarfile.TarInfo("06PARIS1.txt")
    data = cable(1).encode()
    info.type, info.size = b"Z", len(data)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(info)
        out.write(data + bytes(-len(data) % 512))
    (frame,) = read(tmp_path / "a.tar", out.getvalue() + bytes(1024))
    assert frame.data == data


def test_a_directory_of_a_zip_that_calls_a_member_an_empty_folder(tmp_path: Path) -> None:
    data = bytearray(KINDS["stored.zip"][0]())
    entry = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[entry + 16 : entry + 28] = bytes(12)  # checksum and sizes
    data[entry + 46 + 8] = ord("/")
    data[entry + 28 : entry + 30] = (9).to_bytes(2, "little")
    data[entry + 30 : entry + 32] = (3).to_bytes(2, "little")  # the rest of the name as notes
    assert silent_loss(tmp_path / "a.zip", bytes(data), RECORDS) == 0


def test_empty_blocks_outside_the_text_of_a_table(tmp_path: Path) -> None:
    rows = [b"id,text,note"]
    rows += [f'{number},"{cable(number)}","a note"'.encode() for number in range(1, 7)]
    data = bytearray(b"\n".join(rows))
    start, end = data.index(b"a note") + 3, data.rindex(b"note")
    data[start:end] = bytes(end - start)
    (frame,) = read(tmp_path / "a.csv", bytes(data))
    assert f"NUL bytes at byte {start}; this row and others may be lost" in str(frame.problem)
