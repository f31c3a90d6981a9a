"""The command line: a thin layer over ``cablelint.api``; each command is imported when used."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module

import click

from cablelint import __version__
from cablelint.cli.exit_codes import (
    EXIT_CODES,
    Exit,
    JobError,
    interruption,
    leave_pipe,
    open_streams,
    system_failure,
    tell,
)
from cablelint.gc_tuning import collect_seldom

__all__ = ["cli", "main"]

#: Command -> module with a click command named ``command``.
COMMANDS = {
    "check": "cablelint.cli.check",
    "report": "cablelint.cli.report",
    "merge": "cablelint.cli.merge",
    "compare": "cablelint.cli.compare",
    "describe": "cablelint.cli.describe",
    "init": "cablelint.cli.init",
    "parse": "cablelint.cli.parse",
    "rule": "cablelint.cli.rule",
    "grammar": "cablelint.cli.grammar",
    "config": "cablelint.cli.config",
    "plugins": "cablelint.cli.plugins",
    "server": "cablelint.cli.server",
    "completion": "cablelint.cli.completion",
}


#: What people try -> what they mean.
_MEANT = {
    "explain": "rule",
    "fix": "check --fix",
    "help": "--help",
    "lint": "check",
    "validate": "check",
    "version": "--version",
}


class _Commands(click.Group):
    """A group that imports a command when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name]).command
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; stop quietly when the reader closes the pipe."""
        try:
            code = super().invoke(ctx)
            if not sys.stdout.closed:  # the language server closes it
                sys.stdout.flush()
        except BrokenPipeError:
            return leave_pipe()
        return code

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command for the arguments; suggest one when it is misspelt."""
        from cablelint.similarity import did_you_mean

        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            meant = _MEANT.get(name)
            hint = f"; did you mean '{meant}'?" if meant else did_you_mean(name, COMMANDS)
            path = f"; to check a path: cablelint check {name}" if os.path.lexists(name) else ""
            ctx.fail(f"'{name}' is not a command{hint}{path}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands,
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", message="cablelint %(version)s")
def cli() -> None:
    """Validate and lint telegrams of the US State Department, and archives of them."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    collect_seldom()
    open_streams()
    try:
        code = int(cli.main(arguments, prog_name="cablelint", standalone_mode=False) or 0)
    except (click.exceptions.Abort, KeyboardInterrupt) as error:
        code = interruption(error)
    except JobError as error:
        tell(f"cablelint: {error}")
        code = Exit.FAILURE
    except click.ClickException as error:
        _show(error)
        code = Exit.FAILURE
    except Exception as error:
        # Python would exit with 1, which means findings.
        if (message := _message_of(error)) is None:
            from cablelint.cli.traceback_lines import log_of_errors  # nothing else needs it

            logger = log_of_errors()
            logger.exception("cablelint: internal error; please report it with the traceback below")
        else:
            tell(f"cablelint: {message}")
        code = Exit.FAILURE
    sys.exit(code)


def _show(error: click.ClickException) -> None:
    """Print what is wrong with the arguments; they may be names of files of strangers."""
    from io import StringIO

    shown = StringIO()
    error.show(shown)
    for line in shown.getvalue().splitlines():
        tell(line)


def _message_of(error: Exception) -> str | None:
    """Return the message of an error that is not the fault of the program, else None."""
    from cablegrammar.runtime.source_errors import GrammarSourceError

    if isinstance(error, GrammarSourceError):
        return str(error)
    message = system_failure(error) if isinstance(error, OSError) else None
    if message is not None:
        with suppress(OSError):  # what is still to be written would fail again at the end
            leave_pipe()
    return message
