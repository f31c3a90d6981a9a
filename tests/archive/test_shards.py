"""Runs over a share of an archive, and their merged report."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from tests.archive.command_line import CABLELINT, JSON_LINES, check
from tests.archive.conftest import cable, dump_row


def merge(*files: Path, code: int = 2) -> tuple[bytes, str]:
    """Run ``merge`` and return its stdout and stderr."""
    command = [*CABLELINT, "merge", *map(str, files)]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode == code, done.stderr
    return done.stdout, done.stderr.decode()


@pytest.fixture(scope="module")
def shards(dump: Path) -> list[Path]:
    """The reports of three shards, with names in another order."""
    names = [dump.with_name(f"{name}.jsonl") for name in ("zz", "mm", "aa")]
    for number, name in enumerate(names, 1):
        shard = f"{number}/3"
        check(dump, "--no-cache", "--shard", shard, "--exit-zero", *JSON_LINES, name, code=0)
    return names


def test_shards_merge_to_the_whole_report(shards: list[Path], report: bytes) -> None:
    assert merge(*shards, code=0) == (report, "")
    assert json.loads(shards[1].read_bytes().splitlines()[-1])["shard"] == [2, 3]


def test_shards_without_records_merge_as_well(tmp_path: Path) -> None:
    small, whole = tmp_path / "small.csv", tmp_path / "whole.jsonl"
    small.write_text(dump_row(1) + dump_row(2))
    check(small, "--no-cache", *JSON_LINES, whole, code=0)
    names = [tmp_path / f"{number}.jsonl" for number in range(1, 5)]
    for number, name in enumerate(names, 1):
        check(small, "--no-cache", "--shard", f"{number}/4", *JSON_LINES, name, code=0)
    assert merge(*names, code=0) == (whole.read_bytes(), "")


def test_a_shard_of_no_archive_is_no_run(tmp_path: Path) -> None:
    assert "no telegram found" in check(tmp_path, "--shard", "1/2", code=2)


def test_shards_of_which_some_texts_are_no_cables(tmp_path: Path) -> None:
    """Records are in the order of the shards."""
    for number in range(6):
        text = "Apples are late." if number < 2 else cable(number)
        (tmp_path / f"{number}.txt").write_text(text)
    names = [tmp_path / "b.jsonl", tmp_path / "a.jsonl"]
    for number, name in enumerate(names, 1):
        shard = ("--only-cables", "--shard", f"{number}/2")
        check(tmp_path, "--no-cache", *shard, *JSON_LINES, name, code=0)
    rows = [json.loads(line) for line in merge(*names, code=0)[0].splitlines()]
    files = [Path(row["filename"]).stem for row in rows if row["kind"] == "record"]
    assert files == ["2", "4", "3", "5"]
    assert rows[-1]["passed_over"] == 2


def test_a_file_that_claims_a_shard_of_a_billion(shards: list[Path], tmp_path: Path) -> None:
    text = shards[0].read_text()
    first = tmp_path / "first.jsonl"
    for claim, said in (
        ("[1,1000000000]", "missing shards: 2/1000000000, 3/1000000000, "),
        ("[7,3]", "is shard 7/3, which no run has"),
        ("[0,3]", "is shard 0/3, which no run has"),
    ):
        first.write_text(text.replace('"shard":[1,3]', f'"shard":{claim}'))
        assert said in merge(first)[1]
        assert len(merge(first)[1]) < 300


def test_what_is_not_each_shard_once_is_refused(
    shards: list[Path], report: bytes, tmp_path: Path
) -> None:
    first, second, third = shards
    assert merge(first, third) == (b"", "cablelint: missing shards: 2/3\n")
    assert f"{first} and {first} are both shard 1/3" in merge(*shards, first)[1]
    whole = tmp_path / "whole.jsonl"
    whole.write_bytes(report)
    assert (
        f"{whole} is not a shard, but the other files are shards of 3"
        in merge(first, second, whole)[1]
    )
    whole.write_bytes(third.read_bytes().replace(b'"shard":[3,3]', b'"shard":[3,4]'))
    assert "is shard 2/3, but the other files are shards of 4" in merge(first, second, whole)[1]
    whole.write_bytes(third.read_bytes().rpartition(b'{"kind":"summary"')[0])
    assert f"{whole}: shard unknown: it has no summary" in merge(first, second, whole)[1]
    whole.write_bytes(third.read_bytes().replace(b'"records":200', b'"records":7'))
    assert "these shards are of different archives" in merge(first, second, whole)[1]


def test_reports_that_are_no_shards_follow_one_another(report: bytes, tmp_path: Path) -> None:
    """Even when their numbers of records fit."""
    (tmp_path / "b.jsonl").write_bytes(report.replace(b"06PARIS", b"06ROME"))
    (tmp_path / "a.jsonl").write_bytes(report)
    merged, _ = merge(tmp_path / "b.jsonl", tmp_path / "a.jsonl", code=0)
    assert merged.startswith(report.rpartition(b'{"kind":"summary"')[0])
    assert merged.count(b'"kind":"record"') == 1200


def test_merging_a_shard_that_was_cut_short(dump: Path, report: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(report[: len(report) // 2].rpartition(b"\n")[0] + b"\n")
    done = subprocess.run(
        [*CABLELINT, "merge", str(tmp_path / "a.jsonl")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "was interrupted" in done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["partial"] is True


@pytest.mark.parametrize("shard", ["0/2", "3/2", "1", "a/b", "-1/2"])
def test_what_is_no_shard(dump: Path, shard: str) -> None:
    assert "is not a shard; expected I/N" in check(dump, f"--shard={shard}", code=2)
