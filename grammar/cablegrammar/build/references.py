"""The REF block: its items with letters, years, stations and serials (CF 5, NARA section 5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from cablegrammar.build.fields import malformed, span_of
from cablegrammar.elements import element, parts_of
from cablegrammar.model import Problem, Reference
from cablegrammar.runtime.tree import Node
from cablegrammar.source import Span

if TYPE_CHECKING:
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["build_references"]


@dataclass(slots=True)
class _Carry:
    """What an item may take over from the one before: ``STATE 216511, 216512``."""

    station: str | None = None
    year: int | None = None


def build_references(
    tokens: list[Lexeme], problems: list[Problem]
) -> tuple[tuple[Reference, ...], Span]:
    """Build the items of a REF block and of the lettered blocks that continue it."""
    found: list[Reference] = []
    carry = _Carry()
    for token in tokens:
        span = span_of(token)
        tree = element("ref_block", token.strip())
        if not isinstance(tree, Node):
            problems.append(malformed("references", span, tree))
            continue
        for child in tree.children:
            if isinstance(child, Node):
                found.extend(_items(child, span.start, carry))
    first, last = span_of(tokens[0]), span_of(tokens[-1])
    return tuple(found), Span(first.start, last.end)


def _items(tree: Node, base: int, carry: _Carry) -> list[Reference]:
    parts = parts_of(tree)
    named = {part.type: part for part in parts}
    letters = [part for part in parts if part.type in ("LETTER", "MIDDLE_LETTER")]
    letter = letters[-1].strip(" \n¶1().:").upper() if letters else None
    targets = [p for p in parts if p.type not in ("LETTER", "NOTAL")]
    words = targets or parts
    start = base + (words[0].start or 0)
    end = base + (words[-1].end or 0)
    span = Span(base + (parts[0].start or 0), base + (parts[-1].end or 0))
    text = _text(parts, start - base, end - base)
    kind: Literal["cable", "message", "other"] = "other"
    year = station = serial = None
    if "NUMBER" in named:
        kind = "cable"
        station = _station(str(named["PLACE"]))
        year = _year(named.get("YEAR2", named.get("YEAR_AFTER")))
        serial = int(named["NUMBER"])
        carry.station, carry.year = station, year
    elif "BARE_NUMBER" in named and carry.station is not None:
        kind, station, year = "cable", carry.station, carry.year
        serial = int(named["BARE_NUMBER"])
    elif "MESSAGE" in named:
        kind = "message"
    item = Reference(letter, year, station, serial, text, "NOTAL" in named, kind, span)
    if kind == "other" and text.upper().rstrip(")").endswith("(NOTAL"):
        item = replace(item, notal=True)
    return [item] if targets or letters else []


def _text(parts: list[Lexeme], start: int, end: int) -> str:
    del start, end
    words = [str(p) for p in parts if p.type not in ("LETTER", "NOTAL")]
    return " ".join(" ".join(words).split()).rstrip(" ,;.")


def _station(words: str) -> str:
    name = " ".join(words.upper().replace("-", " ").split())
    return {"SECSTATE": "STATE", "SECSTATE WASHDC": "STATE", "DEPT": "STATE"}.get(name, name)


def _year(token: Lexeme | None) -> int | None:
    return int(token.strip("()-")) if token is not None else None
