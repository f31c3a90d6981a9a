"""Options of baselines."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.linter.cli.conftest import Shell, rows, write


def test_baseline(shell: Shell) -> None:
    file = write("a.txt", "MAPLE\n")
    assert shell.code("check", "--suppress-all", "a.txt") == 0
    assert shell.code("check", "a.txt") == 0
    file.write_text("\n\nMAPLE\nMAPLE two\n", encoding="utf-8")
    assert shell.code("check", "a.txt") == 1
    file.write_text("OAK\n", encoding="utf-8")
    result = shell("check", "a.txt")
    assert result.return_value == 0
    assert "baseline cablelint-suppressions.json has 1 stale finding;" in result.stderr
    assert shell.code("check", "--strict-baseline", "a.txt") == 2
    assert shell("check", "--pass-on-unpruned-suppressions", "a.txt").stderr == ""
    assert "Removed 1" in shell("check", "--prune-suppressions", "a.txt").stderr
    assert shell("check", "a.txt").stderr == ""


def test_baseline_of_rules_that_did_not_run_are_not_pruned(shell: Shell) -> None:
    write("a.txt", "MAPLE\nROWAN\n")
    shell("check", "--suppress-all", "a.txt")
    stored = Path("cablelint-suppressions.json").read_bytes()
    assert shell("check", "--select", "maple", "a.txt").stderr == ""
    assert "Removed 0" in shell("check", "--select", "maple", "--prune-suppressions", ".").stderr
    shell("check", "--select", "maple", "--suppress-all", "a.txt")
    write("cablelint.toml", '[per-file-ignores]\n"a.txt" = ["rowan"]\n')
    assert "Removed 0" in shell("check", "--prune-suppressions", "a.txt").stderr
    assert Path("cablelint-suppressions.json").read_bytes() == stored


def test_baseline_of_records_without_an_answer_are_not_pruned(shell: Shell) -> None:
    file = write("a.txt", "MAPLE\n")
    shell("check", "--suppress-all", "a.txt")
    file.write_bytes(b"%PDF-1.4")
    assert "Removed 0" in shell("check", "--prune-suppressions", "a.txt").stderr
    shell("check", "--suppress-all", "a.txt")
    assert '"maple"' in Path("cablelint-suppressions.json").read_text("utf-8")
    file.write_text("OAK\n", encoding="utf-8")
    assert "Removed 2 " in shell("check", "--prune-suppressions", "a.txt").stderr


def test_baseline_of_members_are_not_pruned_by_another_run(shell: Shell) -> None:
    with zipfile.ZipFile("t.zip", "w") as container:
        container.writestr("m.txt", "MAPLE\n")
    write("number#1.txt", "MAPLE\n")
    write("other/a.txt", "OAK\n")
    shell("check", "--suppress-all", "t.zip", "number#1.txt")
    assert shell("check", "other").stderr == ""
    assert "Removed 0" in shell("check", "--prune-suppressions", "other").stderr
    assert shell.code("check", "t.zip", "number#1.txt") == 0
    Path("number#1.txt").unlink()
    assert "Removed 1" in shell("check", "--prune-suppressions", "other").stderr


def test_baseline_of_one_rule_in_a_named_file(shell: Shell) -> None:
    write("a.txt", "MAPLE ROWAN\n")
    shell("check", "--suppress-rule", "rowan", "--suppressions-location", "k.jsonl.gz", "a.txt")
    output = shell("check", "--baseline", "k.jsonl.gz", "--output-format", "jsonl", "a.txt")
    assert [one["name"] for one in rows(output)] == ["maple"]
    assert shell.code("check", "--write-baseline", "all.json", "a.txt") == 0
    assert shell.code("check", "--baseline", "all.json", "a.txt") == 0
