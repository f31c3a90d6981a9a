"""Options of baselines."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
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


def test_the_baseline_beside_the_configuration_holds_below_it(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("cablelint.toml", "")
    file = write("1975/a.txt", "MAPLE\nROWAN\n").absolute()
    write("b.txt", "MAPLE\n")
    shell("check", "--suppress-all", ".")
    monkeypatch.chdir("1975")
    assert shell.code("check", ".") == 0
    assert shell.code("check", "--isolated", ".") == 1
    file.write_text("MAPLE\n", encoding="utf-8")
    assert "1975/a.txt: rowan" in shell("check", ".").stderr
    assert "Removed 1" in shell("check", "--prune-suppressions", ".").stderr
    write("c.txt", "MAPLE\n")
    shell("check", "--suppress-all", "c.txt")
    monkeypatch.chdir("..")
    assert (shell.code("check", "."), shell("check", ".").stderr) == (0, "")
    assert not Path("1975/cablelint-suppressions.json").exists()


def test_names_in_a_baseline_that_is_given_are_from_here(shell: Shell) -> None:
    write("a.txt", "MAPLE\n")
    write("b.txt", "OAK\n")
    Path("kept").mkdir()
    stored = "kept/cablelint-suppressions.json"
    shell("check", "--write-baseline", stored, "a.txt")
    assert shell("check", "--baseline", stored, "b.txt").stderr == ""
    assert shell.code("check", "--baseline", stored, "a.txt") == 0


def test_a_baseline_above_without_a_configuration_is_not_ours(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("own/a.txt", "MAPLE\n")
    shell("check", "--suppress-all", ".")
    monkeypatch.chdir("own")
    assert shell.code("check", ".") == 1


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
