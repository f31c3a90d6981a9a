from __future__ import annotations

import errno
import gzip
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.growth import DOUBLED, growth

from cablelint.api import lint_text
from cablelint.baseline import Baseline, BaselineError
from cablelint.config.discovery import Settings
from cablelint.finding import Suppressed
from cablelint.result import Result
from cablelint.rule import Rule

WordRule = Callable[..., Rule]
MakeSettings = Callable[..., Settings]
Check = Callable[..., Result]


@pytest.fixture
def check(word_rule: WordRule, make_settings: MakeSettings) -> Check:
    settings = make_settings(word_rule("MAPLE", "maple"), word_rule("ROWAN", "rowan"))

    def run(text: str, path: str = "a.txt") -> Result:
        return lint_text(text, path=path, settings=settings)

    return run


def stored(result: Result, path: Path) -> Baseline:
    baseline = Baseline()
    baseline.add(result)
    baseline.save(path)
    return Baseline.load(path)


@pytest.mark.parametrize("name", ["b.json", "b.jsonl", "b.jsonl.gz", "b.json.gz"])
def test_known_findings_are_taken_out(check: Check, tmp_path: Path, name: str) -> None:
    baseline = stored(check("MAPLE\nROWAN\n"), tmp_path / name)
    result = baseline.apply(check("\n\nROWAN\nMAPLE\nMAPLE 2\n"))
    assert [one.finding.rule for one in result.findings] == ["maple"]
    assert [one.finding.suppressed for one in result.suppressed] == [Suppressed.EXTERNAL] * 2
    assert baseline.stale() == []


def test_multiplicity_counts(check: Check, tmp_path: Path) -> None:
    baseline = stored(check("MAPLE\nMAPLE\n"), tmp_path / "b.json")
    assert len(baseline.apply(check("MAPLE\nMAPLE\nMAPLE\n")).findings) == 1


def test_a_swap_is_not_hidden(check: Check, tmp_path: Path) -> None:
    baseline = stored(check("MAPLE one\n"), tmp_path / "b.json")
    assert len(baseline.apply(check("MAPLE two\n")).findings) == 1
    assert [one.rule for one in baseline.stale()] == ["maple"]


def test_stale_entries_are_those_of_records_that_were_seen(check: Check, tmp_path: Path) -> None:
    (tmp_path / "b.txt").touch()
    baseline = Baseline()
    baseline.add(check("MAPLE\n", str(tmp_path / "b.txt")))
    baseline.add(check("ROWAN\n", str(tmp_path / "gone.txt")))
    baseline.save(tmp_path / "b.json")
    baseline = Baseline.load(tmp_path / "b.json")
    baseline.apply(check("", str(tmp_path / "c.txt")))
    assert [one.rule for one in baseline.stale()] == ["rowan"]
    assert baseline.prune() == 1
    baseline.apply(check("", str(tmp_path / "b.txt")))
    assert [one.rule for one in baseline.stale()] == ["maple"]
    assert baseline.prune() == 1
    assert not baseline.stored


