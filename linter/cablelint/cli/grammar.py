"""``cablelint grammar``: the formal grammar, as it is."""

from __future__ import annotations

from importlib.resources import files

import click

from cablelint.cli.exit_codes import Exit, JobError
from cablelint.selector import nearest

__all__ = ["command"]

_SUFFIX = ".lark"


@click.command("grammar")
@click.argument("name", required=False)
def command(name: str | None) -> int:
    """Print the Lark grammar of telegrams: all of its files, or the one named."""
    grammars = {
        one.name.removesuffix(_SUFFIX): one.read_text("utf-8")
        for one in sorted(files("cablegrammar").iterdir(), key=lambda one: one.name)
        if one.name.endswith(_SUFFIX)
    }
    if name is None:
        click.echo("\n".join(f"// {one}{_SUFFIX}\n{text}" for one, text in grammars.items()))
        return Exit.CLEAN
    key = name.removesuffix(_SUFFIX)
    if key not in grammars:
        suggestion = nearest(key, grammars)
        hint = f" (did you mean `{suggestion}`?)" if suggestion else ""
        raise JobError(f"no grammar is called `{name}`{hint}; there are: {', '.join(grammars)}")
    click.echo(grammars[key])
    return Exit.CLEAN
