"""``cablelint init``: a first configuration for a folder, based on its contents."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from cablelint.cli.describe import described
from cablelint.cli.exit_codes import Exit, JobError
from cablelint.cli.proposal import command_for, configuration_for
from cablelint.config.discovery import ConfigError, file_in

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
    try:
        existing = None if only_print else file_in(Path(folder))
    except ConfigError as error:
        raise JobError(str(error)) from None
    if existing is not None:
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
        if not isinstance(error, FileExistsError):  # a full disk leaves a part
            with suppress(OSError):
                target.unlink()
        raise JobError(f"{target}: {error.strerror}") from None
    records = "1 record" if found.records == 1 else f"{found.records:,} records"
    click.echo(f"Wrote {target} for {records}. Next: {command_for(found)}")
    return Exit.CLEAN
