"""The recipe for Neovim in the real program, with the real server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECIPE = ROOT / "editors" / "neovim" / "cablelint.lua"
GOOD = (ROOT / "fixtures" / "telegrams" / "06PARIS1823.cable").read_text("utf-8")
BAD = GOOD.replace("E.O. 12958", "E.O. 12985").replace("1. (", "1.(")
pytestmark = pytest.mark.slow

SCRIPT = """
vim.cmd("edit 06PARIS1823.cable")
local function diagnostics()
  return vim.diagnostic.get(0)
end
assert(vim.wait(30000, function() return #diagnostics() > 0 end, 50), "no diagnostics")
local codes = {}
for _, found in ipairs(diagnostics()) do
  local code = found.code or (found.user_data and found.user_data.lsp and found.user_data.lsp.code)
  table.insert(codes, { line = found.lnum + 1, code = code, message = found.message })
end
vim.cmd("CablelintFix")
vim.cmd("write")
local file = io.open("diagnostics.json", "w")
file:write(vim.fn.json_encode(codes))
file:close()
vim.cmd("qall!")
"""


@pytest.fixture
def neovim() -> str:
    program = shutil.which("nvim")
    if program is None:
        pytest.skip("no Neovim here (apt-get install neovim)")
    return program


def test_findings_are_shown_and_safe_fixes_applied(neovim: str, tmp_path: Path) -> None:
    (tmp_path / "06PARIS1823.cable").write_text(BAD, "utf-8")
    (tmp_path / "try.lua").write_text(
        f"local ok, error = pcall(function()\n{SCRIPT}\nend)\n"
        'if not ok then io.stderr:write(tostring(error)) vim.cmd("cquit 1") end\n'
    )
    program = tmp_path / "bin" / "cablelint"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cablelint "$@"\n')
    program.chmod(0o755)
    alone = ("--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", "filetype on")
    done = subprocess.run(
        [neovim, *alone, "-c", f"luafile {RECIPE}", "-c", "luafile try.lua"],
        cwd=tmp_path,
        env={
            **os.environ,
            "HOME": str(tmp_path),
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "PYTHONPATH": os.pathsep.join(str(ROOT / name) for name in ("grammar", "linter")),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads((tmp_path / "diagnostics.json").read_text("utf-8"))
    order = next(number for number, line in enumerate(BAD.splitlines(), 1) if "12985" in line)
    assert [one["line"] for one in found if "12985" in one["message"]] == [order]
    fixed = (tmp_path / "06PARIS1823.cable").read_text("utf-8")
    assert fixed == BAD.replace("1.(", "1. (")
