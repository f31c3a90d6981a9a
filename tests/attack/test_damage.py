"""Damaged containers: results and reported problems account for all records.

Bits are flipped, ends are cut off, blocks are overwritten. Whatever happens, no record is
lost silently: at least one problem names the place.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.archive.conftest import frames_of
from tests.attack.containers import KINDS

from cablelint.archive.read.formats import reader
from cablelint.archive.read.frame import Frame, Limits, ReadOptions

OPTIONS = ReadOptions(limits=Limits(record_bytes=1 << 20, floor=4 << 20))
#: Files whose end is seen by nothing but its absence: cut between two records they are whole.
OPEN_ENDED = frozenset(
    {"one.txt", "page.html", "dump.csv", "table.csv", "table.tsv", "lines.jsonl"}
)


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
    for _ in range(20 * attack):
        damaged = bytearray(data)
        place = noise.randrange(len(damaged))
        damaged[place] ^= 1 << noise.randrange(8)
        assert silent_loss(tmp_path / name, bytes(damaged), records) == 0, place


@pytest.mark.parametrize("name", KINDS)
def test_cuts(tmp_path: Path, name: str) -> None:
    make, records = KINDS[name]
    data = make()
    for twentieth in range(1, 20):
        cut = data[: len(data) * twentieth // 20]
        lost = silent_loss(tmp_path / name, cut, records)
        assert lost == 0 or name in OPEN_ENDED, twentieth


@pytest.mark.parametrize("name", KINDS)
def test_overwritten_blocks(tmp_path: Path, name: str, attack: int) -> None:
    make, records = KINDS[name]
    data = make()
    noise = random.Random(name)
    filled = len(data.rstrip(b"\0"))  # zeros before the end mark of a tar make it longer, no more
    for _ in range(5 * attack):
        damaged = bytearray(data)
        size = noise.choice([16, 512, 4096])
        place = noise.randrange(max(filled - size, 1))
        filling = noise.choice([bytes(size), noise.randbytes(size)])
        damaged[place : place + size] = filling[: len(damaged) - place]
        lost = silent_loss(tmp_path / name, bytes(damaged), records)
        assert lost == 0, (place, size)
