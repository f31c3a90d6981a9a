"""Reading of the package's own CSV tables."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

__all__ = ["fold", "rows", "split"]


def rows(name: str) -> list[dict[str, str]]:
    """Read a table of the package as one mapping per row, keyed by its header."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    reader = csv.reader(text.splitlines())
    header = next(reader)
    return [dict(zip(header, row, strict=True)) for row in reader]


def split(cell: str) -> tuple[str, ...]:
    """Split a cell of several values, which are separated by semicolons; empty cells give none."""
    return tuple(cell.split(";")) if cell else ()


def fold(text: str) -> str:
    """Fold case, accents, curly apostrophes and runs of blanks, so that spellings compare equal."""
    plain = unicodedata.normalize("NFKD", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(bare.split()).casefold()
