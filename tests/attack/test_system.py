"""The system refuses something: a command says what in one line, without a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.archive.conftest import cable

_CODE = """
import resource, sys
from cablelint.cli import main
most = int(sys.argv.pop(1))
if most:
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
main(sys.argv[1:])
"""
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no /dev/full")


def command_line(*arguments: str, files: int = 0) -> list[str]:
    return [sys.executable, "-c", _CODE, str(files), *arguments]


def environment() -> dict[str, str]:
    paths = os.pathsep.join(filter(None, map(os.path.abspath, sys.path)))
    return {**os.environ, "PYTHONPATH": paths}


def run(
    folder: Path, *arguments: str, files: int = 0, stdout: Path | None = None
) -> subprocess.CompletedProcess[str]:
    with (stdout or Path(os.devnull)).open("w") as out:
        return subprocess.run(
            command_line(*arguments, files=files),
            cwd=folder,
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=environment(),
        )


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a command whose stdin stays open."""
    return subprocess.Popen(
        command_line(*arguments),
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(),
    )


@pytest.mark.parametrize("command", ["check", "parse", "describe"])
def test_a_full_disk(tmp_path: Path, command: str) -> None:
    (tmp_path / "a.txt").write_text(cable(1))
    done = run(tmp_path, command, "a.txt", stdout=Path("/dev/full"))
    assert done.returncode == 2
    assert "o space left on" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("files", [11, 16])
def test_few_open_files(tmp_path: Path, files: int) -> None:
    for number in range(30):
        (tmp_path / f"{number}.txt").write_text(cable(number))
    done = run(tmp_path, "check", "--isolated", "-j", "2", ".", files=files)
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 2)
    if done.returncode == 2:
        assert "too many open files; allow more with ulimit -n" in done.stderr


def test_a_current_folder_that_was_removed(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = f"import os; os.chdir({str(gone)!r}); os.rmdir({str(gone)!r})\n{_CODE}"
    paths = os.pathsep.join(filter(None, map(os.path.abspath, sys.path)))
    done = subprocess.run(
        [sys.executable, "-c", code, "0", "check", "."],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert done.returncode == 2
    assert done.stderr == "cablelint: the current folder does not exist any more\n"


def test_files_that_vanish_during_the_run(tmp_path: Path) -> None:
    """A listed file that is gone when its turn comes is reported as unreadable."""
    from cablelint import api

    files = [tmp_path / f"{number}.txt" for number in range(3)]
    for number, file in enumerate(files):
        file.write_text(cable(number + 1))
    results = api.lint_paths([str(tmp_path)], api.Configuration(api.RULES, isolated=True))
    first = next(results)
    for file in files[1:]:
        file.unlink()
    verdicts = [str(first.verdict), *(str(result.verdict) for result in results)]
    assert len(verdicts) == 3
    assert set(verdicts) <= {"valid", "unreadable"}


def test_stdin_that_does_not_end_is_given_up(tmp_path: Path) -> None:
    limit = ("--timeout-per-record", "0.5")
    with start(tmp_path, "check", "--isolated", "-", *limit) as done:
        assert done.stdin is not None
        assert done.stdout is not None
        done.stdin.write(cable(1))
        done.stdin.flush()
        output = done.stdout.read()
        assert "stdin has not ended after 0.5 seconds; given up (--timeout-per-record)" in output
        assert done.wait() == 1


def test_stdin_that_is_slow_is_read(tmp_path: Path) -> None:
    with start(tmp_path, "check", "--isolated", "-", "--output-format", "json-lines") as done:
        assert done.stdin is not None
        for line in cable(1).splitlines(keepends=True):
            time.sleep(0.02)
            done.stdin.write(line)
            done.stdin.flush()
        output, _ = done.communicate()
        assert "valid" in output
        assert "given up" not in output


def test_a_list_of_paths_that_never_comes_can_be_interrupted(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "list")
    with start(tmp_path, "check", "--isolated", "--files-from", "list") as done:
        time.sleep(2)
        done.terminate()
        try:
            assert done.wait(timeout=30) == 143
        finally:
            done.kill()
