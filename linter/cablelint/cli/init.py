"""``cablelint init``: a first configuration for a folder, based on its contents."""

from __future__ import annotations

import tomllib
from pathlib import Path

import click

from cablelint.cli.describe import described
from cablelint.cli.exit_codes import Exit, JobError
from cablelint.cli.proposal import command_for, configuration_for

__all__ = ["command"]

_NAME = "cablelint.toml"


@click.command("init")
@click.argument("folder", default=".", metavar="[FOLDER]")
@click.option("--print", "only_print", is_flag=True, help="Print the configuration; write nothing.")
def command(folder: str, only_print: bool) -> int:
    """Write a `cablelint.toml` for the telegrams in a folder.

    An existing configuration is never replaced.
    """
    target = Path(folder) / _NAME
    if not Path(folder).is_dir():
        raise JobError(f"{folder}: not a folder")
    if not only_print and (existing := _existing(Path(folder))) is not None:
        raise JobError(f"{existing} already exists; `cablelint init --print` shows a proposal")
    found, suffixes = described(folder)
    text = configuration_for(found, suffixes)
    if only_print:
        click.echo(text, nl=False)
        return Exit.CLEAN
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise JobError(f"{target}: {error.strerror}") from None
    records = "1 record" if found.records == 1 else f"{found.records:,} records"
    click.echo(f"Wrote {target} for {records}. Next: {command_for(found)}")
    return Exit.CLEAN


def _existing(folder: Path) -> Path | None:
    """Return the existing configuration of a folder."""
    for name in (_NAME, f".{_NAME}"):
        if (folder / name).is_file():
            return folder / name
    project = folder / "pyproject.toml"
    if project.is_file():
        with project.open("rb") as file:
            if "cablelint" in tomllib.load(file).get("tool", {}):
                return project
    return None
