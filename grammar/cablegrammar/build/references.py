"""The REF block: its items with letters, years, stations and serials (CF 5, NARA section 5).

The grammar reads the list first, its letters and the words between them, then each item. Here the
parts are put in order: what belongs to which letter, which numbers inherit a station, and which
words name no telegram.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from cablegrammar.build.page_lines import without_page_lines
from cablegrammar.build.spans import malformed, span_of
from cablegrammar.elements import element, parts_of
from cablegrammar.lexicon import document_words, mrn, named_station, station
from cablegrammar.model import PageMark, Problem, Reference
from cablegrammar.runtime.tree import Node
from cablegrammar.source import Span

if TYPE_CHECKING:
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["build_references"]

_Kind = Literal["cable", "message", "other"]
# Words that lead to a telegram and are no part of what is referred to.
_LEADS = frozenset({"SEE", "MY", "OUR", "YOUR", "ALSO", "CABLE", "TELEGRAM", "TEL", "FROM", "MRN"})
_YEARS = range(1940, 2060)
_LONGEST_STATION = 3  # words of a station that no table knows


@dataclass(slots=True)
class _Entry:
    """An item of the list: its letter, and the place of its words in the block."""

    letter: str | None
    letter_start: int
    at_line_start: bool
    start: int = -1
    end: int = -1


@dataclass(slots=True)
class _Run:
    """Parts of an item that say one thing."""

    kind: _Kind
    start: int
    end: int
    known: bool = False
    closed: bool = False  # words follow it; what comes behind them goes on with them
    year: int | None = None
    station: str | None = None
    serial: int | None = None
    names_station: bool = False  # its words are the name of a station and no more
    notal: bool = False
    notal_at: list[tuple[int, int]] = field(default_factory=list)


def build_references(
    tokens: list[Lexeme], year: int | None, problems: list[Problem], page_marks: list[PageMark]
) -> tuple[tuple[Reference, ...], Span]:
    """Build the items of a REF block and of the lettered blocks that continue it.

    ``year`` is the telegram's own. Page lines inside the block are put to ``page_marks``.
    """
    found: list[Reference] = []
    last: Reference | None = None
    for token in tokens:
        span = span_of(token)
        words = without_page_lines(token.strip(), span.start, problems, page_marks)
        tree = element("ref_block", words)
        if not isinstance(tree, Node):
            problems.append(malformed("references", span, tree))
            continue
        for entry, items in _items(_entries(words, parts_of(tree), last), words, last):
            found += (_reference(item, entry, words, span.start, year) for item in items)
            last = found[-1] if found else None
    first, end = span_of(tokens[0]), span_of(tokens[-1])
    return tuple(found), Span(first.start, end.end)


# --- the list ---------------------------------------------------------------------------------


def _entries(words: str, parts: Sequence[Lexeme], last: Reference | None) -> list[_Entry]:
    """Return the items of the list with their letters, each said once or twice."""
    entries: list[_Entry] = []
    for part in parts:
        if part.type == "LETTER":
            letter = next(sign for sign in reversed(part.upper()) if sign.isalpha())
            current = entries[-1] if entries else None
            if current is not None and current.start < 0 and current.letter == letter:
                continue
            line = words.rfind("\n", 0, part.start) + 1
            at_line_start = not words[line : part.start].strip()
            entries.append(_Entry(letter, part.start, at_line_start))
        elif part.type == "WORD" or (part.type == "STOP" and entries and entries[-1].start >= 0):
            if not entries:
                entries.append(_Entry(None, part.start, at_line_start=True))
            current = entries[-1]
            if current.start < 0:
                current.start = part.start
            current.end = part.end
    del last
    return entries


def _items(
    entries: Sequence[_Entry], words: str, last: Reference | None
) -> Iterator[tuple[_Entry, list[_Run]]]:
    """Yield the items of a list, a letter out of its order put back into the words it is of."""
    read: list[tuple[_Entry, list[_Run]]] = []
    for entry in entries:
        inherited = read[-1][1][-1] if read and read[-1][1] else None
        runs = _read(words, entry, inherited) if entry.start >= 0 else []
        if _takes_station(read, runs, words[entry.start : entry.end]):
            place = read[-1][1].pop()
            known = named_station(words[place.start : place.end])
            name = known.name if known is not None else None
            runs = _read(words, entry, _Run("cable", 0, 0, known=True, station=name))
            if not read[-1][1]:
                read.pop()
        before = read[-1][0] if read else None
        if before is not None and not runs and entry.start < 0 and not entry.at_line_start:
            continue
        if before is not None and _is_of_words(entry, before, runs):
            before.end = entry.end
            read[-1] = (before, _read(words, before, None))
            continue
        read.append((entry, runs))
    yield from read


def _takes_station(
    read: Sequence[tuple[_Entry, list[_Run]]], runs: Sequence[_Run], words: str
) -> bool:
    """Tell whether the station is before the letter: GEORGETOWN (A) 4516 AND (B) 4505."""
    if not read or not read[-1][1] or not words[:1].isdigit() or runs[0].kind == "cable":
        return False
    place = read[-1][1][-1]
    return place.kind == "other" and place.names_station


def _is_of_words(entry: _Entry, before: _Entry, runs: Sequence[_Run]) -> bool:
    """Tell whether a letter is an initial among words: LETTER FROM P. LINDEN."""
    if entry.letter is None or any(run.kind == "cable" for run in runs):
        return False
    if before.letter is None:
        return entry.letter != "A"
    in_order = ord(entry.letter) == ord(before.letter) + 1 or entry.letter == before.letter
    return not in_order and not entry.at_line_start


# --- an item ----------------------------------------------------------------------------------


def _read(words: str, entry: _Entry, inherited: _Run | None) -> list[_Run]:
    """Read the words of an item; ``inherited`` is the run before it."""
    text, base = words[entry.start : entry.end], entry.start
    tree = element("reference", text)
    if not isinstance(tree, Node):
        return [_Run("other", base, entry.end)]
    runs: list[_Run] = []
    carry = inherited if inherited is not None and inherited.kind == "cable" else None
    apart, reached = True, 0  # whether a comma, AND or line end is before the next part
    for child in tree.children:
        parts = [child] if not isinstance(child, Node) else parts_of(child)
        apart = apart or "\n" in text[reached : parts[0].start]
        reached = parts[-1].end
        if isinstance(child, Node) and child.name == "telegram":
            _add(runs, _telegram(parts, base), apart=apart)
        elif isinstance(child, Node):
            for part in parts:
                _add_part(runs, part, base, None, apart=apart)
                apart = False
        elif child.type == "SEPARATOR":
            apart = True
            continue
        else:
            _add_part(runs, child, base, carry, apart=apart)
        apart = False
        carry = runs[-1] if runs else carry
    for run in runs:
        if run.kind == "cable" and not run.known and not _unknown_is_sound(run, words):
            run.kind = "other"
    for run in runs:
        run.names_station = run.kind == "other" and station(words[run.start : run.end]) is not None
    return _merged(runs)


def _telegram(parts: Sequence[Lexeme], base: int) -> _Run:
    named = {part.type: part for part in parts}
    place = " ".join(named["PLACE"].upper().replace("-", " ").replace("#", " ").split())
    place = place.removesuffix("NO.").removesuffix(" NO").removesuffix(" NR").removesuffix("NR.")
    place = place.removesuffix(" NUMBER").rstrip(" :.")
    year = next((named[kind] for kind in _YEAR_TOKENS if kind in named), None)
    known = named_station(place)
    run = _Run("cable", base + parts[0].start, base + parts[-1].end, known is not None)
    run.station = _SAME.get(known.name, known.name) if known is not None else place
    run.year = int("".join(filter(str.isdigit, year))) if year is not None else None
    run.serial = int(named["NUMBER"])
    if known is None and document_words().intersection(place.replace(".", " ").split()):
        run.kind = "other"
    return run


_YEAR_TOKENS = ("YEAR2", "YEAR_BETWEEN", "YEAR_AFTER")
_SAME = {
    "SECSTATE": "STATE",
    "SECSTATE WASHDC": "STATE",
    "STATE WASHDC": "STATE",
    "DEPT": "STATE",
    "DEPARTMENT": "STATE",
    "WASHDC": "STATE",
}


def _add(runs: list[_Run], run: _Run, *, apart: bool) -> None:
    """Add a telegram, or what looks like one, to the runs of an item."""
    before = runs[-1] if runs else None
    if before is None or apart:
        runs.append(run)
    elif before.kind == "other" and before.station in _LEADS:
        runs[-1] = run
    elif before.kind == run.kind == "cable" and run.known and not before.closed:
        runs.append(run)
    else:  # words go on: EMBASSY DAILY REPORT FOR LIMA 12
        _close(before, run.end)


def _close(run: _Run, end: int) -> None:
    """Let words go on a run; behind a station that no table knows they speak against it."""
    run.end, run.closed = end, True
    if run.kind == "cable" and not run.known:
        run.kind = "other"
    elif run.kind == "other":
        run.station = None


def _add_part(
    runs: list[_Run], part: Lexeme, base: int, carry: _Run | None, *, apart: bool
) -> None:
    """Add a number, remark or word to the runs of an item."""
    start, end = base + part.start, base + part.end
    before = runs[-1] if runs else None
    if part.type == "NOTAL" and before is not None:
        before.notal = True
        before.notal_at.append((start, end))
    elif part.type == "BARE_NUMBER" and carry is not None and _inherits(carry, apart=apart):
        run = _Run("cable", start, end, carry.known, year=carry.year, station=carry.station)
        run.serial = int(part)
        runs.append(run)
    elif before is None or (apart and _begins_anew(before, part)):
        kind: _Kind = "message" if part.type == "MESSAGE" else "other"
        run = _Run(kind, start, end, notal=part.type == "NOTAL")
        run.station = part.upper().rstrip(".:")  # until it is known whether it only leads on
        runs.append(run)
    elif part.type == "REMARK" and before.kind != "other":
        before.end = end
    else:
        _close(before, end)


def _inherits(carry: _Run, *, apart: bool) -> bool:
    """Tell whether a number alone is one more telegram of the station before it."""
    return carry.kind == "cable" and not carry.closed and (apart or carry.known)


def _begins_anew(before: _Run, part: Lexeme) -> bool:
    """Tell whether a part behind a comma says something of its own."""
    if part.type == "MESSAGE":
        return True
    return part.type != "REMARK" and before.kind != "other" and not before.closed


def _unknown_is_sound(run: _Run, words: str) -> bool:
    """Tell whether a station that no table knows may be one, by its form and its serial."""
    parts = (run.station or "").split()
    said = words[run.start : run.end]
    digits = "".join(filter(str.isdigit, said))
    return (
        (run.year is not None or not ("-" in said or words[run.end : run.end + 1] == "/"))
        and 0 < len(parts) <= _LONGEST_STATION
        and all(len(part) > 2 for part in parts)
        and len(digits) > 1
        and (run.year is not None or run.serial not in _YEARS)
    )


def _merged(runs: Sequence[_Run]) -> list[_Run]:
    """Join runs of other words side by side, whatever stops are between them."""
    merged: list[_Run] = []
    for run in runs:
        if run.kind == "other" and merged and merged[-1].kind == "other":
            merged[-1].end = run.end
            merged[-1].notal |= run.notal
        else:
            merged.append(run)
    return merged


def _reference(run: _Run, entry: _Entry, words: str, base: int, year: int | None) -> Reference:
    """Return the item of a run; other words behind a telegram bear no letter of their own."""
    first = run.start <= entry.start or run.kind == "cable"
    letter = entry.letter if first else None
    start = entry.letter_start if run.start <= entry.start else run.start
    end = max([run.end, *(stop for _, stop in run.notal_at)])
    text = words[run.start : run.end]
    for begin, stop in run.notal_at:
        if begin < run.end:
            text = text.replace(words[begin:stop], "")
    text = " ".join(text.split()).rstrip(" ,;.-" if run.kind == "cable" else " ,;.")
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
