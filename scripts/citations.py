"""Citations of facts about the format, such as ``CF 5``: find them and link them to docs/format.

The table at the end of docs/format/index.md says to which section each citation leads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["citations", "linked", "table"]

INDEX = Path(__file__).parent.parent / "docs" / "format" / "index.md"

_ROW = re.compile(r"^\| ([A-Z][^|\n]{1,30}) \| \[[^\]\n]*\]\(([^)\n]*)\) \|$", re.MULTILINE)
#: A key and its section: ``CF 5``, ``LE F1``, ``LE2 A``, ``NARA 2c``, ``TAGS, coverage``.
_CITATION = re.compile(
    r"\b(?:CF \d{1,2}|CF, overall order|LE F?\d{1,2}|LE2 [A-Z]|NARA (?:section )?[1-9][a-z]?"
    r"|TAGS, (?:line rules|coverage|doubts))\b"
)
#: Code in a page, which keeps its citations as they are: an indented line, or words in backticks.
_CODE = re.compile(r"^ {4}.*$|`[^`\n]*`", re.MULTILINE)


def table() -> dict[str, str]:
    """Return the sections that citations lead to, as links seen from docs/format."""
    rows = _ROW.findall(INDEX.read_text("utf-8"))
    return {
        citation: target if not target.startswith("#") else f"{INDEX.name}{target}"
        for citation, target in rows
    }


def citations(text: str) -> Iterator[str]:
    """Yield the key of every citation in a text, in the form the table has."""
    for match in _CITATION.finditer(text):
        yield _key(match.group())


def linked(text: str, folder: str) -> str:
    """Return the text of a page with its citations as links; ``folder`` leads to docs/format."""
    targets = table()

    def link(match: re.Match[str]) -> str:
        target = targets.get(_key(match.group()))
        return f"[{match.group()}]({folder}/{target})" if target else match.group()

    parts = []
    end = 0
    for code in _CODE.finditer(text):
        parts += [_CITATION.sub(link, text[end : code.start()]), code.group()]
        end = code.end()
    return "".join([*parts, _CITATION.sub(link, text[end:])])


def _key(citation: str) -> str:
    """Return a citation as the table writes it: ``LE F1`` is ``LE 1``."""
    return citation.replace("LE F", "LE ").replace("section ", "")
