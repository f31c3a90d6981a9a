"""Runs whose disk fills or whose state file is damaged."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pyarrow import parquet
from tests.archive.command_line import CABLELINT, JSON_LINES, check


@pytest.mark.parametrize("content", [b"junk" * 100, b""])
def test_a_state_file_that_is_damaged(dump: Path, tmp_path: Path, content: bytes) -> None:
    state = tmp_path / "state"
    state.write_bytes(content)
    if content:
        said = check(dump, "--resume", state, *JSON_LINES, tmp_path / "out", code=2)
        assert f"{state}: damaged, or not a state file of cablelint" in said
        assert "delete it" not in said
        assert state.read_bytes() == content
    else:  # as touch makes it
        check(dump, "--resume", state, *JSON_LINES, tmp_path / "out")
        assert state.stat().st_size > 0


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """The mount point of the disk of 128 kB of ``on_a_small_disk``."""
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk"


@pytest.fixture
def on_a_small_disk(dump: Path, disk: Path) -> Run:
    """Run ``check`` over the dump with the small disk mounted."""
    script = f'mount -t tmpfs -o size=128k none {disk} && cp /dev/null {disk}/x && exec "$@"'
    command = ["unshare", "-rm", "sh", "-c", script, "sh"]
    if shutil.which("unshare") is None:
        pytest.skip("a small tmpfs needs unshare")
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount")

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        asked = [*CABLELINT, "check", "--no-progress", str(dump), "-j", "1", *map(str, arguments)]
        whole = [*command, *asked]
        return subprocess.run(whole, capture_output=True, text=True, timeout=120, check=False)

    return run


def test_a_disk_that_fills(on_a_small_disk: Run, disk: Path, tmp_path: Path) -> None:
    run, out = on_a_small_disk, tmp_path / "out"
    journal = run("--no-cache", "--resume", disk / "state", *JSON_LINES, out)
    assert journal.returncode == 2
    assert f"{disk / 'state'}: cannot be written" in journal.stderr
    assert b'"kind":"record"' in out.read_bytes()
    cache = run("--cache-dir", disk, *JSON_LINES, out)
    assert cache.returncode == 1
    assert json.loads(out.read_text().splitlines()[-1])["records"] == 600
    target = run("--no-cache", *JSON_LINES, disk / "report")
    assert target.returncode == 2
    assert f"cannot write {disk / 'report'}" in target.stderr


@pytest.mark.parametrize("full", ["report.jsonl", "report.csv", "state"])
def test_what_was_found_stays_in_the_other_reports(
    on_a_small_disk: Run, disk: Path, tmp_path: Path, full: str
) -> None:
    """A report or the journal is on the full disk."""
    state = disk if full == "state" else tmp_path
    names = ("json", "jsonl", "sarif", "parquet", "csv")
    good = [tmp_path / f"good.{name}" for name in names]
    places = [*good[:2], *([] if full == "state" else [disk / full]), *good[2:]]
    done = on_a_small_disk(
        "--no-cache", "--select", "ALL", "--resume", state / "state",
        *(one for place in places for one in ("-o", place)),
    )  # fmt: skip
    assert done.returncode == 2
    assert ("cannot be written" if full == "state" else "cannot write") in done.stderr
    assert "Exception ignored" not in done.stderr
    report = json.loads(good[0].read_bytes())
    assert report["summary"]["partial"] is True
    assert 0 < len(report["records"]) == report["summary"]["records"]
    last = json.loads(good[1].read_bytes().splitlines()[-1])
    assert last == {"kind": "summary", "version": 1, **report["summary"]}
    found = report["summary"]["findings"]
    assert len(json.loads(good[2].read_bytes())["runs"][0]["results"]) == found
    assert parquet.read_table(good[3]).num_rows == found
    assert good[4].read_text().endswith("\n")
