"""One record on which the program fails never ends a command: it is named, the others are done."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from tests.archive.conftest import cable

import cablegrammar
import cablegrammar.parser
from cablegrammar.build.cable import build_cable
from cablelint.archive.first_pass import SignTask
from cablelint.archive.read.frame import Frame
from cablelint.archive.read.telegram_text import is_telegram
from cablelint.cli import main

_BAD = "THUNDER"
GOOD, BAD = cable(1), cable(2).replace("1.", f"1. {_BAD}", 1)


@pytest.fixture(autouse=True)
def broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Make the parser raise on one text; commands run in an empty folder."""
    whole = build_cable

    def build(text: str, *args: object, **names: object) -> object:
        if _BAD in text:
            raise ZeroDivisionError("a fault of the program")
        return whole(text, *args, **names)  # type: ignore[arg-type]

    monkeypatch.setattr(cablegrammar.parser, "build_cable", build)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, text in {"a": GOOD, "b": BAD, "c": GOOD}.items():
        (folder / f"{name}.txt").write_text(text)
    out = io.StringIO()
    csv.writer(out).writerows([["id", "text"], ["first", GOOD], ["second", BAD], ["third", GOOD]])
    (folder / "table.csv").write_text(out.getvalue())
    return folder


class Done(NamedTuple):
    """What a command left behind."""

    exit_code: object
    stdout: str
    stderr: str

    @property
    def output(self) -> str:
        return self.stdout + self.stderr


def run(*arguments: str | Path, stdin: str | None = None) -> Done:
    with CliRunner().isolation(input=stdin) as (out, errors, _):
        with pytest.raises(SystemExit) as end:
            main([str(argument) for argument in arguments])
        return Done(end.value.code, out.getvalue().decode(), errors.getvalue().decode())


def test_the_parser_is_broken() -> None:
    with pytest.raises(ZeroDivisionError):
        cablegrammar.parse(BAD)


def test_check_names_the_record_and_goes_on(folder: Path) -> None:
    done = run("check", "--isolated", "--no-cache", "--output-format", "concise", folder)
    assert done.stdout.count("crashed: internal error") == 2
    assert "c.txt" in done.stdout
    assert "table.csv#third" in done.stdout


@pytest.mark.parametrize("option", ["--fix", "--diff", "--fix-output=copies"])
def test_fixes_go_on(folder: Path, option: str) -> None:
    done = run("check", "--isolated", "--no-cache", option, folder)
    assert "crashed: internal error" in done.output
    assert (folder / "b.txt").read_text() == BAD


@pytest.mark.parametrize("options", [[], ["--fix"]])
def test_stdin(options: list[str]) -> None:
    done = run("check", "--isolated", *options, "-", stdin=BAD)
    assert "crashed: internal error" in done.output


@pytest.mark.parametrize("form", ["json", "tree"])
def test_parse_names_the_file(folder: Path, form: str) -> None:
    done = run("parse", "--output-format", form, folder / "b.txt")
    assert done.exit_code == 2
    assert (
        "b.txt: crashed: internal error (ZeroDivisionError: a fault of the program)" in done.stderr
    )


def test_parse_of_a_folder_goes_on(folder: Path) -> None:
    done = run("parse", "--output-format", "json-lines", folder)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["record"] for row in rows] == [None, None, "first", "third"]
    assert done.stderr.count("crashed: internal error") == 2
    assert done.exit_code == 2


def test_describe_counts_it(folder: Path) -> None:
    done = run("describe", folder)
    assert done.exit_code == 0
    assert "2 cannot be read; the first:" in done.stdout


def test_the_first_pass_has_nothing_to_say_of_it() -> None:
    task = SignTask(references=True, signature=False)
    assert task(Frame("a.txt", GOOD.encode(), "text")) != b""
    assert task(Frame("b.txt", BAD.encode(), "text")) == b""


def test_a_text_on_which_the_parser_fails_is_not_left_out() -> None:
    assert is_telegram(BAD, "b.txt")
    assert not is_telegram("A letter about the harvest.\n", "c.txt")


@pytest.mark.parametrize("command", ["parse", "describe"])
@pytest.mark.parametrize("name", ["pipe.txt", "pipe.csv"])
def test_commands_leave_a_pipe_alone(tmp_path: Path, command: str, name: str) -> None:
    os.mkfifo(tmp_path / name)
    assert "not a regular file" in run(command, tmp_path / name).output


def test_a_baseline_that_is_a_pipe_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    os.mkfifo(tmp_path / "cablelint-suppressions.json")
    done = run("check", "--no-cache", "a.txt")
    assert done.exit_code == 2
    assert "not a regular file" in done.output


def test_parse_has_a_limit_of_size() -> None:
    done = run("parse", "-", stdin=GOOD + "x" * (17 << 20))
    assert "larger than the limit of" in done.output
