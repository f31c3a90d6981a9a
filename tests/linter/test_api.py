from __future__ import annotations

from pathlib import Path

import pytest

from cablelint import api
from cablelint.config.discovery import ConfigError, Configuration
from cablelint.config.schema import convert
from cablelint.discover import MissingPathError, collect
from cablelint.finding import Verdict
from cablelint.rules import RULES


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nobody"))
    monkeypatch.chdir(tmp_path)


def write(*paths: str, text: str = "SUBJECT: HARVEST\n") -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")


def found(*paths: str, **keys: object) -> list[str]:
    override = convert({key.replace("_", "-"): value for key, value in keys.items()}, "test")
    return list(collect(paths, Configuration(RULES, (override,))))


def test_folders_give_texts_and_cables_in_order() -> None:
    write("b.txt", "a.cable", "note.md", "in/c.TXT", ".git/x.txt", "node_modules/y.txt")
    assert found(".") == ["a.cable", "b.txt", "in/c.TXT"]
    assert found("in") == ["in/c.TXT"]


def test_named_files_are_taken_whatever_they_are_called_and_once() -> None:
    write("note.md", "a.txt")
    assert found("note.md", "a.txt", ".", "./a.txt") == ["note.md", "a.txt"]


def test_a_file_is_taken_once_by_whatever_path_it_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("in/a.txt", "b.txt")
    assert found("in", str(Path("in").absolute())) == ["in/a.txt"]
    monkeypatch.chdir("in")
    assert found("..", ".") == ["../b.txt", "../in/a.txt"]
    assert found(str(Path("a.txt").absolute()), ".") == [str(Path("a.txt").absolute())]


def test_a_name_that_leaves_no_room_for_a_sidecar() -> None:
    name = "a" * 251 + ".txt"
    write(name)
    assert found(name) == [name]
    (result,) = api.lint_paths(["."])
    assert result.message is None


@pytest.mark.parametrize("into", ["folder", "gone.txt"])
def test_a_gitignore_that_is_no_file_is_none(into: str) -> None:
    write("a.txt", "folder/b.md")
    Path(".gitignore").symlink_to(into)
    Path("in/.gitignore").mkdir(parents=True)
    assert found(".") == ["a.txt"]


def test_a_gitignore_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    write("in/a.txt", "in/.gitignore")

    def refuse(*_: object, **__: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    last = list(api.lint_paths(["."]))[-1]
    assert Path(last.path) == Path("in/.gitignore")
    assert last.message == "cannot be read: Permission denied"


def test_settings_of_a_folder_are_its_own() -> None:
    write("cablelint.toml", text='fail-level = "info"')
    assert api.settings_of().source == str(Path("cablelint.toml").absolute())


def test_gitignore_is_respected() -> None:
    write("a.txt", "b.txt", "in/b.txt", "in/c.txt", "in/deep/c.txt")
    write(".gitignore", text="b.txt\n")
    write("in/.gitignore", text="c.txt\n!b.txt\n")
    assert found(".") == ["a.txt", "in/b.txt"]
    assert len(found(".", respect_gitignore=False)) == 5


def test_gitignore_of_the_repository_holds_below_it() -> None:
    Path(".git").mkdir()
    write("in/a.txt", "in/b.txt")
    write(".gitignore", text="/in/b.txt\n")
    assert found("in") == ["in/a.txt"]


def test_excludes_hold_for_named_files_only_by_force() -> None:
    write("old/a.txt", "b.txt")
    assert found(".", extend_exclude=["old/"]) == ["b.txt"]
    assert found("old/a.txt", extend_exclude=["old"]) == ["old/a.txt"]
    assert found("old/a.txt", "b.txt", extend_exclude=["old"], force_exclude=True) == ["b.txt"]


def test_includes_take_other_names() -> None:
    write("a.txt", "b.tel", "c.cable")
    assert found(".", extend_include=["*.tel"]) == ["a.txt", "b.tel", "c.cable"]
    assert found(".", include=["*.tel"]) == ["b.tel"]


def test_a_path_that_does_not_exist_is_reported() -> None:
    with pytest.raises(MissingPathError, match=r"gone\.txt: no such file"):
        found("gone.txt")


def test_a_folder_that_links_to_itself_is_left_once() -> None:
    write("in/a.txt")
    Path("in/loop").symlink_to("..")
    assert found(".") == ["in/a.txt"]


def test_a_sidecar_needs_its_file() -> None:
    write("a.cablelint.toml", "b.txt.cablelint.toml", text="ignore = []\n")
    write("a.txt", "b.txt")
    assert found(".") == ["a.txt", "b.txt"]
    Path("b.txt").unlink()
    assert found(".") == ["a.txt"]
    last = list(api.lint_paths(["."]))[-1]
    assert last.path == "b.txt.cablelint.toml"
    assert "a sidecar for 'b.txt'" in str(last.message)


@pytest.mark.parametrize(("target", "stays"), [("../other.toml", False), ("other.toml", True)])
def test_a_sidecar_that_is_a_link_must_stay_in_its_folder(target: str, *, stays: bool) -> None:
    write("in/a.txt")
    write("other.toml", "in/other.toml", text="ignore = []\n")
    Path("in/a.txt.cablelint.toml").symlink_to(target)
    if stays:
        assert [result.path for result in api.lint_paths(["in"])] == ["in/a.txt"]
        return
    with pytest.raises(ConfigError, match="a link that leaves its folder"):
        list(api.lint_paths(["in"]))


def test_a_sidecar_with_a_fault_is_reported() -> None:
    write("a.txt")
    write("a.cablelint.toml", text='ignroe = ["x"]')
    with pytest.raises(ConfigError, match="unknown key 'ignroe'; did you mean 'ignore'"):
        list(api.lint_paths(["a.txt"]))


def test_results_come_one_by_one_and_a_lost_file_is_one_of_them() -> None:
    write("a.txt", "b.txt", "c.txt")
    files = found("a.txt", "b.txt", "c.txt")
    Path("b.txt").unlink()
    results = list(api.lint_files(files, Configuration(RULES)))
    assert [one.path for one in results] == ["a.txt", "b.txt", "c.txt"]
    assert results[1].verdict is Verdict.UNREADABLE
    assert "No such file" in str(results[1].message)


def test_a_file_is_read_with_its_line_ends_and_mark() -> None:
    Path("a.txt").write_bytes(b"\xef\xbb\xbfSUBJECT: X\r\nREF\r")
    assert api.read_record("a.txt").text == "SUBJECT: X\r\nREF\r"


def test_fixing_a_text_is_pure() -> None:
    text = "SUBJECT: HARVEST\n# cablelint: ignore[rule-crashed]\nREF\n"
    settings = api.Configuration(RULES, (convert({"select": ["CBL990", "CBL999"]}, "test"),))
    outcome = api.fix_text(text, settings=settings.for_folder())
    assert outcome.text == "SUBJECT: HARVEST\nREF\n"
