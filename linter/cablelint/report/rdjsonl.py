"""The ``rdjsonl`` format: reviewdog's diagnostics, one to a line."""

from __future__ import annotations

from typing import IO

from cablelint.report import Style
from cablelint.report.rdjson import RdJson


def reporter(stream: IO[str], style: Style) -> RdJson:
    """Return the reporter of this format."""
    return RdJson(stream, lines=True)