def test_the_file_merges_entry_by_entry(check: Check, tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    stored(check("ROWAN\nMAPLE\n"), path)
    lines = path.read_text("utf-8").splitlines()
    assert lines[0] == '{"version":1,"suppressions":['
    assert [line.count("fingerprint") for line in lines[1:-1]] == [1, 1]
    assert lines[1:-1] == sorted(lines[1:-1])
    assert "line" not in path.read_text("utf-8")
    again = tmp_path / "again.json"
    Baseline.load(path).save(again)
    assert again.read_bytes() == path.read_bytes()


def test_duplicates_of_a_merge_are_summed(check: Check, tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    stored(check("MAPLE\n"), path)
    path.write_bytes(path.read_bytes() * 2)
    assert Baseline.load(path).apply(check("MAPLE\nMAPLE\nMAPLE\n")).findings != ()
    assert Baseline.load(path).apply(check("MAPLE\nMAPLE\n")).findings == ()


def test_compressed_files_are_the_same_each_time(check: Check, tmp_path: Path) -> None:
    one, two = tmp_path / "1.jsonl.gz", tmp_path / "2.jsonl.gz"
    stored(check("MAPLE\n"), one)
    stored(check("MAPLE\n"), two)
    assert one.read_bytes() == two.read_bytes()
    assert gzip.decompress(one.read_bytes()).count(b"\n") == 1


@pytest.mark.parametrize(
    "data", [b"", b"nonsense", b"[]", b'{"version":9,"suppressions":[]}', b"\xff\xfe"]
)
def test_a_file_that_is_not_a_baseline_is_reported(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "b.json"
    path.write_bytes(data)
    with pytest.raises(BaselineError, match=r"b\.json"):
        Baseline.load(path)
    (tmp_path / "b.jsonl.gz").write_bytes(b"no gzip")
    with pytest.raises(BaselineError, match=r"b\.jsonl\.gz"):
        Baseline.load(tmp_path / "b.jsonl.gz")


def test_nothing_is_kept_of_records_without_known_findings(check: Check, tmp_path: Path) -> None:
    baseline = stored(check("MAPLE\n"), tmp_path / "b.json")
    fields = set(Baseline.__slots__) - {"folder"}
    held = [len(getattr(baseline, name)) for name in fields]
    for number in range(100):
        baseline.apply(check("ROWAN\n", f"{number}.txt"))
    assert [len(getattr(baseline, name)) for name in fields] == held


@pytest.mark.parametrize(
    ("record", "gone"),
    [
        ("gone.txt", True),
        ("gone.csv#06PARIS1", True),
        ("there.txt", False),
        ("there.csv#06PARIS1", False),
        ("number#1.txt", False),
        ("number#1.txt#06PARIS1", False),
        ("t.zip/m.txt", False),
        ("t.zip/folder/m.csv#06PARIS1", False),
        ("gone.zip/m.txt", False),  # or a folder, which may be elsewhere today
        ("elsewhere/m.txt", False),
        ("s3://bucket/m.txt", False),
        ("<stdin>", False),
        ("caf\\xe9.txt", False),
        (f"gone.csv#{'9' * 400}", False),
    ],
)
def test_only_what_surely_is_gone_is_stale(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record: str, gone: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("there.txt", "there.csv", "number#1.txt", "t.zip"):
        (tmp_path / name).touch()
    baseline = stored(check("MAPLE\n", record), tmp_path / "b.json")
    baseline.apply(check("", "other.txt"))
    assert [one.record for one in baseline.stale()] == [record] * gone
    assert baseline.prune() == gone


def test_what_cannot_be_looked_at_is_not_gone(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "exists", os.path.exists)  # as from Python 3.14 on
    monkeypatch.chdir(tmp_path)
    baseline = stored(check("MAPLE\n", f"{'9' * 400}.txt"), tmp_path / "b.json")
    baseline.apply(check("", "other.txt"))
    assert baseline.stale() == []


def test_findings_of_rules_that_did_not_run_are_kept(check: Check, tmp_path: Path) -> None:
    baseline = stored(check("MAPLE\nROWAN\n"), tmp_path / "b.json")
    baseline.apply(check(""), frozenset({"maple"}))
    assert [one.rule for one in baseline.stale()] == ["rowan"]
    baseline.forget("a.txt", silent=frozenset({"maple"}))
    assert [rule for keys in baseline.stored.values() for rule, _ in keys] == ["maple"]
    assert baseline.apply(check("MAPLE\nROWAN\n")).findings != ()


def test_storing_many_records_takes_linear_time(check: Check) -> None:
    result = check("MAPLE\nROWAN\n")

    def store(number: int) -> None:
        baseline = Baseline()
        for at in range(number):
            one = replace(result, path=f"{at}.txt")
            baseline.forget(one.name)
            baseline.add(one)

    assert growth(partial(store, 1000), partial(store, 2000)) < DOUBLED


def test_a_write_that_fails_leaves_the_old_file(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "b.json"
    baseline = stored(check("MAPLE\n"), path)
    before = path.read_bytes()
    baseline.add(check("ROWAN\n"))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        baseline.save(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_no_plain_one_is_not_replaced(check: Check, tmp_path: Path) -> None:
    link = tmp_path / "b.json"
    link.symlink_to("/dev/null")
    baseline = Baseline()
    baseline.add(check("MAPLE\n"))
    baseline.save(link)
    assert link.is_symlink()
    assert Path("/dev/null").is_char_device()
