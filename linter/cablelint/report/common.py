"""What several formats share: links, marks, order, relative paths, places of edits."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Generic, TypeVar

from cablegrammar import Source
from cablelint.finding import Confidence, Edit, Finding, Fix, Severity
from cablelint.paths import exists
from cablelint.report.escape import printable
from cablelint.result import Place, Placed, Result, Summary
from cablelint.rule import OWN_CODES

if TYPE_CHECKING:
    from cablelint.report import Style

__all__ = [
    "WEIGHT",
    "TextReporter",
    "Top",
    "edit_places",
    "fix_title",
    "message_of",
    "printable",
    "relative_name",
    "relative_path",
    "rule_url",
    "whereabouts",
]

T = TypeVar("T")

_RULES_URL: Final = "https://cablelint.readthedocs.io/rules/"

#: Severities, heaviest first.
WEIGHT: Final = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def rule_url(code: str, rule: str) -> str | None:
    """Return the address of a rule's manual page; None for a rule of another package."""
    return f"{_RULES_URL}{rule}/" if code.startswith(OWN_CODES) else None


def message_of(finding: Finding) -> str:
    """Return the message, with the confidence behind it where the rule is not sure."""
    if finding.confidence is Confidence.HIGH:
        return finding.message
    return f"{finding.message} ({finding.confidence.label} confidence)"


def fix_title(fix: Fix | None) -> str | None:
    """Return the title of a fix, or None when there is none."""
    return fix.title if fix else None


def relative_path(path: str) -> str:
    """Return a path relative to the root of the repository, with slashes; outside it is absolute.

    A pipeline shows findings beside the files of its checkout, wherever the run was started:
    ``GITHUB_WORKSPACE`` names it, else the repository of the working folder. Without either, paths
    are relative to the working folder.
    """
    if "://" in path or path.startswith("<"):
        return path
    root, here = _root(os.environ.get("GITHUB_WORKSPACE", ""), str(Path.cwd()))
    absolute = os.path.normpath(Path(here) / path)
    for base in (root, here):
        if absolute == base or absolute.startswith(base.rstrip(os.sep) + os.sep):
            return Path(os.path.relpath(absolute, base)).as_posix()
    return Path(absolute).as_posix()


@lru_cache(maxsize=8)
def _root(workspace: str, here: str) -> tuple[str, str]:
    """Return the folder that paths are relative to, and the working folder."""
    if workspace and Path(here).is_relative_to(workspace):
        return os.path.normpath(workspace), here
    above = (Path(here), *Path(here).parents)
    return str(next((place for place in above if exists(place / ".git")), Path(here))), here


def relative_name(result: Result) -> str:
    """Return the record's place as shown, its path relative to the repository."""
    path = relative_path(result.path)
    return f"{path}#{result.record_id}" if result.record_id else path


def whereabouts(result: Result, placed: Placed) -> str:
    """Return ``path:line:column``, with the record's id behind the path in a container."""
    return f"{result.name}:{placed.place.line}:{placed.place.column}"


def edit_places(result: Result, edits: Iterable[Edit]) -> Iterator[tuple[Edit, Place]]:
    """Yield the edits with their places; nothing when the result carries no text."""
    if result.text is None:
        return
    source = Source(result.text)
    for edit in edits:
        line, column = source.position(edit.span.start)
        end_line, end_column = source.position(edit.span.end)
        yield edit, Place(line, column, end_line, end_column)


class TextReporter:
    """What reporters of text have in common that write nothing before the first record."""

    needs_text = False

    def __init__(self, stream: IO[str], style: Style) -> None:
        """Write to a text stream in a style."""
        self._stream = stream
        self._style = style

    def begin(self) -> None:
        """Write nothing: there is no head."""

    def end(self, summary: Summary) -> None:
        """Write out what is held back."""
        self._stream.flush()


class Top(Generic[T]):
    """Keeps the first few items of each severity in order of arrival, and counts all of them."""

    def __init__(self, limit: int) -> None:
        """Keep at most this many items of each severity."""
        self.limit = limit
        self.total = 0
        self._kept: dict[Severity, list[T]] = {severity: [] for severity in WEIGHT}

    def room(self, severity: Severity) -> bool:
        """Tell whether another item of this severity would be kept."""
        return len(self._kept[severity]) < self.limit

    def add(self, severity: Severity, item: T) -> None:
        """Count an item, and keep it while there is room at its severity."""
        self.total += 1
        if self.room(severity):
            self._kept[severity].append(item)

    def skip(self) -> None:
        """Count an item that was not made because there is no room for it."""
        self.total += 1

    def heaviest(self, limit: int | None = None) -> list[T]:
        """Return the kept items, heaviest first, at most ``limit`` of them."""
        items = [item for severity in WEIGHT for item in self._kept[severity]]
        return items[:limit]
