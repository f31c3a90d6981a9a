"""The traceback of an internal error, on lines that neither a terminal nor a pipeline obeys."""

from __future__ import annotations

import logging
from functools import cache

from cablelint.cli.exit_codes import tell

__all__ = ["log_of_errors"]


class _Lines(logging.Handler):
    """Prints what is logged on stderr; a message may quote a name or a text of strangers."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print one entry of the log."""
        for line in self.format(record).splitlines():
            tell(line)


@cache
def log_of_errors() -> logging.Logger:
    """Return the log of internal errors."""
    made = logging.getLogger(__name__)
    made.addHandler(_Lines())
    made.propagate = False
    return made
