"""The grammar compiled: Lark reads the ``.lark`` files and makes the tables that run them."""

from __future__ import annotations

import json
import re
import zlib
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from lark import Lark
from lark.exceptions import LarkError
from lark.parsers.lalr_analysis import Shift

from cablegrammar.runtime.element_table import read_elements
from cablegrammar.runtime.first_letters import first_letters
from cablegrammar.runtime.requirements import Production, Requirements, requirements
from cablegrammar.runtime.source_errors import located
from cablegrammar.runtime.tables import FOLDER, stamp
from cablegrammar.runtime.verbose import compact, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from lark.grammar import Rule, Symbol
    from lark.lexer import TerminalDef
    from lark.parsers.lalr_parser_state import ParseConf

__all__ = ["GRAMMARS", "build", "by_preference", "compiled", "written"]

LAYOUT_STARTS = ("telegram", "extract")
WRAPPER_STARTS = (
    "nara_export",
    "release_print",
    "smart_message",
    "white_house_print",
    "cia_copy",
    "terminal_print",
    "secretariat_print",
    "state_print",
)
OTHER_STARTS = ("print_1965", "form_1950", "smart_text", "frus_text")
ELEMENT_STARTS = (
    "field_label",
    "routing_line",
    "de_line",
    "zny_line",
    "relay_line",
    "dtg_line",
    "dtg_remains",
    "distribution",
    "officer",
    "dash_counter",
    "address_line",
    "heading",
    "heading_remains",
    "eo_line",
    "eo_remains",
    "tags_line",
    "subject_line",
    "ref_block",
    "reference",
    "authority",
    "authority_paragraph",
    "field_pages",
    "portion_mark",
    "page_mark",
    "form_box",
    "frus_opening",
    "wrapped_dtg",
    "wrapped_mrn",
)
# The terminals of common.lark by which blocks go on behind their first line, and what is in front
# of every line of a block that the next field ends.
TAILS = ("REF_TAIL", "BLOCK_TAIL")
GUARD = "NOT_A_FIELD"
# More than a grammar has, so that the order of definition never outweighs a priority.
_MOST_TERMINALS = 1000
# One lexer serves the layout, because what a block is does not depend on its place; an element is
# lexed by what may come next (docs/decisions/0005).
GRAMMARS: dict[str, tuple[tuple[str, ...], str]] = {
    "telegram": (LAYOUT_STARTS, "basic"),
    "other_layouts": (OTHER_STARTS, "basic"),
    "elements": (ELEMENT_STARTS, "contextual"),
    "wrappers": (WRAPPER_STARTS, "contextual"),
    "body": (("found",), "basic"),
}


def build(name: str, folder: Path = FOLDER) -> Lark:
    """Build a grammar from its source; raises GrammarSourceError, which says where it is wrong."""
    starts, lexer = GRAMMARS[name]
    try:
        return Lark.open(
            str(folder / f"{name}.lark"),
            parser="lalr",
            lexer=lexer,
            start=list(starts),
            maybe_placeholders=False,
            keep_all_tokens=True,
            edit_terminals=_Order(),
        )
    except (LarkError, re.error) as error:
        raise located(str(error), folder, (f"{name}.lark", "common.lark")) from error


class _Order:
    """Gives the terminals their preference: by priority, then in the order of definition.

    Lark itself would prefer the one whose expression is written at greater length.
    """

    def __init__(self) -> None:
        self._defined = 0

    def __call__(self, terminal: TerminalDef) -> None:
        """Lower the priority of a terminal by its place in the grammar."""
        self._defined += 1
        terminal.priority = terminal.priority * _MOST_TERMINALS - self._defined


def by_preference(lark: Lark) -> list[TerminalDef]:
    """Return the terminals of a grammar, that first which is preferred where several match."""
    return sorted(lark.terminals, key=lambda terminal: -terminal.priority)


