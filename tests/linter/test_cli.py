from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

from cablelint import cable_json, rules
from cablelint.cli import cli, main
from cablelint.cli.exit_codes import JobError
from cablelint.finding import Applicability, Severity
from cablelint.rule import Option, Rule

WordRule = Callable[..., Rule]
CABLE_SCHEMA = Path(__file__).parents[2] / "docs" / "cable.schema.json"
HOUSE = ("unused-suppression", "unknown-suppression", "rule-crashed", "unreadable-container")


class Shell:
    """The command line with the fake rules of this module, in an empty folder."""

    def __init__(self) -> None:
        self.runner = CliRunner()

    def __call__(self, *arguments: str, stdin: str | bytes | None = None) -> Result:
        result = self.runner.invoke(
            cli, list(arguments), input=stdin, prog_name="cablelint", standalone_mode=False
        )
        known = (JobError, type(None))
        if (
            not isinstance(result.exception, known)
            and "click" not in type(result.exception).__module__
        ):
            raise AssertionError(result.output) from result.exception
        return result

    def code(self, *arguments: str, stdin: str | bytes | None = None) -> int:
        result = self(*arguments, stdin=stdin)
        return 2 if result.exception else int(result.return_value or 0)


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word_rule: WordRule) -> Shell:
    """A shell with a rule of each kind and the housekeeping rules."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nobody"))
    for name in ("CABLELINT_CONFIG", "CABLELINT_OUTPUT_FORMAT", "CABLELINT_OUTPUT_FILE"):
        monkeypatch.delenv(name, raising=False)
    fakes = (
        word_rule("^$", "not-a-cable", code="CBL002"),
        word_rule("(?!)", "unreadable-container", code="CBL906"),
        word_rule("MAPLE", "maple", code="CBL401", options=(Option("width", 69, "w"),)),
        word_rule("ROWAN", "rowan", code="CBL402", severity=Severity.WARNING, replacement="ROW-AN"),
        word_rule(
            "GUESS",
            "guess",
            code="CBL403",
            severity=Severity.INFO,
            replacement="KNOWN",
            applicability=Applicability.UNSAFE,
        ),
    )
    catalogue = (*fakes, *(rules.by_key()[name] for name in HOUSE))
    for module in (
        "cablelint.cli.configuration",
        "cablelint.cli.baseline_options",
        "cablelint.api",
    ):
        monkeypatch.setattr(f"{module}.RULES", catalogue)
    return Shell()


def write(path: str, text: str | bytes) -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def rows(result: Result, kind: str = "finding") -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    return [line for line in lines if line["kind"] == kind]


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
def test_what_can_not_be_done_is_said(shell: Shell, arguments: list[str], message: str) -> None:
    write("a.txt", "OAK\n")
    write("bad.toml", "select = [\n")
    Path("empty").mkdir()
    result = shell(*arguments)
    assert isinstance(result.exception, JobError)
    assert message in str(result.exception)


def test_an_empty_folder_can_be_allowed(shell: Shell) -> None:
    Path("empty").mkdir()
    assert shell.code("check", "empty", "--allow-empty") == 0


def test_concise(shell: Shell) -> None:
    write("a.txt", "OAK\né ROWAN MAPLE\n")
    result = shell("check", "--output-format", "concise", "a.txt")
    assert result.stdout.splitlines() == [
        "a.txt:2:3: warning CBL402[*] rowan found ROWAN",
        "a.txt:2:9: error CBL401 maple found MAPLE",
        "Found 2 findings (1 error, 1 warning) in 1 record.",
        "Verdicts: 1 unchecked.",
        "[*] 1 fixable with --fix.",
    ]


def test_full_shows_the_place_and_the_repair(shell: Shell) -> None:
    write("a.txt", "one\ntwo\nthe ROWAN tree\nfour\nfive\nsix\n")
    result = shell("check", "a.txt", "--fail-level", "warning")
    assert result.stdout.splitlines() == [
        "warning CBL402[*] rowan found ROWAN",
        " --> a.txt:3:5",
        "  |",
        "1 | one",
        "2 | two",
        "3 | the ROWAN tree",
        "  |     ^^^^^",
        "4 | four",
        "5 | five",
        "  |",
        "help: Replace ROWAN",
        "  | - the ROWAN tree",
        "  | + the ROW-AN tree",
        "",
        "Found 1 finding (1 warning) in 1 record.",
        "Verdicts: 1 unchecked.",
        "[*] 1 fixable with --fix.",
    ]


def test_full_cuts_long_lines_around_the_place(shell: Shell) -> None:
    write("a.txt", "harvest " * 5000 + "MAPLE " + "harvest " * 5000)
    lines = shell("check", "a.txt").stdout.splitlines()
    assert max(map(len, lines)) <= 110
    shown, carets = lines[3], lines[4]
    at = carets.index("^^^^^")
    assert shown[at : at + 5] == "MAPLE"
    assert shown.count("…") == 2


def test_nothing_of_a_text_reaches_the_terminal_as_a_command(shell: Shell) -> None:
    write("a.txt", "\x1b[31mMAPLE\x07\u202e\n")
    result = shell("check", "a.txt", "--color", "never")
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ((), {}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour(
    shell: Shell,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    environment: dict[str, str],
    coloured: bool,
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    write("a.txt", "MAPLE\n")
    assert ("\x1b[" in shell("check", "a.txt", *arguments).stdout) is coloured


def test_json(shell: Shell) -> None:
    write("a.txt", "Oak\nROWAN\n")
    data = json.loads(shell("check", "--output-format", "json", "a.txt").stdout)
    (finding,) = data["findings"]
    assert data["version"] == "json-v1"
    assert finding["location"] == {"row": 2, "column": 1}
    assert finding["end_location"] == {"row": 2, "column": 6}
    assert finding["fix"]["edits"] == [{"span": [4, 9], "content": "ROW-AN"}]
    assert (finding["code"], finding["name"], finding["severity"]) == ("CBL402", "rowan", "warning")
    assert data["records"][0]["verdict"] == "unchecked"
    assert data["summary"]["fixable"] == {"safe": 1, "unsafe": 0}


def test_json_lines_end_with_a_summary(shell: Shell) -> None:
    write("a.txt", "MAPLE tree\n")
    write("b.txt", "1. OAK\n")
    result = shell("check", "--output-format", "jsonl", ".")
    assert [one["filename"] for one in rows(result)] == ["a.txt"]
    assert [one["filename"] for one in rows(result, "record")] == ["a.txt", "b.txt"]
    summary = json.loads(result.stdout.splitlines()[-1])
    assert summary["records"] == 2
    assert summary["verdicts"] == {"unchecked": 1, "valid": 1}


def test_formats_and_files_are_paired(shell: Shell) -> None:
    write("a.txt", "MAPLE\n")
    result = shell(
        "check", "--output-format", "json", "-o", "out.json", "--output-format=concise", "a.txt"
    )
    assert result.stdout.startswith("a.txt:1:1: error CBL401 maple")
    assert len(json.loads(Path("out.json").read_text("utf-8"))["findings"]) == 1


def test_a_file_without_a_format_is_known_by_its_ending(shell: Shell) -> None:
    write("a.txt", "MAPLE\n")
    shell("check", "-o", "out.tap", "-o", "out.xml", "a.txt")
    assert Path("out.tap").read_text("utf-8").splitlines()[-1] == "1..1"
    assert Path("out.xml").read_text("utf-8").splitlines()[-1] == "</testsuites>"


def test_formats_from_the_environment(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt", "MAPLE\n")
    monkeypatch.setenv("CABLELINT_OUTPUT_FORMAT", "json")
    monkeypatch.setenv("CABLELINT_OUTPUT_FILE", "out.json")
    assert shell("check", "a.txt").stdout == ""
    assert json.loads(Path("out.json").read_text("utf-8"))["summary"]["findings"] == 1


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


def test_diff_changes_nothing_and_reports_what_it_can_not_mend(shell: Shell) -> None:
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


def test_fixes_of_stdin_go_to_stdout(shell: Shell) -> None:
    result = shell("check", "--fix", "-", stdin="ROWAN\nMAPLE\n")
    assert result.stdout == "ROW-AN\nMAPLE\n"
    assert "maple" in result.stderr


def test_what_is_no_cable_is_not_repaired_where_only_cables_are_asked_for(shell: Shell) -> None:
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


def pack(path: str, members: dict[str, str]) -> Path:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return Path(path)


def unpack(path: str) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_copies_of_absolute_paths_stand_apart(shell: Shell, tmp_path: Path) -> None:
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


def test_a_container_that_can_not_be_copied_has_no_fixes_counted(shell: Shell) -> None:
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


@pytest.mark.parametrize(
    "more", [("--shard", "2/2"), ("--resume", "j"), ("--engine", "dask", "--scheduler", "x")]
)
@pytest.mark.parametrize("fix", ["--fix", "--fix-only", "--diff", "--fix-output=out"])
def test_what_a_repair_can_not_heed_is_refused(
    shell: Shell, fix: str, more: tuple[str, ...]
) -> None:
    file = write("a.txt", "ROWAN\n")
    with pytest.raises(JobError, match=f"^{more[0]}.* cannot be combined"):
        raise shell("check", fix, *more, "a.txt").exception or AssertionError
    assert file.read_text() == "ROWAN\n"


def test_a_repair_heeds_the_limits_of_a_record(
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


def test_copies_go_to_a_folder(shell: Shell) -> None:
    file = write("in/a.txt", "ROWAN\n")
    shell("check", "--fix-output", "out", "in")
    assert file.read_text("utf-8") == "ROWAN\n"
    assert Path("out/in/a.txt").read_text("utf-8") == "ROW-AN\n"


def test_a_table_is_checked_but_never_written_to(shell: Shell) -> None:
    file = write("a.csv", 'id,text\n05PARIS1,"ROWAN"\n')
    before = file.read_bytes()
    result = shell("check", "--fix", "--text-column", "text", "a.csv")
    assert result.return_value == 2
    assert "a.csv: not repaired: a container; use --fix-output DIR" in result.stderr
    assert file.read_bytes() == before


def test_tables_of_a_folder_are_checked_and_told_of_once(shell: Shell) -> None:
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


def test_a_read_only_file_is_told_of_and_the_others_go_on(shell: Shell) -> None:
    write("a.txt", "ROWAN\n").chmod(0o444)
    other = write("b.txt", "ROWAN\n")
    result = shell("check", "--fix", ".")
    assert result.return_value == 2
    assert "a.txt: not repaired: a.txt is read-only" in result.stderr
    assert other.read_text("utf-8") == "ROW-AN\n"


def test_bytes_that_can_not_be_written_back_are_left_alone(shell: Shell) -> None:
    file = write("a.txt", "é ROWAN ".encode() + b"\xff")
    result = shell("check", "--fix", "a.txt")
    assert result.return_value == 2
    assert "has bytes that are not utf-8" in result.stderr
    assert file.read_bytes().endswith(b"\xff")


def test_windows_text_is_repaired_in_its_encoding(shell: Shell) -> None:
    file = write("a.txt", "CAFÉ ROWAN\n".encode("cp1252"))
    shell("check", "--fix", "a.txt")
    assert file.read_bytes() == "CAFÉ ROW-AN\n".encode("cp1252")


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
    assert shell("check", "--show-settings", "in").stdout.splitlines()[1:] == shown.splitlines()[1:]
    name = ("--stdin-filename", "in/b.txt")
    all_shown = shell("check", "--show-settings", "in", "gone/a.txt", "-", *name).stdout
    assert [line for line in all_shown.splitlines() if line.startswith("# ")] == [
        f"# in: from {Path('in/cablelint.toml').absolute()}",
        "# gone/a.txt: from the defaults",
        f"# in/b.txt: from {Path('in/cablelint.toml').absolute()}",
    ]


def test_texts_that_are_no_cables_are_passed_over_on_demand(shell: Shell) -> None:
    write("a.txt", "MAPLE tree\n")
    result = shell("check", "--only-cables", "-v", "a.txt")
    assert result.return_value == 0
    assert "a.txt: skipped, not a telegram" in result.stderr


def test_rule_prints_the_manual_page(shell: Shell) -> None:
    page = shell("rule", "unused-suppression").stdout
    assert page.startswith("# CBL990 unused-suppression")
    assert "## Why it matters" in page
    assert shell("rule", "cbl990").stdout == page
    catalogue = json.loads(shell("rule", "--all", "--output-format", "json").stdout)
    assert {one["name"] for one in catalogue} >= set(HOUSE)
    assert all("## " in one["manual"] for one in catalogue)


def test_grammar_and_config_and_version(shell: Shell) -> None:
    assert "// The layout of a telegram" in shell("grammar", "telegram").stdout
    assert "// telegram.lark" in shell("grammar").stdout
    assert "default, draft, extract, strict" in shell("config", "profile").stdout
    assert shell("config", "--schema").stdout.startswith("{")
    assert "cablelint 0." in shell("--version").stdout


def test_help_tells_the_exit_codes(shell: Shell) -> None:
    for arguments in (["--help"], ["check", "--help"]):
        assert "130  interrupted" in shell(*arguments).stdout


def test_parse(shell: Shell) -> None:
    write("05PARIS1823.txt", "C O N F I D E N T I A L PARIS 001823\n\nSUBJECT: HARVEST\n\nOAK\n")
    cable = json.loads(shell("parse", "05PARIS1823.txt").stdout)
    assert (cable["version"], cable["id"]) == (1, "05PARIS1823")
    assert cable["heading"]["level"] == "CONFIDENTIAL"
    assert cable["subject"]["text"] == "HARVEST"
    tree = shell("parse", "--output-format", "tree", "05PARIS1823.txt").stdout
    assert "  heading 1:1-1:37 'C O N F" in tree


def test_parse_of_a_folder_gives_a_line_for_each_telegram(shell: Shell) -> None:
    write(
        "a/05PARIS1823.txt", "C O N F I D E N T I A L PARIS 001823\n\nREF: A. RIO 12 B. 04 ROME 7\n"
    )
    write("a/06HAGUE0004.txt", "SECRET THE HAGUE 000004\n\nREF: 05 PARIS 1823\n")
    done = shell("parse", "--output-format", "json-lines", "a")
    cables = [json.loads(line) for line in done.stdout.splitlines()]
    edges = [(one["mrn"], item["mrn"]) for one in cables for item in one["references"]]
    assert edges == [
        ("05PARIS1823", "05RIODEJANEIRO12"),
        ("05PARIS1823", "04ROME7"),
        ("06THEHAGUE4", "05PARIS1823"),
    ]
    assert [one["path"] for one in cables] == ["a/05PARIS1823.txt", "a/06HAGUE0004.txt"]


def test_the_cable_schema_is_fresh(update: bool) -> None:
    text = json.dumps(cable_json.schema(), indent=2) + "\n"
    if update:
        CABLE_SCHEMA.write_text(text, encoding="utf-8")
    assert CABLE_SCHEMA.read_text("utf-8") == text, "`make golden` rewrites docs/cable.schema.json"


def process(*arguments: str, cwd: Path) -> subprocess.Popen[bytes]:
    code = "from cablelint.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def test_a_reader_that_leaves_ends_the_run_without_a_traceback(tmp_path: Path) -> None:
    text = "# cablelint: ignore[no-such-rule]\n" * 3000
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    with process("check", "a.txt", cwd=tmp_path) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        assert running.wait() == 141
        assert running.stderr.read() == b""


def test_an_interrupt_keeps_what_was_written_and_ends_with_130(tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"{number:05}.txt").write_text("OAK\n" * 50, encoding="utf-8")
    with process("check", "--output-format", "jsonl", ".", cwd=tmp_path) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        rest = running.stdout.read()
        assert running.wait() == 130
        assert b"Traceback" not in running.stderr.read()
    summary = json.loads(rest.splitlines()[-1])
    assert summary["kind"] == "summary"
    assert summary["partial"] is True


def test_an_error_of_ours_is_no_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> NoReturn:
        raise RuntimeError("a bug")

    monkeypatch.setattr("cablelint.cli.check.Run", fail)
    with pytest.raises(SystemExit) as ended:
        main(["check", "x.cable"])
    assert ended.value.code == 2
    assert "RuntimeError: a bug" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: Shell, name: str) -> None:
    assert f"_CABLELINT_COMPLETE={name}_complete" in shell("completion", name).output


@pytest.mark.parametrize(
    ("words", "offered"),
    [("cablelint gra", "grammar"), ("cablelint check --uns", "--unsafe-fixes")],
)
def test_bash_completes_what_was_begun(words: str, offered: str) -> None:
    done = subprocess.run(
        ["bash", "-c", _COMPLETE.format(words=words, last=len(words.split()) - 1)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
    )
    assert done.stdout.split() == [offered]


_COMPLETE = """
set -e
eval "$(cablelint completion bash)"
COMP_WORDS=({words}) COMP_CWORD={last} COMPREPLY=()
_cablelint_completion cablelint
echo "${{COMPREPLY[@]}}"
"""


def test_no_report_is_written_over_what_is_checked(shell: Shell) -> None:
    Path("a.txt").write_text("a MAPLE")
    Path("more").mkdir()
    Path("more/b.cable").write_text("a MAPLE")
    for arguments in (("a.txt", "-o", "a.txt"), (".", "-o", "more/b.cable")):
        with pytest.raises(JobError, match="is one of the files to check"):
            raise shell("check", *arguments).exception or AssertionError
    assert Path("a.txt").read_text() == Path("more/b.cable").read_text() == "a MAPLE"
    assert shell.code("check", ".", "-o", "more/report.html") == 1
    assert shell.code("check", ".", "-o", "more/report.html") == 1


def test_two_reports_do_not_share_a_file_under_two_names(shell: Shell) -> None:
    Path("a.txt").write_text("a MAPLE")
    Path("a.json").touch()
    os.link("a.json", "b.json")
    result = shell("check", "a.txt", "-o", "a.json", "-o", "b.json")
    assert "two reports write to b.json" in str(result.exception)


def test_a_file_name_that_is_no_utf8_is_shown_with_its_bytes(shell: Shell) -> None:
    shown = os.fsdecode(b"caf\xe9.txt")
    write(shown, "MAPLE\n")
    for arguments in ((shown,), (shown, "--shard", "1/1")):
        result = shell("check", *arguments, "--output-format", "concise")
        assert "caf\\xe9.txt:1:1: " in result.output


def test_a_path_that_is_not_of_a_folder_gets_no_advice_on_folders(shell: Shell) -> None:
    zipfile.ZipFile("empty.zip", "w").close()
    message = str(shell("check", "empty.zip").exception)
    assert message == "no telegram found in empty.zip; use --allow-empty to accept this"


def test_a_run_that_cannot_begin_leaves_the_older_report(shell: Shell) -> None:
    report, text = write("report.json", "{}"), write("a.txt", "MAPLE\n")
    for arguments in (["nosuch.txt"], ["a.txt", "--resume", "a.txt"]):
        assert shell.code("check", *arguments, "-o", str(report)) == 2
        assert report.read_text() == "{}"
    assert text.read_text() == "MAPLE\n"


def test_stdin_has_no_copies(shell: Shell) -> None:
    assert shell.code("check", "--fix", "--fix-output", "out", "-", stdin="MAPLE\n") == 2


def test_a_difference_of_what_holds_other_texts_is_not_shown(shell: Shell) -> None:
    with zipfile.ZipFile("texts.zip", "w") as file:
        file.writestr("a.txt", "MAPLE\n")
    assert shell.code("check", "--diff", "texts.zip") == 2


def test_merged_findings_keep_the_texts(shell: Shell) -> None:
    write("a.txt", "MAPLE\n")
    arguments = ("--with-text", "--exit-zero", "--output-format", "json-lines", "-o")
    shell("check", "a.txt", *arguments, "one.jsonl", "--shard", "1/1")
    shell("check", "a.txt", *arguments, "whole.jsonl")
    shell("merge", "one.jsonl", "-o", "merged.jsonl")
    assert Path("merged.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()
    assert b'"text":"MAPLE' in Path("merged.jsonl").read_bytes()


def test_help_groups_the_options(shell: Shell) -> None:
    sections = [line for line in shell("check", "--help").output.splitlines() if line[:1].isupper()]
    assert sections[1:] == [
        "Rules and configuration:",
        "Files:",
        "Archives and long runs:",
        "Fixes:",
        "Baseline:",
        "Reports:",
        "Output and exit code:",
        "Help:",
    ]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (["--fail-level", ""], "warning"),
        (["--profile", "st"], "strict"),
        (["--output-format", "sa"], "sarif"),
        (["--select", "paragraph-g"], "paragraph-gap"),
        (["--select", "CBL60"], "CBL602"),
        (["--severity", "paragraph-gap="], "paragraph-gap=info"),
    ],
)
def test_shells_complete_the_values_of_options(words: list[str], value: str) -> None:
    complete = ShellComplete(cli, {}, "cablelint", "_CABLELINT_COMPLETE")
    *before, incomplete = words
    found = complete.get_completions(["check", *before], incomplete)
    assert value in [item.value for item in found]


def test_shells_complete_keys_of_the_configuration() -> None:
    complete = ShellComplete(cli, {}, "cablelint", "_CABLELINT_COMPLETE")
    assert [item.value for item in complete.get_completions(["config"], "fail-l")] == ["fail-level"]


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


def test_a_written_report_is_named_with_what_it_holds(shell: Shell) -> None:
    write("a.txt", text="1. MAPLE")
    done = shell("check", "a.txt", "-o", "report.html")
    assert done.stderr == "Wrote report.html: 1 record\n"
    assert shell("check", "a.txt", "-q", "-o", "report.html").stderr == ""
