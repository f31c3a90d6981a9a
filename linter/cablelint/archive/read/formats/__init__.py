"""The readers, built in and third-party, by name."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from cablelint.archive.read.frame import Reader
from cablelint.archive.read.guarded_reader import readers
from cablelint.plugins import READERS, installed

__all__ = ["BUILT_IN", "others", "plain_reader", "reader", "reader_for"]

BUILT_IN = {
    "unread": "cablelint.archive.read.formats.unread",
    "nara": "cablelint.archive.read.formats.nara",
    "parquet": "cablelint.archive.read.formats.parquet",
    "page": "cablelint.archive.read.formats.page",
    "json-lines": "cablelint.archive.read.formats.json_lines",
    "json": "cablelint.archive.read.formats.json_document",
    "sqlite": "cablelint.archive.read.formats.sqlite",
    "table": "cablelint.archive.read.formats.table",
    "text": "cablelint.archive.read.formats.text",
}

PLAIN = (".txt", ".cable")
# Without it the reader of the 1973-79 export is not even asked, which would cost every start.
# The same for what is not a text: so begin all that the reader ``unread`` claims.
_NOT_TEXT = tuple(b"% { \xd0 R \x89 \xff G I M \x1f \x7f < \xef \xfe".split())
_STAMP = b"EO Systematic Review"


@cache
def reader(name: str) -> Reader:
    """Return the reader of that name; raises LookupError when no package offers it."""
    if name in BUILT_IN:
        built_in: Reader = import_module(BUILT_IN[name]).READER
        return built_in
    offered = others()
    if name not in offered:
        raise LookupError(f"no reader named {name}")
    return offered[name]


def others() -> dict[str, Reader]:
    """Return the readers of other packages by name."""
    return readers(frozenset(BUILT_IN)) if installed(READERS) else {}


def plain_reader(path: str, head: bytes) -> Reader:
    """Return the reader of a plain text: of the 1973-79 export, of any other, or of no text."""
    if head.startswith(_NOT_TEXT) and reader("unread").claims(path, head):
        return reader("unread")
    exported = _STAMP in head and reader("nara").claims(path, head)
    return reader("nara" if exported else "text")


def reader_for(path: str, head: bytes) -> Reader:
    """Return the reader of a file: third-party ones are asked first, text takes what is left.

    Plain texts by their suffix are not asked about: searching for packages would cost every start.
    """
    if path.endswith(PLAIN):
        return plain_reader(path, head)
    for name in (*others(), *BUILT_IN):
        if reader(name).claims(path, head):
            return reader(name)
    return reader("text")
