"""Pages, JSON Lines, Parquet, plain texts, and readers of other packages."""

from __future__ import annotations

import gzip
import html
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.archive.conftest import cable, frames_of, problems

from cablegrammar import Span
from cablelint.archive.read import formats
from cablelint.archive.read.formats import reader
from cablelint.archive.read.frame import Frame, Limits, ReadOptions
from cablelint.archive.read.sources import read_frames
from cablelint.record import Metadata, Record

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


BODY = PAGE.index("<table")


@pytest.mark.parametrize(
    "data",
    [
        f"<!-- saved from url=(0042)http://x/ -->\n{PAGE}".encode(),
        f"<head><title>Viewing cable 06PARIS1823</title></head><body>{PAGE[BODY:]}".encode(),
        f"<body>{PAGE[BODY:]}".encode(),
        PAGE[BODY:].encode(),
        PAGE.encode("utf-16"),
        b"\n" * 600 + PAGE.encode(),
    ],
)
def test_pages_of_other_beginnings(tmp_path: Path, data: bytes) -> None:
    plain, file = tmp_path / "06PARIS1823.html", tmp_path / "page.html"
    plain.write_bytes(PAGE.encode())
    file.write_bytes(data)
    assert one(file).text == one(plain).text
    metadata = one(file).metadata
    assert metadata is not None
    assert metadata.classification == "SECRET"


def test_a_text_that_is_called_a_page_is_a_text(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(cable(1))
    assert one(file).text == cable(1)


def test_pages_without_blocks_are_not_equal_for_that(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.html").write_text(f"<html><body>{name}</body></html>")
    first, second = (frames_of(tmp_path / f"{name}.html")[0].mark for name in "ab")
    assert first != second


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


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"id":"06PARIS1","original":{"text":T},"text":', "}"),
        ('{"id":"06PARIS1","original":T,"te\\u0078t" : ', "}"),
        ('{"text":T,"a":[{"]":"}"}],"text":', "}"),
        ('{"a":"\\"text\\": [{","text":\t', ' , "b":{"text":T}}'),
        ('{"a":"\\\\","":null,"text":', ',"b":["text",T]}'),
        ('\ufeff{"text":', "}"),
    ],
)
def test_json_lines_lead_back_to_the_field_that_was_read(
    tmp_path: Path, before: str, after: str
) -> None:
    file = tmp_path / "cables.jsonl"
    text = json.dumps("UNCLAS PARIS 1")
    before = before.replace("T", text)
    file.write_text(before + text + after.replace("T", text) + "\n", encoding="utf-8")
    record = one(file)
    assert record.text == "UNCLAS PARIS 1"
    assert record.offsets is not None
    start, end = record.offsets.bytes_of(Span(0, 14))
    assert start == len(before.encode()) + 1
    assert end == start + 14


def test_json_lines_without_an_id_are_named_by_their_line(tmp_path: Path) -> None:
    file = tmp_path / "cables.jsonl"
    file.write_text('{"id":null,"text":"a"}\n{"id":"","text":"b"}\n{"id":7,"text":"c"}\n')
    assert [frame.id for frame in frames_of(file)] == ["line-1", "line-2", "7"]


def test_json_lines_of_another_encoding_cost_their_line_at_most(tmp_path: Path) -> None:
    file = tmp_path / "cables.jsonl"
    lines = '{"id":"S\u00e3o","text":"a"}', '{"pa\u00eds":"x","text":"b"}', '{"text":"c\u00e9"}'
    file.write_bytes("\n".join(lines).encode("latin-1"))
    first, second, third = frames_of(file)
    assert (first.id, first.problem) == ("S\ufffdo", None)
    assert "line 2 at byte 24: " in (second.problem or "")
    assert reader("json-lines").record(third).text == "c\u00e9"


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
