"""Forms of tables and documents: delimiters, JSON, SQLite, and what is not read."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from tests.archive.conftest import cable, frames_of, problems

from cablelint.archive.read.formats import reader
from cablelint.archive.read.frame import Frame, Limits, ReadOptions
from cablelint.record import Record

TEXTS = {f"06PARIS{number}": cable(number) for number in (1, 2, 3)}


def records(path: Path, options: ReadOptions | None = None) -> list[Record]:
    return [reader(frame.reader).record(frame) for frame in frames_of(path, options)]


def read(path: Path, options: ReadOptions | None = None) -> dict[str, str]:
    return {str(record.id): record.text for record in records(path, options)}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["t.csv", "t.tsv"])
def test_delimiters_are_found_out(tmp_path: Path, delimiter: str, name: str) -> None:
    if name == "t.tsv" and delimiter != "\t":
        pytest.skip("a tsv file has tabs")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["id", "text", "a, b; c"])
    writer.writerows((key, text, "x") for key, text in TEXTS.items())
    path = tmp_path / name
    path.write_text(out.getvalue(), newline="")
    assert read(path) == TEXTS


def test_a_delimiter_that_is_given(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f'id^text\n06PARIS1^"{TEXTS["06PARIS1"]}"\n')
    assert read(path, ReadOptions(delimiter="^")) == {"06PARIS1": TEXTS["06PARIS1"]}


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl"])
def test_a_header_column_is_joined(tmp_path: Path, name: str) -> None:
    head = 'VZCZC "X"\nDE RUEHPE'
    path = tmp_path / name
    row = {"refid": "06PARIS1", "id": "7", "header": head, "body": TEXTS["06PARIS1"]}
    if name == "t.csv":
        out = io.StringIO()
        writer = csv.DictWriter(out, list(row))
        writer.writeheader()
        writer.writerow(row)
        path.write_text(out.getvalue(), newline="")
    else:
        path.write_text(json.dumps(row) + "\n")
    (record,) = records(path)
    assert record.id == "06PARIS1"
    assert record.text == f"{head}\n{TEXTS['06PARIS1']}"
    assert record.offsets is not None
    from cablegrammar import Span

    start = record.text.index("UNCLAS")
    first, last = record.offsets.bytes_of(Span(start, start + 6))
    assert path.read_bytes()[first:last] == b"UNCLAS"


ROWS = [{"id": key, "text": text} for key, text in TEXTS.items()]
JSON = {
    "array": json.dumps(ROWS),
    "indented": json.dumps(ROWS, indent=2),
    "lines": "\n".join(map(json.dumps, ROWS)),
    "joined": "".join(map(json.dumps, ROWS)),
    "wrapped": json.dumps({"count": 3, "records": ROWS}),
    "objects": json.dumps({key: {"text": text, "x": [{}]} for key, text in TEXTS.items()}),
    "texts": json.dumps(TEXTS),
    "mark": "\ufeff" + json.dumps(ROWS),
}


@pytest.mark.parametrize("form", JSON)
@pytest.mark.parametrize("limit", [1 << 24, 700])
def test_json_documents(tmp_path: Path, form: str, limit: int) -> None:
    path = tmp_path / "t.json"
    path.write_text(JSON[form], "utf-8")
    options = ReadOptions(limits=Limits(record_bytes=limit))
    assert read(path, options) == TEXTS
    for frame in frames_of(path, options):
        data = path.read_bytes()[frame.offset :]
        assert data.startswith(frame.data)


def test_one_object_is_one_record(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps(ROWS[0]))
    assert read(path) == {"06PARIS1": TEXTS["06PARIS1"]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5", "JSON of this form is not read"),
        ('{"level": "info"}', "JSON of this form is not read"),
        ("", "the document holds no records"),
        ('[{"text": "a"}', "reading ended after 1 records: expected ']' at byte 14"),
        ('[{"text": "a"} 5]', "reading ended after 1 records: expected ']'"),
        ("[5, 6]", "not an object, so not a record"),
        ('{"a": ', "the file ends inside a value"),
        ("[" * 1000, "nested deeper than 500 levels"),
    ],
)
def test_json_that_is_not_read(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "t.json"
    path.write_text(text)
    assert said in problems(path)[0]


def test_an_array_of_many_empty_objects_is_two_problems(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text("[" + ",".join(["{}"] * 5000) + "]")
    first, more = problems(path)
    assert "no column holds the text" in first
    assert "4999 more objects" in more


def sqlite_file(path: Path, *tables: str) -> Path:
    with closing(sqlite3.connect(path)) as database, database:
        for table in tables:
            quoted = table.replace('"', '""')
            database.execute(f'CREATE TABLE "{quoted}" (mrn TEXT, body TEXT, date_sent TEXT)')
            rows = ((key, text, "2006-03-15") for key, text in TEXTS.items())
            database.executemany(f'INSERT INTO "{quoted}" VALUES (?, ?, ?)', rows)
        database.execute("CREATE TABLE stations (code TEXT)")
    return path


def test_sqlite(tmp_path: Path) -> None:
    path = sqlite_file(tmp_path / "t.db", 'ca"bles')
    assert read(path) == TEXTS
    (record, *_) = records(path)
    assert record.metadata is not None
    assert str(record.metadata.date) == "2006-03-15"


def test_sqlite_with_several_tables(tmp_path: Path) -> None:
    path = sqlite_file(tmp_path / "t.sqlite", "old", "new")
    assert "several tables hold a column of texts; name one with --table" in problems(path)[0]
    assert read(path, ReadOptions(table="new")) == TEXTS
    assert "no table named 'x'" in problems(path, ReadOptions(table="x"))[0]
    assert "no column holds the text" in problems(path, ReadOptions(table="stations"))[0]


def test_sqlite_in_a_container_and_damaged(tmp_path: Path) -> None:
    path = sqlite_file(tmp_path / "t.sqlite", "cables")
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.write(path, "t.sqlite")
    assert read(tmp_path / "t.zip") == TEXTS
    data = path.read_bytes()
    path.write_bytes(data[:100] + bytes(len(data) - 100))
    assert "the SQLite file cannot be read" in problems(path)[0]


def test_a_locked_sqlite_file(tmp_path: Path) -> None:
    path = sqlite_file(tmp_path / "t.sqlite", "cables")
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("BEGIN EXCLUSIVE")
        assert "database is locked" in problems(path)[0]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"%PDF-1.7\n", "a PDF document is not read; extract its text with 'pdftotext"),
        ("a.txt", b"%PDF-1.7\n", "a PDF document"),
        ("a.xml", b"<TEI><text>x</text></TEI>", "an XML document is not read"),
        ("a.txt", b'<?xml version="1.0"?><a/>', "an XML document is not read"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an older office program"),
        ("a.rtf", b"{\\rtf1 x}", "a Rich Text document"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "an image is not read"),
        ("a.rar", b"Rar!\x1a\x07\x00", "a RAR archive"),
    ],
)
def test_documents_that_are_not_read_are_named(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (problem,) = problems(tmp_path / name)
    assert said in problem


@pytest.mark.parametrize(
    ("members", "said"),
    [
        (["[Content_Types].xml", "word/document.xml"], "a Word document (docx)"),
        (["mimetype", "META-INF/container.xml", "a.xhtml"], "an EPUB book"),
        (["mimetype", "content.xml"], "an OpenDocument file"),
    ],
)
def test_documents_that_are_zips_are_named_once(
    tmp_path: Path, members: list[str], said: str
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    (problem,) = problems(tmp_path / "a.zip")
    assert said in problem


def test_a_declared_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(cable(1, subject="ÁRBOLES").encode("cp1252"))
    (frame,) = frames_of(path)
    assert frame.encoding is None
    undeclared = reader("text").record(frame).undecodable
    assert undeclared is not None
    assert undeclared.read_as == "cp1252"
    (declared,) = records(path, ReadOptions(encoding="cp1252"))
    assert declared.undecodable is None
    assert "ÁRBOLES" in declared.text


def test_members_that_are_not_files_are_counted(tmp_path: Path) -> None:
    import tarfile

    with tarfile.open(tmp_path / "t.tar", "w") as archive:
        archive.addfile(tarfile.TarInfo("06PARIS1.txt"))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    skipped: list[Frame] = [frame for frame in frames_of(tmp_path / "t.tar") if frame.skipped]
    assert [frame.problem for frame in skipped] == ["a symbolic link; it is not read"]
