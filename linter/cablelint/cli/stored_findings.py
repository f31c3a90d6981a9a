"""Files of stored findings as the input of a command."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from cablelint.cli.exit_codes import JobError
from cablelint.report.stored import read_summary

__all__ = ["open_findings"]

_STDIN = "-"


def open_findings(
    paths: Iterable[str], reports: Iterable[str], stack: ExitStack
) -> list[tuple[str, IO[bytes]]]:
    """Open files of stored findings; - is stdin.

    Raises JobError when a file cannot be read or a report would overwrite it, and StoredError when
    a newer version wrote it.
    """
    paths = list(paths)
    sources = {os.path.realpath(path) for path in paths if path != _STDIN}
    for path in reports:
        if os.path.realpath(path) in sources:
            raise JobError(f"{path} has the stored findings; write the report to another file")
    streams = [(path, _open(path, stack)) for path in paths]
    for path, stream in streams:
        read_summary(path, stream)
    return streams


def _open(path: str, stack: ExitStack) -> IO[bytes]:
    if path == _STDIN:
        return sys.stdin.buffer
    try:
        return stack.enter_context(Path(path).open("rb"))
    except OSError as error:
        raise JobError(f"cannot read {path}: {error.strerror}") from None
