"""What `check` takes, refuses, and exits with."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from tests.linter.cli.conftest import Shell, rows, write

from cablelint.cli.exit_codes import JobError


def test_exit_codes(shell: Shell) -> None:
    write("good.txt", "OAK tree\n")
    write("warn.txt", "ROWAN\n")
    write("bad.txt", "MAPLE\n")
    assert shell.code("check", "good.txt") == 0
    assert shell.code("check", "warn.txt") == 0
    assert shell.code("check", "warn.txt", "--fail-level", "warning") == 1
    assert shell.code("check", "warn.txt", "--max-warnings", "0") == 1
    assert shell.code("check", "warn.txt", "--max-warnings", "1") == 0
    assert shell.code("check", "bad.txt") == 1
    assert shell.code("check", "bad.txt", "--exit-zero") == 0
    assert shell.code("check", "gone.txt", "--exit-zero") == 2
    assert shell.code("check", "good.txt", "--fail-unchecked") == 1
    assert shell.code("check", "good.txt", "--fail-unchecked", "--exit-zero") == 0
    write("checked.txt", "1. OAK\n")
    assert shell.code("check", "checked.txt", "--fail-unchecked") == 0
    assert shell.code("check", "bad.txt", "--no-such-flag") == 2
    assert shell.code("chekc", "bad.txt") == 2


def test_the_fail_level_is_that_of_the_file_s_own_configuration(shell: Shell) -> None:
    write("in/a.txt", "ROWAN\n")
    write("in/cablelint.toml", 'fail-level = "warning"')
    assert shell.code("check", "in/a.txt") == 1


@pytest.mark.parametrize(
    ("name", "data", "code", "message"),
    [
        ("empty.txt", b"", 1, "not-a-cable"),
        ("binary.txt", bytes(range(256)) * 40, 1, "the data are binary"),
        ("nuls.txt", b"\0" * 100_000, 1, "the data are binary"),
        ("bad.txt", b"S E C R E T \xff\xfe OAK\n", 0, ""),
        ("wide.txt", "OAK \U0001d11e\n".encode("utf-16"), 0, ""),
    ],
)
def test_bad_input_gets_an_answer(
    shell: Shell, name: str, data: bytes, code: int, message: str
) -> None:
    write(name, data)
    result = shell("check", name)
    assert result.return_value == code
    assert message in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "gone.txt"], "gone.txt: no such file or folder"),
        (
            ["check", "empty"],
            "no telegram found in empty; in folders *.txt, *.cable, archives, and",
        ),
        (["check", "--select", "mapel", "a.txt"], "did you mean 'maple'?"),
        (["check", "--select", "CBL77", "a.txt"], "'CBL77' matches no rule"),
        (["check", "--severity", "maple=fatal", "a.txt"], "severity: invalid enum value 'fatal'"),
        (["check", "--config", "gone.toml", "a.txt"], "gone.toml: no such configuration file"),
        (["check", "--config", "selct=['a']", "a.txt"], "did you mean 'select'?"),
        (["check", "--config", "bad.toml", "a.txt"], "bad.toml:2:1: "),
        (["check", "--output-format", "jsno", "a.txt"], "did you mean 'json'?"),
        (["check", "-o", "no/where.txt", "a.txt"], "cannot write no/where.txt: No such file"),
        (["check", "--output-format", "json", "--output-format", "concise", "a.txt"], "to stdout"),
        (
            ["check", "-o", "x.json", "--output-format", "json", "-o", "./x.json", "a.txt"],
            "two reports write",
        ),
        (["check", "--baseline", "gone.json", "a.txt"], "gone.json: no such baseline"),
        (["check", "--files-from", "gone.lst"], "gone.lst: No such file"),
        (["rule", "mapel-leaf"], "'mapel-leaf' is not a rule"),
        (["rule"], "expected one rule"),
        (["grammar", "telegarm"], "did you mean 'telegram'?"),
        (["config", "selct"], "did you mean 'select'?"),
        (["parse", "gone.txt"], "gone.txt: No such file"),
        (["parse"], "no file given"),
        (["parse", "a.txt", "bad.toml"], "expected one, or --output-format json-lines"),
        (["parse", "--output-format", "json-lines", "gone"], "gone: no such file"),
    ],
)
def test_what_cannot_be_done_is_an_error_with_a_reason(
    shell: Shell, arguments: list[str], message: str
) -> None:
    write("a.txt", "OAK\n")
    write("bad.toml", "select = [\n")
    Path("empty").mkdir()
    result = shell(*arguments)
    assert isinstance(result.exception, JobError)
    assert message in str(result.exception)


def test_an_empty_folder_can_be_allowed(shell: Shell) -> None:
    Path("empty").mkdir()
    assert shell.code("check", "empty", "--allow-empty") == 0


def test_statistics(shell: Shell) -> None:
    write("a.txt", "MAPLE MAPLE\n")
    result = shell("check", "--statistics", "-q", "--output-format", "concise", "a.txt")
    assert result.stdout.split() == ["2", "[", "]", "maple"]


def test_quiet_and_silent(shell: Shell) -> None:
    write("a.txt", "MAPLE\n")
    assert shell("check", "-q", "--output-format", "concise", "a.txt").stdout.count("\n") == 1
    silent = shell("check", "-s", "a.txt")
    assert (silent.output, silent.return_value) == ("", 1)


def test_a_list_of_paths_has_a_limit(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    write("c.txt", "OAK\n")
    monkeypatch.setattr("cablelint.cli.check._LIST_BYTES", 6)
    assert shell.code("check", "--files-from", "-", stdin="c.txt\n") == 0
    result = shell("check", "--files-from", "-", stdin="cc.txt\n")
    assert "-: a list of more than 6 bytes; split it" in str(result.exception)


def test_stdin_under_a_name(shell: Shell) -> None:
    write("old/cablelint.toml", '[per-file-ignores]\n"*.txt" = ["maple"]')
    assert shell.code("check", "-", stdin="MAPLE\n") == 1
    assert shell.code("check", "-", "--stdin-filename", "old/a.txt", stdin="MAPLE\n") == 0
    output = shell("check", "-", "--output-format", "concise", stdin="MAPLE\n").stdout
    assert output.startswith("<stdin>:1:1: ")


def test_paths_from_a_list(shell: Shell) -> None:
    write("a b.txt", "MAPLE\n")
    write("c.txt", "OAK\n")
    write("list", "a b.txt\nc.txt\n")
    write("nul", b"a b.txt\0c.txt\0")
    for name in ("list", "nul"):
        result = shell("check", "--files-from", name, "--output-format", "jsonl")
        assert len(rows(result, "record")) == 2
    assert shell.code("check", "--files-from", "-", stdin="c.txt\n") == 0


def test_ignores_are_shown_on_demand(shell: Shell) -> None:
    write("a.txt", "# cablelint: file-ignore[maple]\nMAPLE\n")
    assert shell.code("check", "a.txt") == 0
    assert shell.code("check", "--no-ignores", "a.txt") == 1


def test_files_and_settings_are_shown(shell: Shell) -> None:
    write("in/a.txt", "MAPLE\n")
    write("in/cablelint.toml", "[rules.maple]\nwidth = 80\n")
    assert shell("check", "--show-files", "in").stdout == "in/a.txt\n"
    shown = shell("check", "--show-settings", "in/a.txt").stdout
    assert "cablelint.toml" in shown.splitlines()[0]
    assert "[rules.maple]\nwidth = 80" in shown
    assert "encoding" not in shown
    given = shell("check", "--config", "encoding='cp1252'", "--show-settings", "in/a.txt").stdout
    assert 'encoding = "cp1252"' in given
    assert shell("check", "--show-settings", "in").stdout.splitlines()[1:] == shown.splitlines()[1:]
    name = ("--stdin-filename", "in/b.txt")
    all_shown = shell("check", "--show-settings", "in", "gone/a.txt", "-", *name).stdout
    assert [line for line in all_shown.splitlines() if line.startswith("# ")] == [
        f"# in: from {Path('in/cablelint.toml').absolute()}",
        "# gone/a.txt: from the defaults",
        f"# in/b.txt: from {Path('in/cablelint.toml').absolute()}",
    ]


def test_texts_that_are_not_telegrams_are_skipped_on_demand(shell: Shell) -> None:
    write("a.txt", "MAPLE tree\n")
    result = shell("check", "--only-cables", "-v", "a.txt")
    assert result.return_value == 0
    assert "a.txt: skipped, not a telegram" in result.stderr


def test_a_file_name_that_is_not_utf8_is_shown_with_its_bytes(shell: Shell) -> None:
    shown = os.fsdecode(b"caf\xe9.txt")
    write(shown, "MAPLE\n")
    for arguments in ((shown,), (shown, "--shard", "1/1")):
        result = shell("check", *arguments, "--output-format", "concise")
        assert "caf\\xe9.txt:1:1: " in result.output


def test_a_path_that_is_not_of_a_folder_gets_no_advice_on_folders(shell: Shell) -> None:
    zipfile.ZipFile("empty.zip", "w").close()
    message = str(shell("check", "empty.zip").exception)
    assert message == "no telegram found in empty.zip; use --allow-empty to accept this"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-o", "out.xyz"], "'out.xyz' does not end like a report (.csv, .html, "),
        (["--fail-level", "severe"], "'severe' is not one of 'info', 'warning', 'error'"),
        (["--profile", "strictt"], "'strictt' is not one of 'default', 'strict', "),
    ],
)
def test_values_that_mean_nothing_are_errors_that_name_the_choice(
    shell: Shell, options: list[str], message: str
) -> None:
    write("a.txt", text="1. MAPLE")
    assert message in str(shell("check", "a.txt", *options).exception)
    assert not Path("out.xyz").exists()
