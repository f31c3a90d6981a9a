"""The command line in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CABLELINT = [sys.executable, "-m", "cablelint"]
JSON_LINES = ["--output-format", "json-lines", "-o"]


def check(*arguments: str | Path, code: int = 1) -> str:
    """Run ``check`` and return its output on stderr."""
    command = [*CABLELINT, "check", "--no-progress", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr
