"""Examples in a page: a file's text, and what a command prints.

Each is between the comments ``<!-- text: FILE -->`` or ``<!-- run: ARGUMENTS -->`` and
``<!-- end -->``. Commands run in fixtures/readme.
"""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

from cablelint.cli import cli

__all__ = ["with_examples"]

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "fixtures" / "readme"

_EXAMPLE = re.compile(
    r"(?P<opening><!-- (?P<kind>text|run): (?P<what>[^\n]*) -->\n)(?:(?!<!-- end -->).*\n)*"
)


def with_examples(page: str) -> str:
    """Return a page with its examples as they are now."""
    return _EXAMPLE.sub(_filled, page)


def _filled(match: re.Match[str]) -> str:
    """Return an example between its comments."""
    what = match["what"]
    if match["kind"] == "text":
        return f"{match['opening']}```\n{(ROOT / what).read_text('utf-8')}```\n"
    return f"{match['opening']}```console\n$ cablelint {what}\n{_printed(what.split())}```\n"


def _printed(arguments: list[str]) -> str:
    """Return what a command prints."""
    printed = io.StringIO()
    with contextlib.chdir(FOLDER), contextlib.redirect_stdout(printed):
        cli.main([*arguments, "--isolated", "--no-cache"], standalone_mode=False)
    text = printed.getvalue()
    if "crashed: " in text:  # never publish that
        raise RuntimeError(text)
    return text
