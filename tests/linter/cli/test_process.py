"""The program as a process: pipes, signals, and errors of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

import pytest

from cablelint.cli import main


def process(*arguments: str, cwd: Path) -> subprocess.Popen[bytes]:
    code = "from cablelint.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def test_a_closed_pipe_ends_the_run_without_a_traceback(tmp_path: Path) -> None:
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


def test_an_error_of_the_program_is_not_a_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> NoReturn:
        raise RuntimeError("a bug")

    monkeypatch.setattr("cablelint.cli.check.Run", fail)
    with pytest.raises(SystemExit) as ended:
        main(["check", "x.cable"])
    assert ended.value.code == 2
    assert "RuntimeError: a bug" in capsys.readouterr().err
