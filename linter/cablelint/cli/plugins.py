"""``cablelint plugins``: the rules and readers of other packages."""

from __future__ import annotations

import click

from cablelint.archive.read.formats import BUILT_IN
from cablelint.archive.read.guarded_reader import reader_plugins
from cablelint.cli.exit_codes import Exit
from cablelint.rules import RULES
from cablelint.rules.other_packages import rule_plugins

__all__ = ["command"]


@click.command("plugins")
def command() -> int:
    """List the installed plug-ins, and why some are not used."""
    found = (*rule_plugins(RULES), *reader_plugins(frozenset(BUILT_IN)))
    for plugin in found:
        kind = plugin.group.rpartition(".")[2]
        state = f"not used: {plugin.problem}" if plugin.problem else "in use"
        click.echo(f"{kind:<8} {plugin.name:<20} {plugin.package:<30} {state}")
    if not found:
        click.echo("No installed package provides rules or readers.")
    return Exit.CLEAN
