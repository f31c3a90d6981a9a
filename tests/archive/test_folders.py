"""Which files of a folder are checked: all with telegrams, and nothing that is clearly not one."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.archive.conftest import cable, dump_row
from tests.archive.test_omissions import omitted

from cablelint import api
from cablelint.archive.progress import ReadProgress
from cablelint.archive.read.frame import ReadOptions
from cablelint.config.discovery import Configuration
from cablelint.discover import listing
from cablelint.rules import RULES

pytestmark = pytest.mark.usefixtures("in_folder")


PAGE = "<!DOCTYPE html><html><body><code><pre>{}</pre></code></body></html>"
MANUAL = "<!doctype html><html><body><pre><code>{}</code></pre></body></html>"


def found(read: ReadOptions | None = None) -> list[str]:
    return list(api.collect(["."], api.Configuration(RULES), read))


def test_archives_tables_and_pages_are_taken_beside_texts() -> None:
    with zipfile.ZipFile("texts.zip", "w") as archive:
        archive.writestr("06PARIS3.txt", cable(3))
    for name in ("a.7z", "b.tar.gz", "c.tgz", "d.tar.zst"):
        Path(name).write_bytes(b"")
    Path("dump.csv").write_text(dump_row(1))
    Path("dump.csv.gz").write_bytes(gzip.compress(dump_row(1).encode()))
    Path("rows.csv").write_text(f'name,text\n1,"{cable(4)}"\n')
    Path("lines.jsonl").write_text(json.dumps({"text": cable(5)}) + "\n")
    pq.write_table(pa.table({"text": [cable(6)]}), "table.parquet")
    old = cable(5).replace("\n", "\r")
    Path("old-lines.jsonl").write_text(json.dumps({"text": old}) + "\n")
    Path("page.html").write_text(PAGE.format(cable(7)))
    Path("06PARIS8.html").write_text("<html>cut bef")
    Path("e.txt").write_text("")
    assert found() == [
        "06PARIS8.html",
        "a.7z",
        "b.tar.gz",
        "c.tgz",
        "d.tar.zst",
        "dump.csv",
        "dump.csv.gz",
        "e.txt",
        "lines.jsonl",
        "old-lines.jsonl",
        "page.html",
        "rows.csv",
        "table.parquet",
        "texts.zip",
    ]


def test_what_is_something_else_is_left() -> None:
    Path("README.html").write_text(PAGE.format("pip install cablelint"))
    Path("index.html").write_text("<!doctype html><html><p>Harvests</p></html>")
    Path("manual.html").write_text(MANUAL.format(cable(1)))
    Path("examples.html").write_text(PAGE.format(f"{cable(1)}</pre><pre>x</pre><pre>"))
    Path("stations.csv").write_text("code,name\nPARIS,Paris\n")
    Path("notes.csv").write_text('id,text\n1,"The harvest\nis\nlate\nthis\nyear"\n')
    Path("log.jsonl").write_text('{"level": "info"}\n{"message": "E.O. 12958 is no date"}\n')
    pq.write_table(pa.table({"apples": [1]}), "harvest.parquet")
    for name in ("access.log.gz", "map.png", "paper.docx", "a.py", "b.md"):
        Path(name).write_bytes(b"x")
    assert found() == []


def test_a_folder_that_is_closed_to_us_configures_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    is_file = Path.is_file

    def refusing(path: Path) -> bool:
        if path.parent == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return is_file(path)

    monkeypatch.setattr(Path, "is_file", refusing)
    assert Configuration(RULES).for_path(closed / "06PARIS1.txt").source is None


def test_what_cannot_be_recognized_is_taken() -> None:
    Path("rows.jsonl").write_text("{torn\n{torn\n")
    Path("table.parquet").write_bytes(b"PAR1 torn")
    Path("dump.csv").write_text(dump_row(1)[:90])
    assert found() == ["dump.csv", "rows.jsonl", "table.parquet"]


@pytest.mark.parametrize("form", ["json-lines", "csv", "html", "json", "markdown"])
def test_reports_on_telegrams_are_no_telegrams(form: str) -> None:
    Path("a.txt").write_text(cable(1).replace("12958", "12598"))
    name = {"json-lines": "report.jsonl"}.get(form, f"report.{form}")
    command = [sys.executable, "-m", "cablelint", "check", "a.txt", "--no-cache", "--exit-zero"]
    subprocess.run([*command, "--output-format", form, "-o", name], check=True)
    assert Path(name).stat().st_size > 100
    assert found() == ["a.txt"]


def test_a_table_with_field_labels_in_a_column_of_unknown_name_is_reported() -> None:
    Path("rows.csv").write_text(f'name,cablegram\n1,"{cable(4)}"\n')
    assert found() == found(ReadOptions(text_column="cablegram")) == ["rows.csv"]
    command = [sys.executable, "-m", "cablelint", "check", ".", "--no-progress"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "rows.csv" in done.stdout
    assert "no column holds the text; name it with --text-column" in done.stdout


def test_options_and_gitignore_hold_for_archives() -> None:
    for name in ("a.txt", "a.zip", "old/a.zip", "b.zip"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(b"")
    Path(".gitignore").write_text("b.zip\n")
    assert found() == ["a.txt", "a.zip", "old/a.zip"]
    assert check_files("--include", "*.txt") == ["a.txt"]
    assert check_files("--extend-exclude", "*.zip") == ["a.txt"]
    assert check_files("--extend-include", "*.tel") == ["a.txt", "a.zip", "old/a.zip"]


def check_files(*options: str) -> list[str]:
    command = [sys.executable, "-m", "cablelint", "check", "--show-files", *options]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def test_a_report_is_not_written_over_a_dump_of_the_folder() -> None:
    Path("dump.csv").write_text(dump_row(1))
    command = [sys.executable, "-m", "cablelint", "check", ".", "-o", "dump.csv"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "dump.csv is one of the files to check" in done.stderr
    assert Path("dump.csv").read_text() == dump_row(1)


@pytest.mark.parametrize("few", [3, 4])
def test_many_files_are_found_again_and_few_are_held(
    monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(listing, "FEW", few)
    times = 0

    def find() -> list[str]:
        nonlocal times
        times += 1
        return ["a", "b", "c", "d"]

    files = api.Listing.of(lambda: iter(find()))
    assert len(files) == 4
    assert [*files, *files] == ["a", "b", "c", "d"] * 2
    assert times == (1 if few == 4 else 3)


def test_a_fault_beyond_the_first_files_ends_a_run_before_it_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listing, "FEW", 1)
    for name in ("a.txt", "b.txt"):
        Path(name).write_text(cable(1))
    Path("b.cablelint.toml").write_text("ignroe = []")
    with pytest.raises(api.ConfigError, match=r"unknown key 'ignroe'"):
        api.Listing.of(lambda: api.collect(["."], api.Configuration(RULES)))


def test_folders_nested_deeper_than_functions_can_be() -> None:
    here = Path.cwd()
    for _ in range(1500):
        Path("n").mkdir()
        os.chdir("n")
    Path("a.txt").write_text("")
    os.chdir(here)
    Path("z.txt").write_text("")
    try:
        files, _, faults = omitted()
    finally:  # what removes the test's folder calls itself for each level
        subprocess.run(["rm", "-rf", "n"], check=True)
    assert files[-1] == "z.txt"
    assert len(files) + len(faults) == 2


def test_a_named_link_that_is_broken() -> None:
    Path("a.txt").symlink_to("gone.txt")
    with pytest.raises(api.MissingPathError, match=r"a.txt: a broken link"):
        list(api.collect(["a.txt"], Configuration(RULES)))


def test_paths_that_lie_in_each_other_give_each_file_once() -> None:
    for name in ("in/a.txt", "in-b/a.txt", "in/deep/a.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("")
    configuration = api.Configuration(RULES)
    for paths in (["in/deep", "in-b", "in"], ["in/deep/a.txt", "in-b", "in/./"]):
        files = [Path(one).as_posix() for one in api.collect(paths, configuration)]
        assert files == ["in/deep/a.txt", "in-b/a.txt", "in/a.txt"]


def test_progress_over_many_files_counts_them() -> None:
    read_progress = ReadProgress.of(iter(()), 20_000)
    for _ in range(5_000):
        read_progress.next("gone")
    assert read_progress.share == 0.25
