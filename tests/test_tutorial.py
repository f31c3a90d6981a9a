"""The tutorial, run command by command: what it prints is what the page shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "tutorial.md"
BLOCK = re.compile(r"^```(?P<kind>sh|console)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = ":::end of a command:::"
SAFE = re.compile(r"cablelint|cp|cd|cat|fixes=")


def commands(kind: str, text: str) -> list[str]:
    """Return the commands of a block, without what they print."""
    if kind == "sh":
        return [text.rstrip("\n")]
    return [line.removeprefix("$ ") for line in text.splitlines() if line.startswith("$ ")]


def run(script: str, folder: Path) -> tuple[list[str], str]:
    """Run all commands in one shell; return what each printed, and all that went to stderr."""
    program = folder / "bin" / "cablelint"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cablelint "$@"\n')
    program.chmod(0o755)
    sources = os.pathsep.join(str(ROOT / name) for name in ("grammar", "linter"))
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-c", script],
        cwd=folder,
        env={
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "PYTHONPATH": sources,
            "HOME": str(folder),
            "CABLELINT_CACHE_DIR": str(folder / "cache"),
            "NO_COLOR": "1",
            "COLUMNS": "100",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split(f"{MARK}\n")[:-1], done.stderr


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The page with what its commands print now, and the folder they ran in."""
    folder = tmp_path_factory.mktemp("tutorial")
    shutil.copytree(ROOT / "fixtures" / "tutorial", folder / "fixtures" / "tutorial")
    page = PAGE.read_text("utf-8")
    blocks = list(BLOCK.finditer(page))
    lines = [line for block in blocks for line in commands(block["kind"], block["text"])]
    assert all(SAFE.match(line) for line in lines)
    done = f'\nstatus=$?; echo "{MARK}"; if [ $status -gt 1 ]; then exit $status; fi\n'
    outputs, errors = run("".join(line + done for line in lines), folder)
    assert [line for line in errors.splitlines() if line.startswith("cablelint")] == []
    shown = iter(outputs)

    def filled(block: re.Match[str]) -> str:
        printed = [(line, next(shown)) for line in commands(block["kind"], block["text"])]
        if block["kind"] == "sh":
            return block[0]
        return "```console\n" + "".join(f"$ {line}\n{text}" for line, text in printed) + "```"

    return BLOCK.sub(filled, page), folder / "work"


def test_the_page_shows_what_is_printed(played: tuple[str, Path], update: bool) -> None:
    if update:
        PAGE.write_text(played[0], "utf-8")
    assert PAGE.read_text("utf-8") == played[0]


def test_the_collection_is_clean_in_the_end(played: tuple[str, Path]) -> None:
    page, folder = played
    last = [block["text"] for block in BLOCK.finditer(page) if "check clean\n" in block["text"]]
    assert last[0].startswith("$ cablelint check clean\nAll checks passed!\n")
    paths = sorted(path.name for path in (folder / "texts").glob("*.txt"))
    originals = {name: (ROOT / "fixtures/tutorial/texts" / name).read_bytes() for name in paths}
    assert {name: (folder / "texts" / name).read_bytes() for name in paths} == originals
    assert "12958" in (folder / "clean" / "05ROME770.txt").read_text("utf-8")
    assert "fishermen\u2019s" in (folder / "clean" / "05OSLO98.txt").read_text("utf-8")
