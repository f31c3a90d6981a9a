"""The ``auto`` format: what suits the place of the run.

``github`` under GitHub Actions, ``azure`` under Azure Pipelines, else ``full``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import IO

from cablelint.report import Style, create
from cablelint.result import Reporter


def automatic(environ: Mapping[str, str]) -> str:
    """Return the format's name for an environment."""
    if environ.get("GITHUB_ACTIONS") == "true":
        return "github"
    if environ.get("TF_BUILD", "").lower() == "true":
        return "azure"
    return "full"


def reporter(stream: IO[str], style: Style) -> Reporter:
    """Return the reporter of the format that suits this process."""
    return create(automatic(os.environ), stream, style)
