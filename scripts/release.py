"""What a release asks for: tag, version, day and changelog agree, and the tree is clean.

``python scripts/release.py check v0.1.0`` says what is wrong and fails; ``notes`` prints the
changelog section of the version, which becomes the notes of the release.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from cablelint import __date__, __version__

__all__ = ["faults", "notes"]

ROOT = Path(__file__).parent.parent
_HEADING = re.compile(r"^## (?P<version>\S+) - (?P<day>\S+)$", re.MULTILINE)


def faults(root: Path, tag: str, version: str, day: str) -> Iterator[str]:
    """Yield the reasons against a release of the tree at ``root`` under a tag."""
    if tag != f"v{version}":
        yield f"the tag is {tag}; the version {version} expects v{version}"
    if not _is_day(day):
        yield f"the day of the release is '{day}'; expected YYYY-MM-DD in cablelint.__date__"
    heading = _HEADING.search((root / "CHANGELOG.md").read_text("utf-8"))
    found = heading[0] if heading else "none"
    expected = f"## {version} - {day or 'unreleased'}"
    if found != expected:
        yield f"the first section of CHANGELOG.md is '{found}'; expected '{expected}'"
    for line in _changed(root):
        yield f"the tree is not clean: {line.strip()}"


def notes(changelog: str, version: str) -> str:
    """Return the section of a version without its heading; raises LookupError."""
    headings = list(_HEADING.finditer(changelog))
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        if heading["version"] == version:
            end = following.start() if following else len(changelog)
            return changelog[heading.end() : end].strip() + "\n"
    raise LookupError(f"CHANGELOG.md has no section for {version}")


def _changed(root: Path) -> list[str]:
    """Return what git says of files that are not committed."""
    command = ["git", "status", "--porcelain"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def main(arguments: list[str] | None = None) -> int:
    """Check a release or print its notes; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="fail if the tree must not be released").add_argument("tag")
    commands.add_parser("notes", help="print the changelog section of the version")
    options = parser.parse_args(arguments)
    if options.command == "notes":
        sys.stdout.write(notes((ROOT / "CHANGELOG.md").read_text("utf-8"), __version__))
        return 0
    found = list(faults(ROOT, options.tag, __version__, __date__))
    sys.stderr.writelines(f"release: {fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
