"""docs/api/tables.md, run block by block in one program."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "api" / "tables.md"
BLOCK = re.compile(
    r"^```(?P<kind>sh|python)\n(?P<code>.*?)^```\n(?:\n```text\n.*?^```\n)?",
    re.MULTILINE | re.DOTALL,
)
MARK = ":::end of a block:::"


def test_every_block_runs_and_prints_what_is_shown(tmp_path: Path, update: bool) -> None:
    shutil.copytree(ROOT / "fixtures" / "tutorial" / "texts", tmp_path / "texts")
    page = PAGE.read_text("utf-8")
    [shell, *blocks] = BLOCK.finditer(page)
    arguments = shell["code"].split()[1:]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(ROOT / name) for name in ("grammar", "linter")),
        "CABLELINT_CACHE_DIR": str(tmp_path / "cache"),
        "COLUMNS": "100",
    }
    checked = subprocess.run(
        [sys.executable, "-m", "cablelint", *arguments], cwd=tmp_path, env=environment, check=False
    )
    assert checked.returncode == 1
    program = f"print({MARK!r})\n".join(block["code"] for block in blocks)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    printed = iter(done.stdout.split(f"{MARK}\n"))

    def filled(block: re.Match[str]) -> str:
        code = f"```{block['kind']}\n{block['code']}```\n"
        return code if block["kind"] == "sh" else f"{code}\n```text\n{next(printed)}```\n"

    wanted = BLOCK.sub(filled, page)
    if update:
        PAGE.write_text(wanted, "utf-8")
    assert PAGE.read_text("utf-8") == wanted
