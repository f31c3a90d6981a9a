"""CSV: the dump with its escapes, other tables, damaged rows, offsets."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.archive.conftest import dump_row, frames_of, problems

from cablegrammar import Span
from cablelint.archive.read.formats import reader
from cablelint.archive.read.formats.rows import Dialect, Form, Window, rows
from cablelint.archive.read.frame import Frame, Limits, ReadOptions
from cablelint.record import Record

TABLE = reader("table")


def records(path: Path, options: ReadOptions | None = None) -> list[Record]:
    return [TABLE.record(frame) for frame in frames_of(path, options)]


def test_a_dump_gives_records_with_ids_and_metadata(tmp_path: Path) -> None:
    file = tmp_path / "dump.csv"
    file.write_text(dump_row(1) + dump_row(2))
    first, second = records(file)
    assert (first.id, second.id) == ("06PARIS1", "06PARIS2")
    assert first.metadata is not None
    assert first.metadata.classification == "UNCLASSIFIED"
    assert first.metadata.origin == "Embassy Paris"
    assert str(first.metadata.date) == "2006-03-15"
    assert first.text.startswith("UNCLAS PARIS 000001\n")
    assert first.name == f"{file}#06PARIS1"


def test_header_and_text_are_joined_and_lead_back_to_their_bytes(tmp_path: Path) -> None:
    head = "VZCZCXRO1234\nP 151234Z MAR 06\nFM AMEMBASSY PARIS"
    body = 'UNCLAS PARIS 000001\n\nHe said \\"apples\\" – twice.'
    row = f'"1","3/15/2006 12:34","06PARIS1","Embassy Paris","SECRET","","{head}","{body}"\n'
    file = tmp_path / "dump.csv"
    file.write_text(dump_row(7) + row, encoding="utf-8")
    raw = file.read_bytes()
    record = records(file)[1]
    assert record.text == head + "\n" + body.replace('\\"', '"')
    assert record.offsets is not None
    for word in ("VZCZCXRO1234", "FM AMEMBASSY PARIS", "UNCLAS", "apples", "– twice"):
        start = record.text.index(word)
        begin, end = record.offsets.bytes_of(Span(start, start + len(word)))
        assert raw[begin:end].decode() == word
    quote = record.text.index('"')
    begin, end = record.offsets.bytes_of(Span(quote, quote + 1))
    assert raw[begin:end] == b'\\"'
    both = record.offsets.bytes_of(Span(len(head) - 5, len(head) + 7))
    assert raw[slice(*both)] == b'PARIS","UNCLAS'


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_header_and_text_are_joined_by_the_line_end_of_the_dump(tmp_path: Path, end: str) -> None:
    lines = "VZCZCXRO1234", "FM AMEMBASSY PARIS", "UNCLAS PARIS 000001", "", "LINDEN"
    head, body = end.join(lines[:2]), end.join(lines[2:])
    file = tmp_path / "dump.csv"
    row = f'"1","3/15/2006 12:34","06PARIS1","Embassy Paris","SECRET","","{head}","{body}"'
    file.write_bytes(f"{row}{end}".encode())
    (record,) = records(file)
    assert record.text == end.join(lines)


def test_a_row_with_too_few_columns_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    file = tmp_path / "dump.csv"
    short = '"2","3/15/2006 12:34","06PARIS2","Embassy Paris","SECRET"\n'
    file.write_text(dump_row(1) + short + dump_row(3))
    frames = frames_of(file)
    assert [frame.id for frame in frames] == ["06PARIS1", "06PARIS2", "06PARIS3"]
    offset = len(dump_row(1))
    assert frames[1].problem == f"row 2 at byte {offset}: the row has 5 columns instead of 8"
    assert frames[2].problem is None


def test_a_file_that_ends_inside_a_field_says_where(tmp_path: Path) -> None:
    file = tmp_path / "dump.csv"
    whole = dump_row(1)
    cut = dump_row(2)[:-40]
    file.write_text(whole + cut)
    frames = frames_of(file)
    assert frames[0].problem is None
    end = len(whole) + len(cut)
    assert problems(file) == [
        f"{file}: row 2 at byte {len(whole)}: the file ends inside a quoted field at byte {end}"
    ]


def test_an_open_quotation_mark_costs_its_row_only(tmp_path: Path) -> None:
    file = tmp_path / "dump.csv"
    file.write_text(dump_row(1) + dump_row(2).rstrip('"\n') + "\n" + dump_row(3))
    frames = frames_of(file)
    assert [frame.id for frame in frames if frame.problem is None] == ["06PARIS1", "06PARIS3"]
    assert len(problems(file)) == 1


@pytest.mark.parametrize(
    ("length", "limit", "reason"),
    [(900_000, 400_000, ", or a quotation mark left open"), (2000, 1000, "")],
    ids=["far from its end", "at hand"],
)
def test_a_row_beyond_the_limit_is_refused_and_the_rest_is_read(
    tmp_path: Path, length: int, limit: int, reason: str
) -> None:
    file = tmp_path / "dump.csv"
    file.write_text(dump_row(1) + dump_row(2, "x" * length) + dump_row(3))
    options = ReadOptions(limits=Limits(record_bytes=limit))
    frames = frames_of(file, options)
    assert [frame.id for frame in frames if frame.problem is None] == ["06PARIS1", "06PARIS3"]
    place = f"{file}: row 2 at byte {len(dump_row(1))}"
    refused = f"{place}: a row larger than the limit of {limit} bytes{reason}"
    assert problems(file, options) == [refused]


def table(count: int) -> str:
    """A table with texts of several lines, with commas and quotation marks."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["id", "text"])
    for serial in range(1, count + 1):
        text = f'UNCLAS PARIS {serial}\n\nTAGS: EAGR, FR\n\n1. A, "quoted" word.\nLYON, FRANCE\n'
        writer.writerow([f"06PARIS{serial}", text])
    return out.getvalue()


