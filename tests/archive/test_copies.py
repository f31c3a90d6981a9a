"""Repaired copies: only the repaired lines differ, in the format of the container."""

from __future__ import annotations

import json
import tarfile
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.archive.conftest import cable, dump_row, frames_of
from tests.archive.packing import CONTAINERS
from tests.archive.reading import PAGE

from cablelint.archive.copies import repaired_copy
from cablelint.archive.errors import DamagedError, RefusedError
from cablelint.archive.read.formats import reader
from cablelint.archive.read.frame import Limits, ReadOptions
from cablelint.record import Record


def shout(record: Record, file: str) -> str:
    """Repair the second record: change a line, insert one, remove one."""
    if "000002" not in record.text and "001823" not in record.text:
        return record.text
    return record.text.replace("SIPDIS\n", '"A" & <b>\n').replace("LINDEN\n", "ROWAN\nALDER\n")


def copy_of(path: Path) -> Path:
    target = path.parent / "out" / path.name
    repaired_copy(str(path), target, shout, ReadOptions())
    assert not list(target.parent.glob(".*"))
    return target


def texts(path: Path) -> list[str]:
    return [reader(frame.reader).record(frame).text for frame in frames_of(path)]


def expected(path: Path) -> list[str]:
    frames = frames_of(path)
    return [shout(reader(frame.reader).record(frame), "") for frame in frames]


def test_a_dump(tmp_path: Path) -> None:
    path = tmp_path / "dump.csv"
    path.write_text("".join(dump_row(n) for n in range(1, 4)))
    copy = copy_of(path)
    assert texts(copy) == expected(path)
    before, after = path.read_bytes().splitlines(), copy.read_bytes().splitlines()
    assert set(after) - set(before) == {b'\\"A\\" & <b>', b"ROWAN", b"ALDER"}
    assert copy.read_bytes().startswith(dump_row(1).encode())
    assert copy.read_bytes().endswith(dump_row(3).encode())


def test_a_damaged_row_is_copied_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "dump.csv"
    path.write_text(dump_row(1) + '"9","short"\n' + dump_row(2) + '"3","cut')
    copy = copy_of(path)
    assert b'"9","short"\n' in copy.read_bytes()
    assert copy.read_bytes().endswith(b'"3","cut')
    assert b"ROWAN" in copy.read_bytes()


def test_a_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE.replace("TAGS:", "SIPDIS&#x000A;TAGS:"), encoding="utf-8")
    copy = copy_of(path)
    assert texts(copy) == expected(path)
    assert '"A" &amp; &lt;b&gt;&#x000A;TAGS:' in copy.read_text("utf-8")
    assert "<table class='cable'>" in copy.read_text("utf-8")


def test_a_page_keeps_its_tags(tmp_path: Path) -> None:
    page = (
        "<html><code><pre>SIPDIS&#x000A;TAGS: <a href='/t'>PREL</a> <a href='/u'>PARM</a>&#x000A;"
    )
    page += (
        "<a id='par1' href='#par1'>\u00b6</a>1. (C) Rice &amp; ports.&#x000A;LINDEN</pre></code>"
    )
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")

    def repair(record: Record, _: str) -> str:
        return record.text.replace("\u00b6", "").replace("PREL PARM", "PREL, PARM")

    assert repaired_copy(str(path), tmp_path / "copy.html", repair, ReadOptions()) == {}
    expected = page.replace("\u00b6", "").replace("</a> <a", "</a>, <a")
    assert (tmp_path / "copy.html").read_text("utf-8") == expected


