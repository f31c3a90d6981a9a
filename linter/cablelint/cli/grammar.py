"""``cablelint grammar``: print the formal grammar."""

from __future__ import annotations

from importlib.resources import files

import click

from cablelint.cli.exit_codes import Exit, JobError
from cablelint.similarity import did_you_mean

__all__ = ["command"]

_SUFFIX = ".lark"


@click.command("grammar")
@click.argument("name", required=False)
def command(name: str | None) -> int:
    """Print the Lark grammar of telegrams.

    All of its files are printed, or the one that is named.
    """
    grammars = {
        file.name.removesuffix(_SUFFIX): file.read_text("utf-8")
        for file in sorted(files("cablegrammar").iterdir(), key=lambda file: file.name)
        if file.name.endswith(_SUFFIX)
    }
    if name is None:
        click.echo("\n".join(f"// {stem}{_SUFFIX}\n{text}" for stem, text in grammars.items()))
        return Exit.CLEAN
    key = name.removesuffix(_SUFFIX)
    if key not in grammars:
        hint = did_you_mean(key, grammars)
        raise JobError(f"'{name}' is not a grammar{hint}; grammars: {', '.join(grammars)}")
    click.echo(grammars[key])
    return Exit.CLEAN
