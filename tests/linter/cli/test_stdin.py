"""`check -`: one text from standard input."""

from __future__ import annotations

import pytest
from tests.linter.cli.conftest import Shell, rows, write


def test_fixes_of_stdin_go_to_stdout(shell: Shell) -> None:
    result = shell("check", "--fix", "-", stdin="ROWAN\nMAPLE\n")
    assert result.stdout == "ROW-AN\nMAPLE\n"
    assert "maple" in result.stderr


@pytest.mark.parametrize(
    ("data", "printed", "code"),
    [
        (bytes(range(256)) * 40, None, 1),
        (b"\xef\xbb\xbfROWAN\r\n", b"\xef\xbb\xbfROW-AN\r\n", 0),
        ("CAFÉ ROWAN".encode("cp1252"), "CAFÉ ROW-AN".encode("cp1252"), 0),
        ("ROWAN".encode("utf-16"), "ROW-AN".encode("utf-16"), 0),
        ("é ROWAN".encode() + b"\xff", None, 2),
        (b"OAK \xff\x81", None, 0),
    ],
)
def test_stdin_is_printed_as_it_was_encoded(
    shell: Shell, data: bytes, printed: bytes | None, code: int
) -> None:
    result = shell("check", "--fix", "-", stdin=data)
    assert result.stdout_bytes == (data if printed is None else printed)
    assert result.return_value == code
    assert ("<stdin>: not repaired: it has bytes" in result.stderr) is (code == 2)


def test_stdin_has_the_sidecar_of_its_name(shell: Shell) -> None:
    write("x.txt.cablelint.toml", '[ignore]\nmaple = "the post\'s own"\nrowan = "so is this"\n')
    name = ("-", "--stdin-filename", "x.txt")
    assert shell.code("check", *name, stdin="MAPLE ROWAN\n") == 0
    assert shell("check", "--fix", *name, stdin="MAPLE ROWAN\n").stdout == "MAPLE ROWAN\n"


def test_stdin_is_passed_on_where_its_name_is_excluded(shell: Shell) -> None:
    write("cablelint.toml", 'extend-exclude = ["old/"]')
    name = ("-", "--stdin-filename", "old/x.txt")
    assert shell.code("check", *name, stdin="MAPLE\n") == 1
    result = shell("check", "--force-exclude", "--fix", *name, stdin="MAPLE ROWAN\n")
    assert (result.stdout, result.return_value) == ("MAPLE ROWAN\n", 0)
    result = shell("check", "--force-exclude", "--output-format", "jsonl", *name, stdin="MAPLE\n")
    assert (rows(result), result.return_value) == ([], 0)
    result = shell("check", "--force-exclude", "--diff", *name, stdin="ROWAN\n")
    assert (result.stdout, result.return_value) == ("", 0)


def test_stdin_has_no_copies(shell: Shell) -> None:
    assert shell.code("check", "--fix", "--fix-output", "out", "-", stdin="MAPLE\n") == 2
