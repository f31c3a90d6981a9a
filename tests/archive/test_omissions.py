"""What is left out of a folder, and why."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.archive.conftest import cable

from cablelint import api
from cablelint.config.discovery import Configuration
from cablelint.discover import omissions
from cablelint.rules import RULES

pytestmark = pytest.mark.usefixtures("in_folder")


def omitted(**options: bool) -> tuple[list[str], dict[str, str], list[tuple[str, str]]]:
    """Return the files of the folder, what was left out, and what could not be read."""
    notes: dict[str, str] = {}

    def note(path: str, reason: str) -> None:
        notes.setdefault(path, reason)

    left_out = omissions.Omissions(note)
    files = list(api.collect(["."], Configuration(RULES), None, left_out, **options))
    assert sum(left_out.counts.values()) == len(notes)
    return files, notes, left_out.faults


def test_what_is_left_out_is_counted_with_its_reason() -> None:
    for name in ("a.txt", "map.png", "old/b.txt", "c.tmp"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(cable(1))
    Path("stations.csv").write_text("code,name\nPARIS,Paris\n")
    Path(".gitignore").write_text("old\n")
    os.mkfifo("pipe.txt")
    assert omitted()[1] == {
        ".gitignore": omissions.BY_NAME,
        "c.tmp": omissions.BY_NAME,
        "map.png": omissions.BY_NAME,
        "old": omissions.BY_CONFIGURATION,
        "pipe.txt": omissions.DEVICE,
        "stations.csv": omissions.BY_CONTENT,
    }


def test_links_that_leave_the_paths_are_followed_only_when_asked(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "b.txt").write_text(cable(2))
    Path("a.txt").write_text(cable(1))
    Path("twice.txt").symlink_to("a.txt")
    Path("out.txt").symlink_to(outside / "b.txt")
    Path("folder-out").symlink_to(outside)
    Path("folder-loop").symlink_to(".")
    Path("loop.txt").symlink_to("loop.txt")
    Path("device.txt").symlink_to("/dev/zero")
    files, notes, faults = omitted()
    assert files == ["a.txt"]
    assert notes == {
        "device.txt": omissions.DEVICE,
        "folder-loop": omissions.LINK_TO_FOLDER,
        "folder-out": omissions.LINK_TO_FOLDER,
        "loop.txt": omissions.BROKEN_LINK,
        "out.txt": omissions.LINK_OUT,
        "twice.txt": omissions.LINK_TWICE,
    }
    assert faults == []
    files, notes, _ = omitted(follow_links=True)
    assert files == ["a.txt", "folder-out/b.txt", "out.txt"]
    assert notes["folder-loop"] == omissions.LINK_TWICE


def test_what_cannot_be_read_in_a_folder_is_reported_and_the_rest_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("a.txt", "closed/b.txt", "z.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(cable(1))
    Path("c.cablelint.toml").write_text("")
    os.mkfifo("pipe.cablelint.toml")
    Path(".gitignore").write_text("!\n*a*a*a*a*a*a*a*b\n")
    scandir = os.scandir

    def refusing(folder: str) -> object:
        if "closed" in folder:
            raise PermissionError(13, "Permission denied", folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refusing)
    files, _, faults = omitted()
    assert files == ["a.txt", "z.txt"]
    assert faults == [
        (".gitignore", "line 1: the pattern '!' is not valid"),
        (
            ".gitignore",
            "line 2: the pattern '*a*a*a*a*a*a*a*b' has more wildcards than are matched",
        ),
        ("c.cablelint.toml", "a sidecar for 'c', but there is no such file beside it"),
        ("./closed", "the folder cannot be read: Permission denied"),
        ("pipe.cablelint.toml", "a sidecar that is not a file"),
    ]
