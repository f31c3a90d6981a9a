"""Usual columns, plain texts, and readers of other packages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.archive.conftest import cable, problems
from tests.archive.reading import one

from cablegrammar import Span
from cablelint.archive.read import formats
from cablelint.archive.read.formats import reader
from cablelint.archive.read.frame import Frame, Limits, ReadOptions
from cablelint.archive.read.sources import read_frames
from cablelint.record import Metadata, Record

ABOUT = {
    "Classification": "SECRET",
    "origin": "Embassy Paris",
    "TAGS": "EAGR, FR",
    "Subject": "APPLES",
    "date": "2006-03-15",
    "text": cable(1),
}


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet"])
def test_usual_columns_are_metadata(tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"cables.{kind}"
    if kind == "jsonl":
        file.write_text(json.dumps(ABOUT | {"TAGS": ["EAGR", "FR"]}))
    elif kind == "csv":
        header, row = ",".join(ABOUT), ",".join(f'"{value}"' for value in ABOUT.values())
        file.write_text(f"{header}\n{row}\n")
    else:
        pq.write_table(pa.table({name: [value] for name, value in ABOUT.items()}), file)
    assert one(file).metadata == Metadata(
        classification="SECRET",
        origin="Embassy Paris",
        date=date(2006, 3, 15),
        tags=("EAGR", "FR"),
        subject="APPLES",
    )


def test_a_text_file_beyond_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("x" * 2000)
    options = ReadOptions(limits=Limits(record_bytes=1000))
    assert problems(file, options) == [f"{file}: larger than the limit of 1000 bytes for a record"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert problems(tmp_path / "none.txt") == [
        f"{tmp_path / 'none.txt'}: cannot be read: No such file or directory"
    ]


def test_undecodable_bytes_keep_their_place_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(
        "é one\ntwo \xff three\nfour".encode("utf-8", "surrogateescape").replace(
            "\xff".encode(), b"\xff"
        )
    )
    raw, record = file.read_bytes(), one(file)
    assert record.undecodable is not None
    assert raw[record.undecodable.offset] == 0xFF
    assert record.offsets is not None
    at = record.text.index("four")
    start, end = record.offsets.bytes_of(Span(at, at + 4))
    assert raw[start:end] == b"four"


class UpperReader:
    """A reader as another package could provide it."""

    name = "upper"

    def claims(self, path: str, head: bytes) -> bool:
        return path.endswith(".upper")

    def frames(self, stream: BinaryIO, path: str, options: ReadOptions) -> Iterator[Frame]:
        for number, line in enumerate(stream):
            yield Frame(path, line, self.name, id=str(number))

    def record(self, frame: Frame) -> Record:
        return Record(frame.path, frame.data.decode().upper(), frame.id)


UPPER = UpperReader()


def test_a_reader_of_another_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "others", lambda: {"upper": UPPER})
    file = tmp_path / "cables.upper"
    file.write_text("one\ntwo\n")
    formats.reader.cache_clear()
    try:
        records = [reader(f.reader).record(f) for f in read_frames([str(file)], ReadOptions())]
    finally:
        formats.reader.cache_clear()
    assert [record.text for record in records] == ["ONE\n", "TWO\n"]