def test_a_record_whose_places_are_unknown_is_left(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><!-- <pre>old</pre> --><pre>SIPDIS\n1. (C) Rice.\n</pre></html>")
    left = repaired_copy(str(path), tmp_path / "copy.html", lambda *_: "NODIS\n", ReadOptions())
    assert left == {str(path): "the file's format cannot hold the new text"}
    assert (tmp_path / "copy.html").read_bytes() == path.read_bytes()


def test_what_would_join_two_fields_is_left(tmp_path: Path) -> None:
    path = tmp_path / "dump.csv"
    row = dump_row(1).replace('"","","', '"","FM AMEMBASSY PARIS\nTO OSLO","')
    path.write_text(row)
    names = [reader(frame.reader).record(frame).name for frame in frames_of(path)]
    left = repaired_copy(str(path), tmp_path / "copy.csv", lambda *_: "SIPDIS\n", ReadOptions())
    assert list(left) == names
    assert (tmp_path / "copy.csv").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("text", ["X{}", "{}X", "X{}X"])
def test_a_field_grows_at_its_ends(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cables.csv"
    path.write_text('id,text,note\n1,"rice, ""ports""",a\n2,harvest,b\n')

    def repair(record: Record, _: str) -> str:
        return text.format(record.text)

    assert repaired_copy(str(path), tmp_path / "copy.csv", repair, ReadOptions()) == {}
    rows = f'id,text,note\n1,"{text}",a\n2,{text},b\n'.replace("{}", "%s")
    written = (tmp_path / "copy.csv").read_text()
    assert written == rows % ('rice, ""ports""', "harvest")


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "cables.jsonl"
    lines = [{"id": n, "text": cable(n) + "\u00e9", "x": {"kept": [n]}} for n in (1, 2)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    copy = copy_of(path)
    assert texts(copy) == expected(path)
    first, second = map(json.loads, copy.read_text().splitlines())
    assert first == lines[0]
    assert second["x"] == {"kept": [2]}


@pytest.mark.parametrize("kind", ["zip", "tar", "gz", "bz2", "xz"])
def test_containers(tmp_path: Path, kind: str) -> None:
    path = CONTAINERS[kind](tmp_path)
    copy = copy_of(path)
    assert texts(copy) == expected(path)
    assert any("ROWAN" in text for text in texts(copy))
    if kind == "zip":
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy) as new:
            assert new.testzip() is None
            assert [(i.filename, i.date_time) for i in new.infolist()] == [
                (i.filename, i.date_time) for i in old.infolist()
            ]
    else:
        with tarfile.open(path) as old_tar, tarfile.open(copy) as new_tar:
            assert new_tar.getnames() == old_tar.getnames()


@pytest.mark.parametrize("kind", ["zip", "tar.gz", "tar"])
def test_what_the_limits_refuse_is_not_copied(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"bomb.{kind}"
    (tmp_path / "bomb.txt").write_bytes(b"0" * 3_000_000)
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(tmp_path / "bomb.txt", "bomb.txt")
    else:
        with tarfile.open(path, "w:gz" if kind == "tar.gz" else "w") as packed:
            packed.add(tmp_path / "bomb.txt", "bomb.txt")
    limits = Limits(ratio=50, floor=100_000, total=1_000_000 if kind == "tar" else 1 << 41)
    with pytest.raises(RefusedError, match="unpacks to more than"):
        repaired_copy(str(path), tmp_path / "out" / path.name, shout, ReadOptions(limits=limits))
    assert list((tmp_path / "out").iterdir()) == []


def test_members_too_large_for_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("copies", "read.limits"):
        monkeypatch.setattr(f"cablelint.archive.{module}.SPOOL", 10)
    for kind in ("zip", "tar", "gz"):
        path = CONTAINERS[kind](tmp_path)
        assert texts(copy_of(path)) == expected(path)


def test_tables_pages_and_containers_in_a_container(tmp_path: Path) -> None:
    path = tmp_path / "mixed.zip"
    with zipfile.ZipFile(tmp_path / "inner.zip", "w") as inner:
        inner.writestr("a.txt", cable(2))
    pq.write_table(pa.table({"text": [cable(6)]}), tmp_path / "table.parquet")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in/", b"")
        archive.writestr("in/dump.csv", dump_row(1) + dump_row(2))
        archive.writestr("page.html", PAGE.replace("TAGS:", "SIPDIS&#x000A;TAGS:"))
        archive.write(tmp_path / "inner.zip", "inner.zip")
        archive.write(tmp_path / "table.parquet", "table.parquet")
    copy = copy_of(path)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy) as new:
        assert new.testzip() is None
        assert new.namelist() == old.namelist()
        same = [name for name in old.namelist() if old.read(name) == new.read(name)]
    assert same == ["in/", "inner.zip", "table.parquet"]
    assert b"ALDER" in zipfile.ZipFile(copy).read("in/dump.csv")


def test_a_tar_that_was_cut_is_not_copied_as_if_it_were_whole(tmp_path: Path) -> None:
    path = CONTAINERS["tar"](tmp_path)
    data = path.read_bytes().rstrip(b"\0")
    path.write_bytes(data + bytes(-len(data) % 512))
    with pytest.raises(DamagedError, match="truncated tar"):
        copy_of(path)


def test_a_link_beside_the_copy_is_not_written_through(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": cable(2)}) + "\n")
    (tmp_path / "out").mkdir()
    (tmp_path / "victim").write_text("mine")
    (tmp_path / "out" / ".a.jsonl.part").symlink_to(tmp_path / "victim")
    repaired_copy(str(path), tmp_path / "out" / "a.jsonl", shout, ReadOptions())
    assert (tmp_path / "victim").read_text() == "mine"
    assert "ROWAN" in (tmp_path / "out" / "a.jsonl").read_text()


@pytest.mark.parametrize("kind", ["7z", "zst"])
def test_containers_that_cannot_be_written_again(tmp_path: Path, kind: str) -> None:
    path = CONTAINERS[kind](tmp_path)
    with pytest.raises(DamagedError, match="copies of"):
        copy_of(path)
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("name", ["/abs.txt", "../up.txt", "C:\\x.txt", "..\\y.txt"])
def test_a_member_that_is_not_read_is_not_repaired(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, cable(2))
        archive.writestr("inside.txt", cable(2))
    with zipfile.ZipFile(copy_of(path)) as copy:
        assert copy.read(name).decode() == cable(2)
        assert copy.read("inside.txt").decode() != cable(2)


def test_a_member_that_is_called_a_folder_keeps_its_data(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("folder/"), "")
        archive.writestr(zipfile.ZipInfo("text/"), cable(1))
    with zipfile.ZipFile(copy_of(path)) as copy:
        assert {info.filename: info.file_size for info in copy.infolist()} == {
            "folder/": 0,
            "text/": len(cable(1)),
        }


def test_a_comparison_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hanging(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr("cablelint.archive.copies._made", hanging)
    path = tmp_path / "table.csv"
    path.write_text(dump_row(1823))
    options = ReadOptions(timeout=0.2)
    left = repaired_copy(str(path), tmp_path / "copy.csv", lambda *_: "SIPDIS\n", options)
    assert list(left.values()) == ["not done after 0.2 seconds"]
    assert (tmp_path / "copy.csv").read_bytes() == path.read_bytes()
