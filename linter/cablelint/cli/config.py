"""``cablelint config``: the keys of a configuration file."""

from __future__ import annotations

import json

import click

from cablelint.cli.exit_codes import Exit, JobError
from cablelint.cli.option_values import completing
from cablelint.config.schema import HELP, json_schema
from cablelint.similarity import did_you_mean

__all__ = ["command"]


@click.command("config")
@click.argument("key", required=False, shell_complete=completing(lambda: HELP))
@click.option("--schema", "show_schema", is_flag=True, help="Print the JSON Schema.")
def command(key: str | None, show_schema: bool) -> int:
    """Describe the keys of cablelint.toml, or a single KEY."""
    schema = json_schema()
    if show_schema:
        click.echo(json.dumps(schema, indent=2))
        return Exit.CLEAN
    if key is None:
        width = max(map(len, HELP))
        for name, text in HELP.items():
            click.echo(f"{name:<{width}}  {text}")
        return Exit.CLEAN
    name = key.replace("_", "-")
    if name not in HELP:
        hint = did_you_mean(name, HELP)
        raise JobError(f"'{key}' is not a configuration key{hint}")
    click.echo(f"{name}\n  {HELP[name]}\n  Type: {_type(schema['properties'][name])}")
    return Exit.CLEAN


def _type(schema: dict[str, object]) -> str:
    """Describe a JSON Schema type in words."""
    match schema:
        case {"enum": list(values)}:
            return ", ".join(str(value) for value in values)
        case {"type": "array"}:
            return "list of strings"
        case {"type": "object"}:
            return "table"
        case _:
            return str(schema.get("type", "string"))
