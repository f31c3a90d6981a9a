"""Take the pictures of the README: the terminal as SVG, the HTML report as PNG.

Run as ``make pictures``; it needs Chromium.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
COLUMNS = 92
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
NAME = "06PARIS1823.cable"
#: What is done to a sound telegram so that there is something to see.
SLIPS = (
    ("E.O. 12958", "E.O. 12985"),
    ("FR, EUN", "FR, FR, EUN"),
    ("End summary", "End sumary"),
)


def run(folder: Path, *arguments: str) -> str:
    """Return what a command prints in a folder; findings are expected."""
    done = subprocess.run(
        [sys.executable, "-m", "cablelint", *arguments],
        cwd=folder,
        env={"COLUMNS": str(COLUMNS), "PYTHONPATH": f"{ROOT / 'grammar'}:{ROOT / 'linter'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode > 1:
        raise RuntimeError(done.stderr)
    return done.stdout


def terminal(folder: Path) -> str:
    """Return the picture of a check on a terminal."""
    text = (ROOT / "fixtures" / "telegrams" / NAME).read_text("utf-8")
    for right, wrong in SLIPS:
        text = text.replace(right, wrong)
    (folder / NAME).write_text(text, "utf-8")
    shown = run(folder, "check", "--color", "always", "--no-progress", NAME)
    with (folder / "nowhere").open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere)
        console.print(Text.from_ansi(f"$ cablelint check {NAME}\n{shown.rstrip()}"))
        svg = console.export_svg(title="cablelint", unique_id="cablelint")
    # A document loads nothing from elsewhere: the reader's own fonts will do.
    return re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)


def report(folder: Path) -> bytes:
    """Return a picture of the report on the failing fixtures of the rules."""
    page = folder / "report.html"
    shutil.copytree(ROOT / "fixtures" / "rules", folder / "extracts")
    run(folder, "check", "extracts", "--no-progress", "--no-cache", "-o", str(page))
    program = next(filter(None, map(shutil.which, CHROMIUM)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1280, "height": 1500}, color_scheme="light")
        tab.goto(page.as_uri())
        tab.wait_for_selector("#main:not([aria-busy=true])")
        picture = tab.screenshot()
        browser.close()
    return picture


def main() -> None:
    """Write both pictures."""
    with tempfile.TemporaryDirectory() as name:
        (IMAGES / "terminal.svg").write_text(terminal(Path(name)), "utf-8")
        (IMAGES / "report.png").write_bytes(report(Path(name)))


if __name__ == "__main__":
    main()
