"""Reports of `check`: their formats, files and colours."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.linter.cli.conftest import Shell, rows, write

from cablelint.cli.exit_codes import JobError


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


def test_a_run_that_cannot_begin_leaves_the_older_report(shell: Shell) -> None:
    report, text = write("report.json", "{}"), write("a.txt", "MAPLE\n")
    for arguments in (["nosuch.txt"], ["a.txt", "--resume", "a.txt"]):
        assert shell.code("check", *arguments, "-o", str(report)) == 2
        assert report.read_text() == "{}"
    assert text.read_text() == "MAPLE\n"


def test_merged_findings_keep_the_texts(shell: Shell) -> None:
    write("a.txt", "MAPLE\n")
    arguments = ("--with-text", "--exit-zero", "--output-format", "json-lines", "-o")
    shell("check", "a.txt", *arguments, "one.jsonl", "--shard", "1/1")
    shell("check", "a.txt", *arguments, "whole.jsonl")
    shell("merge", "one.jsonl", "-o", "merged.jsonl")
    assert Path("merged.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()
    assert b'"text":"MAPLE' in Path("merged.jsonl").read_bytes()


def test_a_written_report_is_named_with_what_it_holds(shell: Shell) -> None:
    write("a.txt", text="1. MAPLE")
    done = shell("check", "a.txt", "-o", "report.html")
    assert done.stderr == "Wrote report.html: 1 record\n"
    assert shell("check", "a.txt", "-q", "-o", "report.html").stderr == ""
