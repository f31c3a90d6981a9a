"""``cablelint completion``: scripts for shells to complete commands, options and rule names."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, FishComplete, ShellComplete, ZshComplete

from cablelint.cli.exit_codes import Exit

__all__ = ["command"]

_SHELLS: dict[str, type[ShellComplete]] = {
    "bash": BashComplete,
    "zsh": ZshComplete,
    "fish": FishComplete,
}


@click.command("completion")
@click.argument("shell", type=click.Choice(list(_SHELLS)))
@click.pass_context
def command(ctx: click.Context, shell: str) -> int:
    """Print the completion script for a shell.

    Load it in the shell's startup file: eval "$(cablelint completion bash)" for bash, the same
    with zsh for zsh, cablelint completion fish | source for fish.
    """
    complete = _SHELLS[shell](ctx.find_root().command, {}, "cablelint", "_CABLELINT_COMPLETE")
    click.echo(complete.source())
    return Exit.CLEAN
