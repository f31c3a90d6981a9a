"""A configuration and a command for the contents of a folder or file."""

from __future__ import annotations

import os
import shlex
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from cablegrammar import Family
from cablelint.archive.describe import Description
from cablelint.archive.read.kinds import may_hold_telegrams
from cablelint.archive.read.telegram_text import is_telegram
from cablelint.config.discovery import Configuration
from cablelint.decode import decode
from cablelint.regular_file import open_regular

__all__ = ["command_for", "configuration_for", "unusual_suffixes"]

_ENTRIES = 20_000
_TRIED = 3
_BYTES = 200_000
_LINES = 4


def configuration_for(found: Description, suffixes: Iterable[str] = ()) -> str:
    """Return the text of a `cablelint.toml`; ``suffixes`` are unusual suffixes of telegrams."""
    return "".join(f"{line}\n" for line in _lines(found, sorted(suffixes)))


def _lines(found: Description, suffixes: list[str]) -> Iterator[str]:
    yield "# `cablelint config` explains every key, `cablelint rule --all` lists the rules."
    extracts = found.families.get(str(Family.EXTRACT), 0)
    if 2 * extracts > found.sampled:
        yield from ("", f"# {extracts} of {found.sampled} texts are parts of telegrams.")
        yield 'profile = "extract"'
    if found.undated and found.years:
        first, last = min(found.years), max(found.years)
        years = first if first == last else f"{first}-{last}"
        yield from (
            "",
            f"# {found.undated} of {found.sampled} texts are telegrams without a date.",
        )
        yield f'era = "{years}"'
    elif found.undated:
        yield from (
            "",
            "# No text has a date. If you know the years, set them so that their rules apply:",
        )
        yield '# era = "1973-1979"'
    if 0 < found.no_telegrams <= found.sampled / 2:
        yield from ("", f"# {found.no_telegrams} of {found.sampled} texts are not telegrams.")
        yield "only-cables = true"
    if suffixes:
        names = ", ".join(f'"*{suffix}"' for suffix in suffixes)
        yield from ("", "# Files with these names are telegrams.", f"extend-include = [{names}]")
    yield from ("", "# Rules to ignore in this collection, by name or code:", "# ignore = []")


def command_for(found: Description) -> str:
    """Return the command that checks the described files."""
    table = [] if found.table is None else ["--table", found.table]
    column = [] if found.text_column is None else ["--text-column", found.text_column]
    words = ["cablelint", "check", *table, *column, found.path, "-o", "report.html"]
    return shlex.join(words)


def unusual_suffixes(folder: str, configuration: Configuration) -> list[str]:
    """Return the suffixes of files with telegrams that a check would skip."""
    tried: defaultdict[str, int] = defaultdict(int)
    holding = set[str]()
    for file in islice(_files(folder, configuration), _ENTRIES):
        suffix = file.suffix.lower()
        if suffix and not may_hold_telegrams(file.name) and tried[suffix] < _TRIED:
            tried[suffix] += 1
            if _is_telegram(file):
                holding.add(suffix)
    return sorted(holding)


def _files(folder: str, configuration: Configuration) -> Iterator[Path]:
    options = configuration.for_folder(folder).files
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not options.excludes(f"{here}/{name}"))
        for name in sorted(names):
            if not options.includes(f"{here}/{name}"):
                yield Path(here, name)


def _is_telegram(file: Path) -> bool:
    try:
        with open_regular(file) as stream:
            decoded = decode(stream.read(_BYTES))
    except OSError:
        return False
    text = decoded.text
    return text.count("\n") >= _LINES and is_telegram(text, str(file))
