"""The VS Code extension: it builds, and agrees with the program and its documentation."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cablelint import __version__
from cablelint.lsp.options import Options

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "editors" / "vscode"
PACKAGE: dict[str, Any] = json.loads((FOLDER / "package.json").read_text("utf-8"))


def test_the_settings_are_those_of_the_server() -> None:
    settings = PACKAGE["contributes"]["configuration"]["properties"]
    names = {name.removeprefix("cablelint.") for name in settings}
    assert names == {field.name for field in msgspec.structs.fields(Options)} | {"command"}
    page = (ROOT / "docs" / "editors.md").read_text("utf-8")
    assert [name for name in settings if f"`{name}`" not in page] == []
    assert settings["cablelint.debounce"]["default"] == Options().debounce


def test_the_version_is_that_of_the_program() -> None:
    assert PACKAGE["version"] == __version__


def test_packages_are_pinned() -> None:
    pins = PACKAGE["dependencies"] | PACKAGE["devDependencies"]
    assert [name for name, pin in pins.items() if not re.fullmatch(r"\d+\.\d+\.\d+", pin)] == []
    locked = json.loads((FOLDER / "package-lock.json").read_text("utf-8"))["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in pins} == pins
    assert [name for name, one in locked.items() if name and "integrity" not in one] == []


def test_a_folder_cannot_choose_the_command_before_it_is_trusted() -> None:
    restricted = PACKAGE["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"]
    assert {"cablelint.command", "cablelint.configuration"} <= set(restricted)


@pytest.mark.slow
def test_it_builds_and_holds_what_it_needs(tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("the extension needs npm, which is not installed")
    left_out = shutil.ignore_patterns("node_modules", "dist", "*.vsix")
    folder = shutil.copytree(FOLDER, tmp_path / "vscode", ignore=left_out)
    install = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    if subprocess.run(install, cwd=folder, check=False).returncode != 0:
        pytest.skip("the pinned packages of the extension cannot be downloaded")
    done = subprocess.run(
        ["npm", "run", "package"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(folder / "cablelint.vsix") as built:
        names = {name.removeprefix("extension/") for name in built.namelist()}
        assert {"package.json", "dist/extension.js", "language-configuration.json"} <= names
        assert len(names) <= 9
        assert b"cablelint" in built.read("extension/dist/extension.js")