def test_a_table_that_ends_inside_a_field_has_one_fault(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text(table(3)[:-20])
    assert [frame.id for frame in frames_of(file)] == ["06PARIS1", "06PARIS2", "row-3"]
    assert len(problems(file)) == 1
    assert "the file ends inside a quoted field" in problems(file)[0]


@pytest.mark.parametrize("count", [4, 6000])
def test_an_open_quotation_mark_of_a_table_costs_its_row_only(tmp_path: Path, count: int) -> None:
    file = tmp_path / "other.csv"
    rows = table(count).split('\n"\n')
    file.write_text(rows[0] + "\n\n" + '\n"\n'.join(rows[1:]))
    frames = frames_of(file)
    assert [frame.id for frame in frames if frame.problem is None] == [
        f"06PARIS{serial}" for serial in range(2, count + 1)
    ]
    assert len(problems(file)) == 1


def test_a_backslash_in_the_first_row_of_a_dump(tmp_path: Path) -> None:
    file = tmp_path / "dump.csv"
    file.write_text(dump_row(1).replace("Embassy Paris", 'Embassy \\"Paris\\\\') + dump_row(2))
    first, second = records(file)
    assert (first.id, second.id) == ("06PARIS1", "06PARIS2")
    assert first.metadata is not None
    assert first.metadata.origin == 'Embassy "Paris\\'


def test_a_table_in_utf16_is_said_to_be_so(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text(table(2), encoding="utf-16")
    assert "the table is UTF-16 or not text" in problems(file)[0]


def test_other_tables_name_their_columns(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text('key,sent,words\n05ROME1,2005-02-03,"UNCLAS ROME 000001\n""quoted"""\n')
    options = ReadOptions(text_column="words", id_column="key", date_column="sent")
    (record,) = records(file, options)
    assert record.text == 'UNCLAS ROME 000001\n"quoted"'
    assert record.id == "05ROME1"
    assert record.metadata is not None
    assert str(record.metadata.date) == "2005-02-03"


def test_an_id_is_read_without_its_escapes(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text('id,text\n"06 ""PARIS"" 1",UNCLAS PARIS 1\n')
    assert [frame.id for frame in frames_of(file)] == ['06 "PARIS" 1']


def test_two_columns_of_the_name_are_one_too_many(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("id,text,text\n05ROME1,a,b\n")
    assert problems(file) == [f"{file}: 2 columns are named 'text'"]


def test_usual_names_of_columns_are_taken(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("\ufeffMRN,Date,Text\r\n05ROME1,2005-02-03,UNCLAS ROME 1\r\n", newline="")
    (record,) = records(file)
    assert (record.id, record.text) == ("05ROME1", "UNCLAS ROME 1")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (ReadOptions(text_column="none"), "no column named 'none'; the columns are: a, b"),
        (ReadOptions(), "no column holds the text; name it with --text-column (columns: a, b)"),
    ],
)
def test_a_missing_column_is_said(tmp_path: Path, options: ReadOptions, message: str) -> None:
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n")
    assert problems(file, options) == [f"{file}: {message}"]


def test_an_empty_table_is_said(tmp_path: Path) -> None:
    file = tmp_path / "empty.csv"
    file.touch()
    assert problems(file) == [f"{file}: the table is empty"]


CELLS = st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=40)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=6), st.booleans())
def test_rows_are_what_the_csv_module_wrote(table: list[list[str]], escaped: bool) -> None:
    written = io.StringIO()
    dialect: Dialect = "dump" if escaped else "csv"
    if escaped:
        table = [[cell.replace("\\", "/") for cell in row] for row in table]
        csv.writer(written, quoting=csv.QUOTE_ALL, doublequote=False, escapechar="\\").writerows(
            table
        )
    else:
        csv.writer(written, quoting=csv.QUOTE_ALL).writerows(table)
    data = written.getvalue().encode()
    found = list(rows(Window(_Drops(data)), Form(dialect), 1 << 20))
    assert [row.fault for row in found] == [None] * len(table)
    undo = (b'\\"', b'"') if escaped else (b'""', b'"')
    cells = [
        [row.field(n).replace(*undo).decode() for n in range(len(row.fields))] for row in found
    ]
    assert cells == table
    assert b"".join(row.data for row in found) == data
    assert [data[row.offset : row.offset + len(row.data)] for row in found] == [
        row.data for row in found
    ]


PIECES = st.sampled_from([r"\"", '""', r"\\", "\\", '"', ",", "\n", "a", "a"])


@given(st.lists(PIECES, max_size=8).map("".join), st.integers(0, 7))
def test_a_row_that_is_matched_as_a_whole_is_what_its_fields_are(field: str, place: int) -> None:
    data = b",".join(b'"%b"' % (field.encode() * (n == place)) for n in range(8)) + b"\n"
    found = list(rows(Window(io.BytesIO(data)), Form("dump"), 1 << 20))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cablelint.archive.read.formats.rows._DUMP_ROW", re.compile(rb"(?!)"))
        assert found == list(rows(Window(io.BytesIO(data)), Form("dump"), 1 << 20))


class _Drops(io.BytesIO):
    """A stream that returns a few bytes at a time."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(7)


def test_frames_are_plain_data_and_carry_the_reader(tmp_path: Path) -> None:
    file = tmp_path / "dump.csv"
    file.write_text(dump_row(1))
    (frame,) = frames_of(file)
    assert isinstance(frame, Frame)
    assert frame.reader == "table"
    assert frame.data == dump_row(1).encode()
