"""The command line with fake rules in an empty folder, and files for it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.linter.conftest import WordRule

from cablelint import rules
from cablelint.cli import cli
from cablelint.cli.exit_codes import JobError
from cablelint.finding import Applicability, Severity
from cablelint.rule import Option

HOUSE = ("unused-suppression", "unknown-suppression", "rule-crashed", "unreadable-container")


class Shell:
    """The command line with fake rules, in an empty folder."""

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


def pack(path: str, members: dict[str, str]) -> Path:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return Path(path)


def unpack(path: str) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}
