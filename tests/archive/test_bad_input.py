"""All bad input in one run from the command line: results name record and byte; the run goes on."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import py7zr
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.archive.conftest import cable, dump_row
from tests.archive.packing import HOSTILE, many, seven, tar_bytes, truncated, zipped

BOMB = {"06PARIS1.txt": cable(1), "bomb.txt": "0" * 12_000_000, "06PARIS2.txt": cable(2)}

Unread = dict[str, str]

#: What is said of which record, by file; and how many records of the file were checked.
EXPECTED: dict[str, tuple[int, Unread]] = {
    "bomb.7z": (1, {"bomb.7z/bomb.txt": "250 times its", "bomb.7z": "250 times its"}),
    "bomb.zip": (2, {"bomb.zip/bomb.txt": "250 times its"}),
    "encrypted.7z": (0, {"encrypted.7z": "the 7z is encrypted"}),
    "encrypted.zip": (1, {"encrypted.zip/06PARIS1.txt": "the member is encrypted"}),
    "few.csv": (2, {"few.csv#06PARIS2": "row 2 at byte 259: the row has 4 columns instead of 8"}),
    "hidden.7z": (0, {"hidden.7z": "the 7z is encrypted"}),
    "hostile.tar": (
        1,
        {
            "hostile.tar/../../etc/06PARIS1.txt": "leads out of the archive; it is not read",
            "hostile.tar//etc/06PARIS2.txt": "is absolute; it is not read",
        },
    ),
    "nested.zip": (1, {"nested.zip/in.zip/in.zip": "an archive inside 2 archives is not opened"}),
    "open.csv": (
        2,
        {"open.csv#row-3": "row 3 at byte 518: the file ends inside a quoted field at byte 717"},
    ),
    "table.parquet": (0, {"table.parquet": "(columns: apples)"}),
    "truncated.7z": (0, {"truncated.7z": "no directory of members up to byte"}),
    "truncated.tar": (
        3,
        {"truncated.tar": "truncated tar: no end mark up to its end at byte 6246"},
    ),
    "truncated.zip": (0, {"truncated.zip": "no directory of members up to its end at byte"}),
    "two.csv": (2, {}),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    here = tmp_path / "bad"
    here.mkdir()
    _containers(here)
    _tables(here)
    return here


def _containers(here: Path) -> None:
    seven(here / "bomb.7z", BOMB)
    zipped(here / "bomb.zip", BOMB)
    seven(here / "encrypted.7z", password="LINDEN")
    data = bytearray(
        zipped(here / "encrypted.zip", {"06PARIS1.txt": cable(1), "b.txt": cable(2)}).read_bytes()
    )
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + flags] |= 1
    (here / "encrypted.zip").write_bytes(data)
    with py7zr.SevenZipFile(
        here / "hidden.7z", "w", password="LINDEN", header_encryption=True
    ) as box:
        box.writestr(cable(1), "06PARIS1.txt")
    (here / "hostile.tar").write_bytes(tar_bytes(HOSTILE))
    inner = zipped(here / "inner.zip", {"06PARIS1.txt": cable(1)}).read_bytes()
    (here / "inner.zip").unlink()
    with zipfile.ZipFile(here / "middle.zip", "w") as archive:
        archive.writestr("in.zip", inner)
    with zipfile.ZipFile(here / "nested.zip", "w") as archive:
        archive.writestr("one.zip", inner)
        archive.write(here / "middle.zip", "in.zip")
    (here / "middle.zip").unlink()
    truncated(seven(here / "truncated.7z", many()), 0.7)
    (here / "truncated.tar").write_bytes(tar_bytes(many(9))[:6246])
    truncated(zipped(here / "truncated.zip", many()), 0.5)


def _tables(here: Path) -> None:
    short = '"2","3/15/2006 12:34","06PARIS2","a"\n'
    (here / "few.csv").write_text(dump_row(1) + short + dump_row(3))
    (here / "open.csv").write_text(dump_row(1) + dump_row(2) + dump_row(3)[:-60])
    pq.write_table(pa.table({"apples": [1]}), here / "table.parquet")
    (here / "two.csv").write_text(dump_row(1) + dump_row(1))


@pytest.mark.parametrize("jobs", [[], ["-j", "2"]], ids=["auto", "workers"])
def test_one_run_over_all_of_it(folder: Path, jobs: list[str]) -> None:
    command = [sys.executable, "-m", "cablelint", "check", "--no-progress", *EXPECTED, *jobs]
    done = subprocess.run(
        [*command, "--output-format", "json-lines"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert done.stderr == ""
    assert rows[-1]["kind"] == "summary"
    assert rows[-1]["partial"] is False
    found: dict[str, tuple[int, Unread]] = dict.fromkeys(EXPECTED, (0, {}))
    for row in rows:
        if row["kind"] == "record":
            _note(row, found)
    for file, (checked, unread) in EXPECTED.items():
        assert (found[file][0], list(found[file][1])) == (checked, list(unread)), file
        for name, words in unread.items():
            assert words in found[file][1][name]
    twice = [(row["filename"], row["record_id"]) for row in rows if row.get("code") == "CBL901"]
    assert ("two.csv", "06PARIS1") in twice


def _note(row: dict[str, str], found: dict[str, tuple[int, Unread]]) -> None:
    file = row["filename"].partition("/")[0]
    checked, unread = found[file]
    if row["verdict"] == "unreadable":
        name = row["filename"] + (f"#{row['record_id']}" if row["record_id"] else "")
        found[file] = (checked, unread | {name: row["message"]})
    else:
        found[file] = (checked + 1, unread)
