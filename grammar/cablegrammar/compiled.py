"""The grammar compiled ahead: parse tables shipped in the package, used while they are fresh.

Building the tables takes ten times as long as loading them. They are plain JSON, never
pickle, and carry the digest of the ``.lark`` sources and of the version of lark; when either
differs the grammar is built from its sources. ``make grammar`` writes them.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import pickle
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import lark
from lark import Lark

if TYPE_CHECKING:
    from lark.lexer import TerminalDef

__all__ = ["GRAMMARS", "build", "is_fresh", "load", "preference", "written"]

_SOURCES = ("common.lark", "telegram.lark", "elements.lark")
LAYOUT_STARTS = ("telegram", "extract")
ELEMENT_STARTS = (
    "routing_line",
    "de_line",
    "zny_line",
    "dtg_line",
    "address_line",
    "heading",
    "heading_remains",
    "eo_line",
    "tags_line",
    "subject_line",
    "ref_block",
    "authority",
    "portion_mark",
    "page_mark",
)
# One lexer serves the layout, because what a block is does not depend on its place; an element is
# lexed by what may stand next (docs/decisions/0005).
GRAMMARS: dict[str, tuple[tuple[str, ...], str]] = {
    "telegram": (LAYOUT_STARTS, "basic"),
    "elements": (ELEMENT_STARTS, "contextual"),
}


def _stamp() -> str:
    digest = hashlib.sha256(lark.__version__.encode())
    for name in _SOURCES:
        digest.update(files("cablegrammar").joinpath(name).read_bytes())
    return digest.hexdigest()


def build(name: str) -> Lark:
    """Build a grammar from its source."""
    starts, lexer = GRAMMARS[name]
    return Lark.open_from_package(
        "cablegrammar",
        f"{name}.lark",
        parser="lalr",
        lexer=lexer,
        start=list(starts),
        maybe_placeholders=False,
        keep_all_tokens=True,
    )


def written(name: str) -> bytes:
    """Return the compiled form of a grammar as it is shipped."""
    buffer = io.BytesIO()
    build(name).save(buffer)
    tables = pickle.loads(buffer.getvalue())  # noqa: S301
    tables["data"]["options"][
        "import_paths"
    ] = []  # where the sources were found is of no use later
    text = json.dumps({"stamp": _stamp(), "tables": tables}, separators=(",", ":"))
    return gzip.compress(text.encode(), mtime=0)


def _shipped(name: str) -> dict[str, Any] | None:
    file = files("cablegrammar").joinpath(f"{name}.json.gz")
    if not file.is_file():
        return None
    shipped: dict[str, Any] = json.loads(gzip.decompress(file.read_bytes()))
    return shipped if shipped["stamp"] == _stamp() else None


def is_fresh(name: str) -> bool:
    """Tell whether the shipped tables were made from the present sources."""
    return _shipped(name) is not None


def load(name: str) -> Lark:
    """Load a grammar from its shipped tables, or build it when they are stale."""
    shipped = _shipped(name)
    if shipped is None:
        return build(name)
    tables = shipped["tables"]
    parser = tables["data"]["parser"]["parser"]
    parser["tokens"] = _by_number(parser["tokens"])
    parser["states"] = {
        number: _by_number(row) for number, row in _by_number(parser["states"]).items()
    }
    tables["memo"] = _by_number(tables["memo"])
    return Lark.load(tables)


def preference(terminal: TerminalDef) -> tuple[int, int, int, str]:
    """Return the key by which Lark sorts terminals that match at the same place, best first."""
    pattern = terminal.pattern
    return -terminal.priority, -pattern.max_width, -len(pattern.value), terminal.name


def _by_number(table: dict[str, Any]) -> dict[int, Any]:
    return {int(key): value for key, value in table.items()}
