"""Pages, JSON Lines, Parquet, plain texts, and readers of other packages."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.archive.conftest import cable, frames_of, problems

from cablegrammar import Span
from cablelint.archive import readers
from cablelint.archive.frame import Frame, Limits, ReadOptions
from cablelint.archive.readers import reader
from cablelint.archive.sources import read_frames
from cablelint.record import Record

PAGE = """<?xml version='1.0' encoding='utf-8' ?>
<html><head><title>Viewing cable 06PARIS1823, THE TIDE TABLES</title></head><body>
<table class='cable'><tr><th>Reference ID</th><th>Created</th><th>Classification</th>
<th>Origin</th></tr><tr><td><a href='#'>06PARIS1823</a></td><td>2006-03-15 12:34</td>
<td>SECRET</td><td>Embassy Paris</td></tr></table>
<code><pre>VZCZCXRO1234&#x000A;FM AMEMBASSY PARIS</pre></code>
<code><pre>S E C R E T PARIS 001823&#x000A;&#x000A;TAGS: <a href='/t'>PREL</a> FR&#x000A;SUBJECT: \
TIDES &amp; WINDS&#x000A;&#x000A;<a id='par1'>¶</a>1. (S) Caf\u00e9.</pre></code>
</body></html>
"""


def one(path: Path, options: ReadOptions | None = None) -> Record:
    (frame,) = frames_of(path, options)
    assert frame.problem is None
    return reader(frame.reader).record(frame)


def test_a_page_is_header_and_text_with_its_metadata(tmp_path: Path) -> None:
    file = tmp_path / "06PARIS1823.html"
    file.write_text(PAGE, encoding="utf-8")
    record = one(file)
    assert record.text == (
        "VZCZCXRO1234\nFM AMEMBASSY PARIS\nS E C R E T PARIS 001823\n\nTAGS: PREL FR\n"
        "SUBJECT: TIDES & WINDS\n\n¶1. (S) Caf\u00e9."
    )
    assert record.metadata is not None
    assert record.metadata.classification == "SECRET"
    assert record.metadata.origin == "Embassy Paris"
    assert record.metadata.subject == "THE TIDE TABLES"


def test_every_character_of_a_page_leads_back_to_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    raw, record = file.read_bytes(), one(file)
    assert record.offsets is not None
    boundary = record.text.index("S E C R E T") - 1
    for at, character in enumerate(record.text):
        start, end = record.offsets.bytes_of(Span(at, at + 1))
        if at != boundary:  # the line end that joins the blocks is in none of them
            assert html.unescape(raw[start:end].decode()) == character


PIECES = st.lists(
    st.sampled_from(
        ["a", "é", "&amp;", "&#x000A;", "&#65;", "<b>", "</b>", "\r\n", "&nosuch;", "𝛼"]
    ),
    max_size=30,
)


@given(PIECES)
def test_offsets_of_pages_stay_inside_and_ascend(pieces: list[str]) -> None:
    page = f"<html><body><pre>x{''.join(pieces)}</pre></body></html>".encode()
    record = reader("page").record(Frame("p.html", page, "page"))
    assert record.offsets is not None
    ranges = [record.offsets.bytes_of(Span(n, n + 1)) for n in range(len(record.text))]
    assert all(0 <= start <= end <= len(page) for start, end in ranges)
    assert ranges == sorted(ranges)


def test_html_without_a_block_is_an_empty_record(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<html><body><p>Nothing here.</p></body></html>")
    assert one(file).text == ""


def test_json_lines_undo_escapes_and_lead_back(tmp_path: Path) -> None:
    file = tmp_path / "cables.jsonl"
    text = cable(1) + '\t"q" \u00e9 \U0001d6fc'
    lines = [json.dumps({"id": f"06PARIS{n}", "text": text, "date": "2006-01-02"}) for n in (1, 2)]
    file.write_text("\n".join(lines) + "\n\n")
    raw = file.read_bytes()
    frames = frames_of(file)
    assert [frame.id for frame in frames] == ["06PARIS1", "06PARIS2"]
    record = reader("json-lines").record(frames[1])
    assert record.text == text
    assert record.offsets is not None
    for at, character in enumerate(text):
        start, end = record.offsets.bytes_of(Span(at, at + 1))
        assert json.loads(b'"' + raw[start:end] + b'"') == character


def test_json_lines_name_broken_lines_and_go_on(tmp_path: Path) -> None:
    file = tmp_path / "cables.jsonl"
    good = json.dumps({"text": "UNCLAS PARIS 1"})
    file.write_text(f'{good}\n{{"text": \n{{"words": 1}}\n{good}\n')
    frames = frames_of(file)
    assert [frame.problem is None for frame in frames] == [True, False, False, True]
    assert f"line 2 at byte {len(good) + 1}" in problems(file)[0]
    assert "no column holds the text; name it with --text-column" in problems(file)[1]


def test_half_of_a_surrogate_pair_is_no_json(tmp_path: Path) -> None:
    file = tmp_path / "cables.jsonl"
    file.write_text('{"text": "UNCLAS \\ud800 PARIS"}\n')
    assert "line 1 at byte 0: JSON is malformed" in problems(file)[0]


def test_a_line_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "cables.jsonl"
    good = json.dumps({"text": "UNCLAS PARIS 1"})
    file.write_text(json.dumps({"text": "x" * 5000}) + f"\n{good}\n")
    frames = frames_of(file, ReadOptions(limits=Limits(record_bytes=1000)))
    assert [frame.problem for frame in frames] == [
        "line 1 at byte 0: larger than the limit of 1000 bytes",
        None,
    ]
    assert frames[1].offset == 5000 + len('{"text": ""}\n') + len('{"text": ')


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


def test_parquet_without_the_named_column(tmp_path: Path) -> None:
    file = parquet(tmp_path / "cables.parquet", {"a": ["x"], "b": ["y"]})
    options = ReadOptions(text_column="words")
    message = f"{file}: no column named 'words'; the columns are: a, b"
    assert problems(file, options) == [message]


def test_damaged_parquet(tmp_path: Path) -> None:
    file = parquet(tmp_path / "cables.parquet", {"text": ["x"]})
    file.write_bytes(file.read_bytes()[:-20])
    assert "not a readable Parquet file" in problems(file)[0]


def test_a_text_file_beyond_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("x" * 2000)
    options = ReadOptions(limits=Limits(record_bytes=1000))
    assert problems(file, options) == [f"{file}: larger than the limit of 1000 bytes for a record"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert problems(tmp_path / "none.txt") == [
        f"{tmp_path / 'none.txt'}: can't be read: No such file or directory"
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
    """A reader as another package might offer it."""

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
    entry = EntryPoint("upper", f"{__name__}:UPPER", "cablelint.readers")
    monkeypatch.setattr(EntryPoint, "load", lambda self: UPPER)
    monkeypatch.setattr(
        "importlib.metadata.entry_points",
        lambda **asked: [entry] if asked.get("name", "upper") == "upper" else [],
    )
    for cached in (readers.reader, readers.offered):
        cached.cache_clear()
    file = tmp_path / "cables.upper"
    file.write_text("one\ntwo\n")
    try:
        records = [reader(f.reader).record(f) for f in read_frames([str(file)], ReadOptions())]
    finally:
        for cached in (readers.reader, readers.offered):
            cached.cache_clear()
    assert [record.text for record in records] == ["ONE\n", "TWO\n"]
