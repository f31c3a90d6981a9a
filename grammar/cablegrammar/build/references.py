"""The REF block: its items with letters, years, stations and serials (CF 5, NARA section 5).

The grammar reads the list first, its letters and the words between them, then each item. The
builders put the parts in order: what belongs to which letter, which numbers inherit a station, and
which words do not name a telegram.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from cablegrammar.build.reference_items import Run
from cablegrammar.build.reference_list import Entry, items_of
from cablegrammar.build.spans import malformed, span_of
from cablegrammar.elements import Failure, element
from cablegrammar.lexicon import mrn
from cablegrammar.model import Problem, Reference
from cablegrammar.source import Span

if TYPE_CHECKING:
    from cablegrammar.build.built import Built
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["References", "build_references"]

_NONE = frozenset({"N/A", "NONE", "NIL", "NA", "NOT APPLICABLE"})


class References(NamedTuple):
    """The items of a REF block, and its place."""

    items: tuple[Reference, ...] = ()
    span: Span | None = None


def build_references(tokens: list[Lexeme], year: int | None) -> Built[References]:
    """Build the items of a REF block and of the lettered blocks that continue it.

    ``year`` is the telegram's own.
    """
    problems: list[Problem] = []
    found: list[Reference] = []
    for token in tokens:
        span = span_of(token)
        words = token.strip()
        parts = element("ref_block", words)
        if isinstance(parts, Failure):
            problems.append(malformed("references", span, parts))
            continue
        for entry, items in items_of(words, parts):
            found += (
                _reference(item, entry, words, span.start, year)
                for item in items
                if not _says_none(words[item.start : item.end])
            )
    first, end = span_of(tokens[0]), span_of(tokens[-1])
    return References(tuple(found), Span(first.start, end.end)), tuple(problems)


def _says_none(words: str) -> bool:
    return words.strip(" .,;").upper() in _NONE


def _reference(run: Run, entry: Entry, words: str, base: int, year: int | None) -> Reference:
    """Return the item of a run; other words behind a telegram have no letter of their own."""
    first = run.start <= entry.start or run.kind == "cable"
    letter = entry.letter if first else None
    start = entry.letter_start if run.start <= entry.start else run.start
    end = max([run.end, *(stop for _, stop in run.notal_at)])
    text = words[run.start : run.end]
    for begin, stop in run.notal_at:
        if begin < run.end:
            text = text.replace(words[begin:stop], "")
    text = " ".join(text.split()).rstrip(" ,;:.-" if run.kind == "cable" else " ,;:.")
    item = Reference(
        letter=letter,
        year=run.year,
        station=run.station if run.kind == "cable" else None,
        serial=run.serial if run.kind == "cable" else None,
        mrn=None,
        text=text,
        notal=run.notal,
        kind=run.kind,
        span=Span(base + start, base + end),
    )
    if run.kind != "cable":
        return replace(item, year=None)
    return replace(item, mrn=mrn(item.station, item.year or year, item.serial))
