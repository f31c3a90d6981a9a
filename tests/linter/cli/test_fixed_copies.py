"""`check --fix-output`: repaired copies of files and containers."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.linter.cli.conftest import Shell, pack, unpack, write


def test_copies_of_absolute_paths_are_kept_apart(shell: Shell, tmp_path: Path) -> None:
    files = [str(write(str(tmp_path / name), "ROWAN\n")) for name in ("a/x.txt", "b/x.txt")]
    result = shell("check", "--fix-output", "out", *files)
    assert "Fixed 2 findings" in result.stdout
    for name in files:
        assert Path("out", *Path(name).parts[1:]).read_text() == "ROW-AN\n"


@pytest.mark.parametrize("name", ["x.txt", "z.zip"])
def test_no_copy_is_written_over_another_or_its_source(
    shell: Shell, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (f"a/{name}", f"in/a/{name}"):
        if name == "z.zip":
            pack(path, {"x.txt": "ROWAN\n"})
        else:
            write(path, "ROWAN\n")
    before = Path(f"a/{name}").read_bytes()
    monkeypatch.chdir("in")
    error = str(shell("check", "--fix-output", "out", f"a/{name}", f"../a/{name}").exception)
    same = f"have the same copy out/a/{name}; rename one of them"
    assert error == f"../a/{name} and a/{name} {same}"
    error = str(shell("check", "--fix-output", ".", f"a/{name}").exception)
    assert error == f"the copy of a/{name} would replace it; choose another --fix-output"
    assert Path(f"a/{name}").read_bytes() == before


def test_the_copy_of_a_container_is_checked_as_its_source(shell: Shell) -> None:
    pack("p/z.zip", {"x.txt": "MAPLE ROWAN GUESS\n"})
    write("p/cablelint.toml", 'ignore = ["maple"]')
    result = shell("check", "--fix-output", "out", "p/z.zip", "--output-format", "concise")
    assert result.stdout.splitlines()[0].startswith("p/z.zip/x.txt:1:14: info CBL403 guess")
    assert result.return_value == 0
    assert unpack("out/p/z.zip") == {"x.txt": "MAPLE ROW-AN GUESS\n"}


def test_a_container_that_cannot_be_copied_has_no_fixes_counted(shell: Shell) -> None:
    with zipfile.ZipFile("z.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "ROWAN\n")
        archive.writestr("b.txt", "0" * 9_000_000)
    result = shell("check", "--fix-output", "out", "z.zip", "--show-fixes")
    assert result.return_value == 2
    assert "z.zip: not repaired: unpacks to more than 250 times" in result.stderr
    assert "Fixed" not in result.output
    assert not Path("out/z.zip").exists()


def test_diff_writes_no_copies(shell: Shell) -> None:
    pack("z.zip", {"a.txt": "ROWAN\n"})
    shell("check", "--diff", "--fix-output", "out", "z.zip")
    assert not Path("out").exists()


def test_copies_go_to_a_folder(shell: Shell) -> None:
    file = write("in/a.txt", "ROWAN\n")
    shell("check", "--fix-output", "out", "in")
    assert file.read_text("utf-8") == "ROWAN\n"
    assert Path("out/in/a.txt").read_text("utf-8") == "ROW-AN\n"


def test_diff_of_a_container_is_refused(shell: Shell) -> None:
    with zipfile.ZipFile("texts.zip", "w") as file:
        file.writestr("a.txt", "MAPLE\n")
    assert shell.code("check", "--diff", "texts.zip") == 2
