"""Build the playground into the docs site: Python for browsers, cablelint, and what it needs.

``python scripts/build_playground.py SITE/playground/app`` after the site was built. Everything that
is downloaded is pinned with its digest in ``tools/playground``.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

__all__ = ["build"]

ROOT = Path(__file__).parent.parent
PINS = ROOT / "tools" / "playground"
PAGES = ROOT / "docs" / "playground" / "app"
PYODIDE = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "pyodide-lock.json",
    "python_stdlib.zip",
)
_PYTHON = "3.14"
_PLATFORMS = ("pyemscripten_2026_0_wasm32", "manylinux_2_28_x86_64", "manylinux_2_27_x86_64")
_SOURCES = (ROOT / "grammar" / "cablegrammar", ROOT / "linter" / "cablelint")
#: Parts of cablelint that no browser needs.
_LEFT_OUT = ("cablelint/cli/", "cablelint/lsp/", "cablelint/report/", "__pycache__", ".pyc")
_DAY = (1980, 1, 1, 0, 0, 0)


def build(target: Path) -> int:
    """Write the playground into a folder; return the number of bytes a browser loads."""
    target.mkdir(parents=True, exist_ok=True)
    for page in PAGES.iterdir():
        shutil.copy(page, target / page.name)
    with tempfile.TemporaryDirectory() as folder:
        _python(Path(folder), target / "pyodide")
        wheels = _wheels(Path(folder, "wheels"))
        _pack(target / "packages.zip", wheels)
    return sum(file.stat().st_size for file in target.rglob("*") if file.is_file())


def _python(folder: Path, target: Path) -> None:
    """Install the pinned pyodide with npm, and copy what a browser loads of it."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PINS / name, folder / name)
    _run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", folder=folder)
    target.mkdir(exist_ok=True)
    for name in PYODIDE:
        shutil.copy(folder / "node_modules" / "pyodide" / name, target / name)


def _wheels(folder: Path) -> list[Path]:
    """Download the pinned wheels for the browser's Python."""
    platforms = [f"--platform={platform}" for platform in _PLATFORMS]
    abis = [f"--abi={abi}" for abi in ("cp314", "none")]
    options = ("--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:", "--dest")
    command = (sys.executable, "-m", "pip", "download", *options, str(folder))
    python = (f"--python-version={_PYTHON}", "--implementation=cp", *platforms, *abis)
    _run(*command, *python, "--requirement", str(PINS / "requirements.txt"), folder=ROOT)
    return sorted(folder.glob("*.whl"))


def _pack(target: Path, wheels: list[Path]) -> None:
    """Write one archive of all packages: the same bytes whenever it is built."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in sorted({**dict(_sources()), **dict(_installed(wheels))}.items()):
            about = zipfile.ZipInfo(name, _DAY)
            about.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(about, data)


def _sources() -> Iterator[tuple[str, bytes]]:
    """Yield the files of cablegrammar and cablelint."""
    for package in _SOURCES:
        for file in package.rglob("*"):
            name = file.relative_to(package.parent).as_posix()
            if file.is_file() and not any(part in name for part in _LEFT_OUT):
                yield name, file.read_bytes()


def _installed(wheels: list[Path]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of wheels; of one for another system only those in Python."""
    for wheel in wheels:
        foreign = not wheel.name.endswith(("-any.whl", f"{_PLATFORMS[0]}.whl"))
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                useful = name.endswith(".py") or not foreign
                if useful and ".dist-info/" not in name:
                    yield name, archive.read(name)


def _run(*command: str, folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True)


def main() -> int:
    """Build the playground, and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path, help="the folder of the built site to write into")
    size = build(parser.parse_args().target.resolve())
    sys.stdout.write(f"playground: {size / 1e6:.1f} MB, before the server packs it\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
