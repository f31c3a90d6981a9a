"""``cablelint server``: the language server."""

from __future__ import annotations

from importlib.util import find_spec

import click

from cablelint.cli.exit_codes import Exit, JobError

__all__ = ["command"]


@click.command("server")
@click.option("--stdio", is_flag=True, help="Use stdin and stdout (the default).")
def command(stdio: bool) -> int:
    """Run the language server for editors, on stdin and stdout."""
    del stdio
    if find_spec("pygls") is None:
        raise JobError('the language server needs pygls: pip install "cablelint[lsp]"')
    from cablelint.lsp.server import serve

    serve()
    return Exit.CLEAN
