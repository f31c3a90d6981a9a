"""The shipped hooks, run by the real ``pre-commit`` in a git repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SHIPPED = ("grammar", "linter", "docs/man", "pyproject.toml", "README.md", "LICENSE")
GOOD = (ROOT / "fixtures" / "telegrams" / "06PARIS1823.cable").read_text("utf-8")
BAD = GOOD.replace("E.O. 12958", "E.O. 12985")
LABEL = GOOD.replace("1. (", "1.(")
pytestmark = pytest.mark.slow
PRE_COMMIT = [sys.executable, "-m", "pre_commit"]
Done = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class Repository:
    """A git repository and the environment of its commands."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self, *command: str) -> Done:
        return subprocess.run(
            command,
            cwd=self.folder,
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def git(self, *arguments: str) -> str:
        done = self.run("git", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        self.git("add", "--all")

    def commit(self, files: Mapping[str, str]) -> Done:
        """Write files, and try to commit them."""
        self.write(files)
        return self.run("git", "commit", "--quiet", "--message", "more telegrams")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """This project as a repository of hooks: the working tree, committed or not."""
    home = tmp_path_factory.mktemp("home")
    environment = {
        "HOME": str(home),
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "GIT_CONFIG_GLOBAL": os.devnull,
        **{
            f"GIT_{who}_{what}": value
            for who in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "Rowan"), ("EMAIL", "rowan@example.org"))
        },
    }
    environment |= {name: "" for name in os.environ if name.startswith("CABLELINT_")}
    repository = Repository(tmp_path_factory.mktemp("source"), environment)
    ignored = shutil.ignore_patterns("__pycache__")
    for name in (*SHIPPED, ".pre-commit-hooks.yaml"):
        target = repository.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target, ignore=ignored)
        else:
            shutil.copy(ROOT / name, target)
    repository.git("init", "--quiet", "--initial-branch", "main")
    repository.git("add", "--all", "--force")
    repository.git("commit", "--quiet", "--message", "the project")
    return repository


MakeRepository = Callable[..., Repository]


@pytest.fixture
def make_repository(source: Repository, tmp_path: Path) -> MakeRepository:
    """Make repositories that use hooks of this project, each installed for commits."""

    def make(*hooks: Mapping[str, object]) -> Repository:
        repository = Repository(tmp_path, source.environment)
        configuration = {
            "repos": [
                {
                    "repo": str(source.folder),
                    "rev": source.git("rev-parse", "HEAD"),
                    "hooks": [dict(hook) for hook in hooks],
                }
            ]
        }
        repository.git("init", "--quiet", "--initial-branch", "main")
        repository.write({".pre-commit-config.yaml": yaml.safe_dump(configuration)})
        done = repository.run(*PRE_COMMIT, "install")
        assert done.returncode == 0, done.stdout + done.stderr
        return repository

    return make


def test_a_bad_telegram_stops_the_commit_and_a_good_one_does_not(
    make_repository: MakeRepository,
) -> None:
    repository = make_repository({"id": "cablelint"})
    good = repository.commit({"06PARIS1823.cable": GOOD})
    assert good.returncode == 0, good.stderr

    bad = repository.commit({"06PARIS1823.cable": BAD})
    assert bad.returncode == 1
    assert "CBL301" in bad.stderr
    assert repository.git("show", "HEAD:06PARIS1823.cable") == GOOD.strip()


def test_what_is_excluded_or_no_telegram_is_left_alone(make_repository: MakeRepository) -> None:
    repository = make_repository({"id": "cablelint", "args": ["--verbose"], "verbose": True})
    left_alone = {
        "cablelint.toml": 'extend-exclude = ["drafts/"]\n',
        "drafts/06PARIS1823.cable": BAD,
        "README.md": BAD,
        "letter.txt": "Dear ROWAN,\n\nthe harvest is in.\n",
    }
    done = repository.commit(left_alone)
    assert done.returncode == 0, done.stderr
    assert "letter.txt: skipped, not a telegram" in done.stderr
    assert "CBL301" not in done.stderr

    again = repository.commit({"drafts/06PARIS1824.cable": BAD})
    assert again.returncode == 0, again.stderr
    assert repository.commit({"06PARIS1823.txt": BAD}).returncode == 1


def test_the_fixing_hook_repairs_and_stops_once(make_repository: MakeRepository) -> None:
    repository = make_repository({"id": "cablelint-fix"})
    first = repository.commit({"06PARIS1823.cable": LABEL})
    assert first.returncode == 1
    assert "files were modified by this hook" in first.stderr
    assert (repository.folder / "06PARIS1823.cable").read_text("utf-8") == GOOD
    assert repository.commit({}).returncode == 0


def test_the_archive_hook_runs_on_demand_over_all_files(make_repository: MakeRepository) -> None:
    repository = make_repository({"id": "cablelint-archive", "args": ["telegrams"]})
    assert repository.commit({"telegrams/06PARIS1823.cable": BAD}).returncode == 0
    done = repository.run(*PRE_COMMIT, "run", "--hook-stage", "manual", "cablelint-archive")
    assert done.returncode == 1
    assert "CBL301" in done.stdout


def test_the_hooks_can_be_tried_from_a_path(source: Repository, tmp_path: Path) -> None:
    repository = Repository(tmp_path, source.environment)
    repository.git("init", "--quiet", "--initial-branch", "main")
    repository.write({"06PARIS1823.cable": BAD, "README.md": BAD})
    command = (*PRE_COMMIT, "try-repo", str(source.folder), "cablelint", "--all-files")
    done = repository.run(*command)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "06PARIS1823.cable" in done.stdout
    assert "README.md" not in done.stdout
