"""A release: one version and day everywhere, an sdist that builds the same wheel, a checked tag."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import yaml

from cablelint import __date__, __version__
from release import faults, notes

ROOT = Path(__file__).parents[2]
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8"))
LEFT_OUT = (".git", ".venv", ".*_cache", "site", "dist", "node_modules")
CHANGELOG = "# Changelog\n\n## 1.1.0 - 2027-02-03\n\nMore.\n\n## 1.0.0 - 2027-01-02\n\nThe first.\n"


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Rowan", "-c", "user.email=rowan@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A committed tree whose changelog begins with the release of 1.1.0."""
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, "utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "release")
    return tmp_path


def test_a_clean_tree_whose_tag_fits_may_be_released(tree: Path) -> None:
    assert list(faults(tree, "v1.1.0", "1.1.0", "2027-02-03")) == []


@pytest.mark.parametrize(
    ("tag", "version", "day", "expected"),
    [
        ("v1.2.0", "1.1.0", "2027-02-03", "the tag is v1.2.0"),
        ("v1.1.0", "1.1.0", "", "expected YYYY-MM-DD"),
        ("v1.1.0", "1.1.0", "2027-02-30", "expected YYYY-MM-DD"),
        ("v1.0.0", "1.0.0", "2027-01-02", "'## 1.1.0 - 2027-02-03'; expected '## 1.0.0"),
    ],
)
def test_what_does_not_fit_is_named(
    tree: Path, tag: str, version: str, day: str, expected: str
) -> None:
    assert expected in "\n".join(faults(tree, tag, version, day))


def test_a_dirty_tree_is_not_released(tree: Path) -> None:
    (tree / "forgotten.py").write_text("", "utf-8")
    assert list(faults(tree, "v1.1.0", "1.1.0", "2027-02-03")) == [
        "the tree is not clean: ?? forgotten.py"
    ]


def test_the_notes_are_the_section_of_the_version() -> None:
    assert notes(CHANGELOG, "1.1.0") == "More.\n"
    assert notes(CHANGELOG, "1.0.0") == "The first.\n"
    with pytest.raises(LookupError, match=r"no section for 2\.0\.0"):
        notes(CHANGELOG, "2.0.0")


def test_the_changelog_begins_with_the_version_and_has_notes() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"^## (.*)$", changelog, re.MULTILINE)[0] == (
        f"{__version__} - {__date__ or 'unreleased'}"
    )
    assert len(notes(changelog, __version__)) > 100


@pytest.mark.parametrize("name", ["README.md", "docs/ci.md"])
def test_the_examples_name_the_version(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    named = re.findall(r"(?:rev: v|ref: v|cablelint@v|cablelint==)(\d+\.\d+\.\d+)", text)
    assert set(named) <= {__version__}


def test_the_citation_is_valid() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert str(citation["version"]) == __version__
    assert str(citation.get("date-released", "")) == __date__


def test_only_the_jobs_that_publish_may_write_and_only_after_the_tests() -> None:
    jobs = WORKFLOW["jobs"]
    writing = {name for name, job in jobs.items() if "write" in job["permissions"].values()}
    assert writing == {"publish", "notes", "image"}
    assert WORKFLOW["permissions"] == {}
    assert set(jobs["publish"]["needs"]) == {"check", "build", "install"}
    assert {jobs[name]["needs"] for name in writing - {"publish"}} == {"publish"}
    scripts = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    assert [script for script in scripts if "${{" in script] == []


def test_what_cannot_be_taken_back_comes_after_the_image_was_tried() -> None:
    """A version on PyPI is never replaced: an image that does not run must stop it."""
    jobs = WORKFLOW["jobs"]
    tried = {
        name
        for name, job in jobs.items()
        if any("docker run --rm --read-only" in step.get("run", "") for step in job["steps"])
    }
    assert tried == {"build"} <= set(jobs["publish"]["needs"])


def test_the_image_has_no_rights_and_takes_only_what_the_wheel_needs() -> None:
    lines = (ROOT / "Containerfile").read_text("utf-8").splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users == ["65532:65532"]
    assert lines.index("USER 65532:65532") > max(
        number for number, line in enumerate(lines) if line.startswith(("RUN ", "COPY "))
    )
    copied = {name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]}
    allowed = (ROOT / ".dockerignore").read_text("utf-8")  # Docker and Podman read it
    own = {name for name in copied if not name.startswith(("--", "/"))}
    assert [name for name in own if f"!{name}\n" not in allowed] == []


def test_the_sdist_builds_the_same_wheel(tmp_path: Path) -> None:
    tree, unpacked = tmp_path / "tree", tmp_path / "unpacked"
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*LEFT_OUT))
    sdist = build(tree, "sdist", tmp_path)
    with tarfile.open(sdist) as archive:
        archive.extractall(unpacked, filter="data")
    [source] = unpacked.iterdir()
    first = build(tree, "wheel", tmp_path / "first")
    again = build(source, "wheel", tmp_path / "again")
    assert contents(first) == contents(again)
    assert first.read_bytes() == again.read_bytes()


def test_the_wheel_holds_what_is_needed_and_no_more(tmp_path: Path) -> None:
    names = set(contents(build(ROOT, "wheel", tmp_path)))
    sources = {
        path.relative_to(root).as_posix()
        for root in (ROOT / "grammar", ROOT / "linter")
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert sources <= names
    assert f"cablelint-{__version__}.data/data/share/man/man1/cablelint.1" in names
    tops = {name.split("/")[0] for name in names}
    assert tops == {"cablegrammar", "cablelint"} | {
        f"cablelint-{__version__}.{kind}" for kind in ("data", "dist-info")
    }


def build(source: Path, target: str, folder: Path) -> Path:
    """Build an sdist or wheel with the tools of this environment, without a network."""
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", folder],
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    [built] = folder.glob("*.tar.gz" if target == "sdist" else "*.whl")
    return built


def contents(wheel: Path) -> dict[str, bytes]:
    """Return the files of a wheel by name."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
