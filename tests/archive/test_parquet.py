"""Telegrams in Parquet files."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.archive.conftest import cable, frames_of, problems
from tests.archive.reading import one

from cablelint.archive.read.formats import reader
from cablelint.archive.read.frame import ReadOptions


def parquet(path: Path, columns: Mapping[str, Sequence[str | None]]) -> Path:
    pq.write_table(pa.table(dict(columns)), path)
    return path


def test_parquet_rows_are_records(tmp_path: Path) -> None:
    columns: dict[str, list[str | None]] = {
        "doc": ["05ROME1", None],
        "body": [cable(1), None],
        "sent": ["2005-01-02", ""],
    }
    file = parquet(tmp_path / "cables.parquet", columns)
    options = ReadOptions(text_column="body", id_column="doc", date_column="sent")
    frames = frames_of(file, options)
    assert [frame.id for frame in frames] == ["05ROME1", "row-2"]
    record = reader("parquet").record(frames[0])
    assert record.text == cable(1)
    assert record.metadata is not None
    assert str(record.metadata.date) == "2005-01-02"


def test_parquet_text_that_is_no_utf8(tmp_path: Path) -> None:
    file = tmp_path / "cables.parquet"
    raw = pa.array([b"a", b"Caf\xe9", b"c"], pa.binary())
    texts = pa.Array.from_buffers(pa.string(), 3, raw.buffers())
    pq.write_table(pa.table({"text": texts, "tags": [None, ["FR", "UK"], []]}), file)
    found = [reader("parquet").record(frame) for frame in frames_of(file)]
    assert [record.text for record in found] == ["a", "Caf\u00e9", "c"]
    assert [record.metadata and record.metadata.tags for record in found] == [
        None,
        ("FR", "UK"),
        None,
    ]


def test_parquet_whose_columns_have_names_that_are_no_utf8(tmp_path: Path) -> None:
    file = parquet(tmp_path / "cables.parquet", {"text": ["x"], "qqqq": ["y"]})
    data = file.read_bytes()
    file.write_bytes(data.replace(b"qqqq", b"q\xff\xffq"))
    assert "not a readable Parquet file: " in problems(file)[0]


@pytest.mark.parametrize("suffix", ["gz", "zip"])
def test_parquet_inside_a_container(tmp_path: Path, suffix: str) -> None:
    file = parquet(tmp_path / "cables.parquet", {"id": ["06PARIS1"], "text": [cable(1)]})
    packed = tmp_path / f"cables.parquet.{suffix}"
    if suffix == "gz":
        packed.write_bytes(gzip.compress(file.read_bytes()))
    else:
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(file, "cables.parquet")
    assert one(packed).text == cable(1)


def test_parquet_without_the_named_column(tmp_path: Path) -> None:
    file = parquet(tmp_path / "cables.parquet", {"a": ["x"], "b": ["y"]})
    options = ReadOptions(text_column="words")
    message = f"{file}: no column named 'words'; the columns are: a, b"
    assert problems(file, options) == [message]


def test_damaged_parquet(tmp_path: Path) -> None:
    file = parquet(tmp_path / "cables.parquet", {"text": ["x"]})
    file.write_bytes(file.read_bytes()[:-20])
    assert "not a readable Parquet file" in problems(file)[0]
