"""What is at a path. Where this user may not look, or no name can be as long, there is nothing.

Until Python 3.14 the methods of ``Path`` raise there.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["exists", "is_file", "is_folder"]


def exists(path: Path) -> bool:
    """Tell whether there is anything at a path, links followed."""
    try:
        return path.exists()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Tell whether there is a file at a path, links followed."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_folder(path: Path) -> bool:
    """Tell whether there is a folder at a path, links followed."""
    try:
        return path.is_dir()
    except OSError:
        return False
