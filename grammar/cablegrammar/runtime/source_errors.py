"""Errors in a ``.lark`` file, with file and line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["GrammarSourceError", "located"]

_LINE = re.compile(r",? at line (\d+)[^\n]*")
_NAME = re.compile(r"'(\w+)'|\b([A-Z][A-Z0-9_]+)\b|rule (\w+)|<(\w+) :")
# As Lark reads one, and what opens or closes a group only.
_EXPRESSION = re.compile(r"(?<![\w\\/])/(?!/)((?:\\/|\\\\|[^/])*?)/([imslux]*)")
_LONGEST = 200  # Lark quotes whole expressions
_HALF = ("(?!", "(?=", "(?>", ")")


class GrammarSourceError(Exception):
    """A grammar that cannot be compiled; its message begins with file and line."""


def located(message: str, folder: Path, names: tuple[str, ...]) -> GrammarSourceError:
    """Return the error for a message of Lark, with file and line.

    Lark counts lines but does not always say of which file; where it names rules or terminals
    only, the line that defines the first of them, or else one that uses it, is meant.
    """
    first, _, rest = message.strip().partition("\n")
    sources = {name: (folder / name).read_text("utf-8").split("\n") for name in names}
    if "process rule" in first:  # of Lark's own grammar: a terminal that cannot be put together
        broken = next(_broken_expressions(sources), f"{folder}: {rest.strip()}")
        return GrammarSourceError(broken)
    first = first[:_LONGEST]
    line = _LINE.search(first)
    place = _shown(sources, int(line[1]), rest) if line is not None else _named(sources, first)
    return GrammarSourceError(f"{place or folder}: {_LINE.sub('', first).strip()}")


def _shown(sources: Mapping[str, list[str]], number: int, rest: str) -> str | None:
    """Return the place of a line that the message shows below."""
    words = next((text.strip() for text in rest.split("\n") if text.strip()), "")
    for name, lines in sources.items():
        if number <= len(lines) and words in lines[number - 1]:
            return f"{name}:{number}"
    return None


def _named(sources: Mapping[str, list[str]], message: str) -> str | None:
    """Return the place of the first rule or terminal that the message names."""
    words = [next(filter(None, match.groups())) for match in _NAME.finditer(message)]
    for word in words:
        for pattern in (rf"\??{word}(?:\.\d+)?\s*:", rf"(?!//).*\b{word}\b"):
            for name, lines in sources.items():
                for number, text in enumerate(lines, 1):
                    if re.match(pattern, text):
                        return f"{name}:{number}"
    return None


def _broken_expressions(sources: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield place and error of the expressions that do not compile."""
    for name, lines in sources.items():
        text = "\n".join("" if line.startswith("//") else line for line in lines)
        for match in _EXPRESSION.finditer(text):
            if match[1] in _HALF:
                continue
            try:
                re.compile(f"(?{match[2]}:{match[1]})" if match[2] else match[1])
            except re.error as error:
                number = text.count("\n", 0, match.start()) + (error.lineno or 1)
                yield f"{name}:{number}: {error.msg} in an expression"
