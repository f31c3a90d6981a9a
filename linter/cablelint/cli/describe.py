"""``cablelint describe``: the contents of files and folders, before anything is checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import msgspec

from cablegrammar import Family
from cablelint.api import RULES, ConfigError, Configuration, MissingPathError, collect
from cablelint.archive.describe import Description, describe
from cablelint.archive.errors import MissingExtraError
from cablelint.cli.exit_codes import Exit, JobError, say
from cablelint.cli.proposal import command_for, configuration_for, unusual_suffixes
from cablelint.config.schema import convert
from cablelint.discover import Omissions
from cablelint.paths import is_folder
from cablelint.report.escape import harmless

__all__ = ["command", "described"]

_KINDS = {
    "text": "plain text",
    "nara": "1973-79 export",
    "page": "web page",
    "table": "CSV table",
    "json-lines": "JSON Lines",
    "json": "JSON",
    "parquet": "Parquet table",
    "sqlite": "SQLite database",
    "unread": "of a kind that is not read",
}
_ERAS = ((0, 1965), (1966, 1972), (1973, 1979), (1980, 1989), (1990, 1999), (2000, 2010))
_AFTER = 2011
_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_ROLES = {None: "", "text?": "telegrams: name it with --text-column"}


@click.command("describe")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Text (default) or JSON.",
)
def command(paths: tuple[str, ...], output_format: str) -> int:
    """Describe files, folders and archives; propose a check.

    Nothing is checked and nothing is written: kinds of files, number of records, columns of tables,
    years, stations, and a configuration that suits them.
    """
    found = [described(path) for path in paths]
    if output_format == "json":
        click.echo(
            harmless(
                msgspec.json.format(
                    msgspec.json.encode([description for description, _ in found]), indent=2
                ).decode(),
                "\\u0023",
            )
        )
        return Exit.CLEAN
    for number, (description, suffixes) in enumerate(found):
        for line in ([""] if number else []) + list(_lines(description, suffixes)):
            say(line)
    return Exit.CLEAN


def described(path: str) -> tuple[Description, list[str]]:
    """Describe a path; return also the unusual suffixes of files with telegrams.

    Raises JobError when it is missing or cannot be read.
    """
    plain = Configuration(RULES)
    try:
        suffixes = unusual_suffixes(path, plain) if is_folder(Path(path)) else []
        include = convert({"extend-include": [f"*{suffix}" for suffix in suffixes]}, path)
        suited = Configuration(RULES, overrides=(include,)) if suffixes else plain
        omissions = Omissions()
        files = collect([path], suited, omissions=omissions)
        return describe(path, files, omissions.faults), suffixes
    except (MissingPathError, MissingExtraError, ConfigError) as error:
        raise JobError(str(error)) from None


def _lines(found: Description, suffixes: list[str]) -> Iterator[str]:
    """Yield the lines of the description."""
    yield found.path
    rows = {
        "kind": _counts({_KINDS.get(kind, kind): count for kind, count in found.kinds.items()}),
        "size": _size(found.bytes),
        "records": _records(found),
        "problems": _problems(found),
        "encoding": _counts(found.encodings),
        "layout": _counts({_family(name): count for name, count in found.families.items()}),
        "years": _counts(_eras(found)),
        "stations": _counts(found.stations),
    }
    yield from (f"  {name:<9} {text}" for name, text in rows.items() if text)
    for number, column in enumerate(found.columns):
        label = "" if number else "columns"
        role = _ROLES.get(column.role, column.role) or ""
        yield f"  {label:<9} {column.name:<18} {role:<14} {column.example}".rstrip()
    yield from ("", f"  check it: {command_for(found)}")
    yield from ("", "  a configuration that suits it (`cablelint init` writes it):", "")
    yield from (f"    {line}".rstrip() for line in configuration_for(found, suffixes).splitlines())


def _counts(counts: Mapping[str, int]) -> str:
    """Return counts in words; a single item has no number."""
    if len(counts) == 1:
        return next(iter(counts))
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())


def _size(size: int) -> str:
    value, unit = float(size), 0
    while value >= 1000 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    return f"{value:.1f} {_UNITS[unit]}" if unit else f"{size} {_UNITS[0]}"


def _records(found: Description) -> str:
    files = f" in {found.files:,} files" if found.files > 1 else ""
    sampled = f"; {found.sampled:,} of them were parsed" if found.sampled < found.records else ""
    return f"{found.records:,}{files}{sampled}"


def _problems(found: Description) -> str:
    if not found.problems:
        return ""
    return f"{found.problems:,} cannot be read; the first: {found.first_problem}"


def _family(name: str) -> str:
    return "not a telegram" if name == str(Family.UNKNOWN) else name


def _eras(found: Description) -> dict[str, int]:
    """Return the number of records of each era."""
    eras: dict[str, int] = {}
    for year, count in ((int(year), count) for year, count in found.years.items()):
        first, last = next((era for era in _ERAS if era[0] <= year <= era[1]), (_AFTER, 0))
        name = f"{first}-{last}" if first and last else f"to {last}" if last else f"from {first}"
        eras[name] = eras.get(name, 0) + count
    return eras | ({"unknown": found.undated} if found.undated else {})
