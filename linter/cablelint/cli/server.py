"""``cablelint server``: answer an editor over the language server protocol."""

from __future__ import annotations

from importlib.util import find_spec

import click

from cablelint.cli.exit_codes import Exit, JobError

__all__ = ["command"]


@click.command("server")
@click.option("--stdio", is_flag=True, help="Speak on stdin and stdout: always so, and accepted.")
def command(stdio: bool) -> int:
    """Answer an editor over the language server protocol, on stdin and stdout."""
    del stdio
    if find_spec("pygls") is None:
        raise JobError("the server needs `pip install cablelint[lsp]`")
    from cablelint.lsp.server import serve

    serve()
    return Exit.CLEAN
