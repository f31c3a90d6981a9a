"""The grammar compiled: Lark reads the ``.lark`` files and makes the tables that run them."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from lark import Lark
from lark.parsers.lalr_analysis import Shift

from cablegrammar.tables import stamp

if TYPE_CHECKING:
    from lark.lexer import TerminalDef
    from lark.parsers.lalr_parser_state import ParseConf

__all__ = ["GRAMMARS", "build", "compiled", "written"]

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


def compiled(name: str) -> dict[str, Any]:
    """Return the tables of a grammar in their plain form, see ``tables.Tables``."""
    lark = build(name)
    starts = {start: _automaton(lark, start) for start in GRAMMARS[name][0]}
    table = next(iter(starts.values())).states  # one for all start symbols
    numbers = {rule: number for number, rule in enumerate(lark.rules)}
    rows: dict[str, int] = {}
    states: list[int] = []
    for state in range(len(table)):
        row = {
            symbol: target if action is Shift else ~numbers[target]
            for symbol, (action, target) in sorted(table[state].items())
        }
        states.append(rows.setdefault(json.dumps(row), len(rows)))
    return {
        "terminals": [
            (one.name, one.pattern.to_regexp()) for one in sorted(lark.terminals, key=_preference)
        ],
        "ignored": list(lark.ignore_tokens),
        "rules": [(str(rule.origin.name), len(rule.expansion)) for rule in lark.rules],
        "rows": [json.loads(row) for row in rows],
        "states": states,
        "starts": {start: (one.start_state, one.end_state) for start, one in starts.items()},
    }


def _automaton(lark: Lark, start: str) -> ParseConf[int]:
    return lark.parse_interactive("", start=start).parser_state.parse_conf


def written(name: str) -> bytes:
    """Return the tables of a grammar as they are shipped."""
    plain = {"stamp": stamp(), **compiled(name)}
    return zlib.compress(json.dumps(plain, separators=(",", ":")).encode(), 9)


def _preference(terminal: TerminalDef) -> tuple[int, int, int, str]:
    """Return the key by which Lark sorts terminals that match at the same place, best first."""
    pattern = terminal.pattern
    return -terminal.priority, -pattern.max_width, -len(pattern.value), terminal.name