def compiled(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    """Return the tables of a grammar in their plain form, see ``tables.Tables``."""
    lark = build(name, folder)
    starts = {start: _automaton(lark, start) for start in GRAMMARS[name][0]}
    table = next(iter(starts.values())).states  # one for all start symbols
    rules = _in_order(lark.rules)
    numbers = {rule: number for number, rule in enumerate(rules)}
    order = _reached(table, [state.start_state for state in starts.values()])
    rows: dict[str, int] = {}
    states: list[int] = []
    for state in order:
        row = {
            symbol: order[target] if action is Shift else ~numbers[target]
            for symbol, (action, target) in sorted(table[state].items())
        }
        states.append(rows.setdefault(json.dumps(row), len(rows)))
    expressions: dict[str, int] = {}
    letters: dict[str, int] = {}
    terminals: list[tuple[str, list[list[int]], list[list[int]]]] = []
    for terminal in by_preference(lark):
        head, *rest = _parts(_of_ascii(compact(terminal.pattern.to_regexp())))
        groups = [_numbered(letters, group) for group in first_letters(head[0])]
        parts = [_numbered(expressions, part) for part in (head, *rest)]
        terminals.append((terminal.name, parts, groups))
    return {
        "expressions": list(expressions),
        "letters": list(letters),
        "terminals": terminals,
        "elements": read_elements((folder / f"{name}.lark").read_text("utf-8")),
        "ignored": list(lark.ignore_tokens),
        "rules": [(str(rule.origin.name), len(rule.expansion)) for rule in rules],
        "rows": [json.loads(row) for row in rows],
        "states": states,
        **_requirements(lark)._asdict(),
        "starts": {
            start: (order[one.start_state], order[one.end_state]) for start, one in starts.items()
        },
    }


def _numbered(known: dict[str, int], words: Iterable[str]) -> list[int]:
    """Return the numbers of words, new ones numbered on."""
    return [known.setdefault(word, len(known)) for word in words]


def _reached(table: Mapping[int, Mapping[str, Any]], starts: Sequence[int]) -> dict[int, int]:
    """Number the states anew, in the order in which the start states lead to them.

    Lark numbers them in the order of a set, another in every process.
    """
    order = {start: number for number, start in enumerate(dict.fromkeys(starts))}
    reached = list(order)
    for state in reached:  # grows while it is read
        for _, (action, target) in sorted(table[state].items(), key=itemgetter(0)):
            if action is Shift and target not in order:
                order[target] = len(order)
                reached.append(target)
    return order


def _in_order(rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules by name, and those of a name as the grammar has them."""
    return sorted(rules, key=lambda rule: (str(rule.origin.name), rule.order))


def _requirements(lark: Lark) -> Requirements:
    rules = sorted(_in_order(lark.rules), key=lambda rule: rule.order)
    made = [Production(str(rule.origin.name), tuple(map(_name, rule.expansion))) for rule in rules]
    return requirements(made, str(lark.options.start[0]))


def _name(symbol: Symbol) -> str:
    return str(symbol.name)


@cache
def _tails() -> tuple[str, ...]:
    """Return the expressions that scanning may go on with, and need not look back from."""
    tails = tuple(map(_expression, TAILS))
    for tail in tails:
        if re.compile(tail).match("\n") is None:
            raise ValueError(f"does not match at the end of a line: {tail}")
    return tails


def _expression(name: str) -> str:
    """Return the expression of a terminal that is in none of the rules."""
    probe = f'start: PROBE\nPROBE: "@" {name}\n%import common.{name}'
    lark = Lark(probe, parser="lalr", import_paths=[str(FOLDER)])
    return _of_ascii(compact(next(iter(lark.terminals)).pattern.to_regexp())).removeprefix("@")


def _of_ascii(expression: str) -> str:
    """Let only ASCII letters count as equal in any case, which compiles in half the time."""
    return expression.replace("(?i:", "(?ai:")


def _parts(expression: str) -> list[tuple[str, ...]]:
    """Cut an expression where a tail begins and where it ends, see ``terminals.Terminal``."""
    for tail in _tails():
        head, found, rest = expression.partition(tail)
        if found:
            return [(head,), (tail,), *([(rest,)] if rest else [])]
    guard = _guard()
    at = expression.find(guard)
    if at < 0:
        return [(expression,)]
    start, end = _group_around(expression, at)
    if expression[start : start + 3] != "(?:" or expression[end : end + 1] != "*":
        raise ValueError(f"{GUARD} is not in front of a repeated line: {expression}")
    lines = (expression[start + 3 : at], guard, expression[at + len(guard) : end - 1])
    rest = expression[end + 1 :]
    return [(expression[:start],), lines, *([(rest,)] if rest else [])]


@cache
def _guard() -> str:
    return _expression(GUARD)


def _group_around(expression: str, place: int) -> tuple[int, int]:
    """Return where the innermost group begins and ends that holds a place."""
    opened: list[int] = []
    around = 0
    for start, part in parts_of(expression):
        if start == place:
            around = len(opened)
        if part[0] == "(":
            opened.append(start)
        elif part == ")":
            begin = opened.pop()
            if around and len(opened) < around:
                return begin, start + 1
    raise ValueError(f"no group: {expression}")


def _automaton(lark: Lark, start: str) -> ParseConf[int]:
    return lark.parse_interactive("", start=start).parser_state.parse_conf


def written(name: str) -> bytes:
    """Return the tables of a grammar as they are shipped."""
    plain = {"stamp": stamp(), **compiled(name)}
    return zlib.compress(json.dumps(plain, separators=(",", ":")).encode(), 9)
