"""Completion in shells."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from tests.linter.cli.conftest import Shell

from cablelint.cli import cli


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
