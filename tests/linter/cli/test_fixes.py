"""`check --fix` and `--diff`."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.linter.cli.conftest import Shell, pack, rows, unpack, write

from cablelint.cli.exit_codes import JobError


def test_fix_writes_and_reports_what_is_left(shell: Shell) -> None:
    file = write("a.txt", b"\xef\xbb\xbfROWAN\r\nMAPLE\rGUESS\n")
    result = shell("check", "--fix", "--show-fixes", "--output-format", "concise", "a.txt")
    assert file.read_bytes() == b"\xef\xbb\xbfROW-AN\r\nMAPLE\rGUESS\n"
    assert result.return_value == 1
    assert "rowan" not in result.stdout
    assert "Fixed 1 finding." in result.stdout
    assert "1 x CBL402 rowan" in result.stderr


def test_fix_ends_with_0_when_all_is_fixed(shell: Shell) -> None:
    write("a.txt", "ROWAN\n")
    arguments = ("check", "a.txt", "--fail-level", "warning", "--fix")
    assert shell.code(*arguments, "--exit-non-zero-on-fix") == 1
    write("a.txt", "ROWAN\n")
    assert shell.code(*arguments) == 0
    assert shell.code(*arguments, "--exit-non-zero-on-fix") == 0


def test_fix_only_does_not_report(shell: Shell) -> None:
    file = write("a.txt", "ROWAN MAPLE\n")
    assert shell.code("check", "--fix-only", "a.txt") == 0
    assert file.read_text("utf-8") == "ROW-AN MAPLE\n"


def test_unsafe_fixes_and_the_rules_whose_fixes_are_taken(shell: Shell) -> None:
    file = write("a.txt", "ROWAN GUESS\n")
    shell("check", "--fix", "--unsafe-fixes", "--unfixable", "rowan", "a.txt")
    assert file.read_text("utf-8") == "ROWAN KNOWN\n"


def test_diff_changes_nothing_and_reports_what_it_cannot_fix(shell: Shell) -> None:
    file = write("a.txt", "ROWAN\nMAPLE")
    result = shell("check", "--diff", "--output-format", "concise", "a.txt")
    assert "-ROWAN\n+ROW-AN\n" in result.stdout
    assert "a.txt:2:1: error CBL401 maple" in result.stderr
    assert "rowan" not in result.stderr
    assert result.return_value == 1
    assert file.read_text("utf-8") == "ROWAN\nMAPLE"
    write("b.txt", "OAK\n")
    assert shell.code("check", "--diff", "b.txt") == 0
    write("c.txt", "ROWAN\n")
    assert shell.code("check", "--diff", "c.txt") == 1


def test_only_cables_leaves_other_texts_as_they_are(shell: Shell) -> None:
    file = write("a.txt", "a ROWAN\r\n")
    pack("z.zip", {"a.txt": "a ROWAN\n"})
    assert shell.code("check", "--fix", "--only-cables", "a.txt") == 0
    assert shell.code("check", "--fix-output", "out", "--only-cables", "z.zip") == 0
    assert shell("check", "--diff", "--only-cables", "a.txt").stdout == ""
    assert shell("check", "--fix", "--only-cables", "-", stdin="a ROWAN\n").stdout == "a ROWAN\n"
    assert file.read_bytes() == b"a ROWAN\r\n"
    assert unpack("out/z.zip") == {"a.txt": "a ROWAN\n"}
    write("b.txt", "C O N F I D E N T I A L PARIS 001823\n\nSUBJECT: HARVEST\n\nROWAN\n")
    shell("check", "--fix", "--only-cables", "b.txt")
    assert Path("b.txt").read_text().endswith("ROW-AN\n")


@pytest.mark.parametrize(
    "more", [("--shard", "2/2"), ("--resume", "j"), ("--engine", "dask", "--scheduler", "x")]
)
@pytest.mark.parametrize("fix", ["--fix", "--fix-only", "--diff", "--fix-output=out"])
def test_options_that_fixing_cannot_respect_are_refused(
    shell: Shell, fix: str, more: tuple[str, ...]
) -> None:
    file = write("a.txt", "ROWAN\n")
    with pytest.raises(JobError, match=f"^{more[0]}.* cannot be combined"):
        raise shell("check", fix, *more, "a.txt").exception or AssertionError
    assert file.read_text() == "ROWAN\n"


def test_fixing_respects_the_limits_of_a_record(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write("a.txt", "ROWAN\n" + "OAK\n" * 50)
    pack("z.zip", {"a.txt": file.read_text()})
    size = ("--max-record-bytes", "100")
    output = shell("check", *size, "a.txt", "--output-format", "concise").stdout
    assert "larger than the limit of 100 bytes" in output
    assert shell("check", "--fix", *size, "a.txt", "--output-format", "concise").stdout == output
    assert file.read_text().startswith("ROWAN")
    monkeypatch.setattr("cablelint.cli.fix_files.fix_record", lambda *_, **__: time.sleep(30))
    seconds = ("--timeout-per-record", "0.05")
    result = shell("check", "--fix", *seconds, "a.txt", "--output-format", "jsonl")
    assert [one["verdict"] for one in rows(result, "record")] == ["timeout"]
    assert shell("check", "--fix", *seconds, "-", stdin="ROWAN\n").stdout == "ROWAN\n"
    result = shell("check", "--fix-output", "out", *seconds, "z.zip")
    assert "z.zip/a.txt: not repaired: not done after 0.05 seconds" in result.stderr
    assert result.return_value == 2


def test_a_table_is_checked_but_never_written_to(shell: Shell) -> None:
    file = write("a.csv", 'id,text\n05PARIS1,"ROWAN"\n')
    before = file.read_bytes()
    result = shell("check", "--fix", "--text-column", "text", "a.csv")
    assert result.return_value == 2
    assert "a.csv: not repaired: a container; use --fix-output DIR" in result.stderr
    assert file.read_bytes() == before


def test_tables_of_a_folder_are_checked_and_mentioned_once(shell: Shell) -> None:
    for name in ("a.csv", "b.csv"):
        write(name, 'id,text\n05PARIS1,"MAPLE"\n')
    write("c.txt", "ROWAN\n")
    result = shell(
        "check", "--fix", "--text-column", "text", "--include", "*.csv", "--include", "*.txt", "."
    )
    assert result.return_value == 1
    assert result.stderr.count("not repaired") == 1
    assert "2 containers were checked but not repaired" in result.stderr
    assert Path("c.txt").read_text("utf-8") == "ROW-AN\n"


def test_a_read_only_file_is_reported_and_the_others_are_repaired(shell: Shell) -> None:
    write("a.txt", "ROWAN\n").chmod(0o444)
    other = write("b.txt", "ROWAN\n")
    result = shell("check", "--fix", ".")
    assert result.return_value == 2
    assert "a.txt: not repaired: a.txt is read-only" in result.stderr
    assert other.read_text("utf-8") == "ROW-AN\n"


def test_bytes_that_cannot_be_written_back_are_left_alone(shell: Shell) -> None:
    file = write("a.txt", "é ROWAN ".encode() + b"\xff")
    result = shell("check", "--fix", "a.txt")
    assert result.return_value == 2
    assert "has bytes that are not utf-8" in result.stderr
    assert file.read_bytes().endswith(b"\xff")


def test_windows_text_is_repaired_in_its_encoding(shell: Shell) -> None:
    file = write("a.txt", "CAFÉ ROWAN\n".encode("cp1252"))
    shell("check", "--fix", "a.txt")
    assert file.read_bytes() == "CAFÉ ROW-AN\n".encode("cp1252")
