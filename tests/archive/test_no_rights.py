"""Files and folders that the user may not read: each is named, and nothing is a crash."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.archive.command_line import CABLELINT
from tests.archive.conftest import cable

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """A folder with a telegram that nobody may enter, beside a telegram that can be read."""
    folder = tmp_path / "telegrams" / "closed"
    folder.mkdir(parents=True)
    for place in (folder, folder.parent):
        (place / "06PARIS1.txt").write_text(cable(1), "utf-8")
    folder.chmod(0)
    yield folder
    folder.chmod(0o700)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command as a user for whom the modes of files hold, which they do not for root."""
    bounds = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
    if os.geteuid():
        bounds = []
    elif shutil.which("setpriv") is None:
        pytest.skip("root can give up its rights only with setpriv")

    def command(*arguments: str | Path, home: Path | None = None, here: Path = tmp_path) -> Done:
        environment = os.environ | {"XDG_CONFIG_HOME": str(home or tmp_path / "nobody")}
        whole = [*bounds, *CABLELINT, *map(str, arguments)]
        done = subprocess.run(
            whole, env=environment, cwd=here, capture_output=True, text=True, check=False
        )
        assert "Traceback" not in done.stderr
        return done

    return command


def test_a_folder_that_is_given_by_name(closed: Path, run: Run) -> None:
    done = run("check", "--output-format", "concise", closed)
    assert done.returncode == 1
    assert "closed:1:1: error CBL906" in done.stdout
    assert "the folder cannot be read: Permission denied" in done.stdout


def test_a_file_behind_a_closed_folder(closed: Path, run: Run) -> None:
    file = closed / "06PARIS1.txt"
    done = run("check", closed.parent / "06PARIS1.txt", file)
    assert (done.returncode, done.stderr) == (2, f"cablelint: {file}: Permission denied\n")
    missing = run("check", closed.parent / "06PARIS2.txt")
    assert missing.stderr.endswith("06PARIS2.txt: no such file or folder\n")


def test_the_home_of_another_user_configures_nothing(closed: Path, run: Run) -> None:
    done = run("check", closed.parent / "06PARIS1.txt", home=closed)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can start a process in a closed folder")
def test_a_working_folder_that_may_not_be_entered(closed: Path, run: Run) -> None:
    """As `sudo -u` leaves it that was called in a home."""
    telegram = closed.parent / "06PARIS1.txt"
    for form in ("full", "sarif"):
        done = run("check", "--output-format", form, telegram, here=closed)
        assert (done.returncode, done.stderr) == (0, "")


def test_describe_counts_what_it_cannot_read(closed: Path, run: Run) -> None:
    done = run("describe", "--output-format", "json", closed.parent)
    [found] = json.loads(done.stdout)
    assert (found["records"], found["problems"]) == (1, 1)
    assert found["first-problem"] == f"{closed}: the folder cannot be read: Permission denied"
    assert "1 cannot be read" in run("describe", closed).stdout
    assert run("describe", closed / "06PARIS1.txt").stderr.endswith("txt: Permission denied\n")
