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
_NONE = frozenset({"N/A", "NONE", "NIL", "NA", "NOT APPLICABLE"})
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
    apart: bool = False  # a semicolon is before it
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
    for token in tokens:
        span = span_of(token)
        words = without_page_lines(token.strip(), span.start, problems, page_marks)
        tree = element("ref_block", words)
        if not isinstance(tree, Node):
            problems.append(malformed("references", span, tree))
            continue
        for entry, items in _items(_entries(words, parts_of(tree)), words):
            found += (
                _reference(item, entry, words, span.start, year)
                for item in items
                if not _says_none(words[item.start : item.end])
            )
    first, end = span_of(tokens[0]), span_of(tokens[-1])
    return tuple(found), Span(first.start, end.end)


def _says_none(words: str) -> bool:
    return words.strip(" .,;").upper() in _NONE


# --- the list ---------------------------------------------------------------------------------


def _entries(words: str, parts: Sequence[Lexeme]) -> list[_Entry]:
    """Return the items of the list with their letters, each said once or twice."""
    entries: list[_Entry] = []
    for part in parts:
        if part.type == "LETTER":
            letter = next((sign for sign in reversed(part.upper()) if sign.isalpha()), None)
            current = entries[-1] if entries else None
            if current is not None and current.start < 0 and letter == current.letter is not None:
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
    return entries


def _items(entries: Sequence[_Entry], words: str) -> Iterator[tuple[_Entry, list[_Run]]]:
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
            if before.start < 0:
                before.start = entry.letter_start
            before.end = max(entry.end, entry.letter_start + 1)
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
    tree = element("reference", words[entry.start : entry.end])
    if not isinstance(tree, Node):
        return [_Run("other", entry.start, entry.end)]
    reader = _Reader(words, entry.start, inherited)
    for child in tree.children:
        reader.read(child)
    for run in reader.runs:
        if run.kind == "cable" and not run.known and not _unknown_is_sound(run, words):
            run.kind = "other"
        run.names_station = run.kind == "other" and station(words[run.start : run.end]) is not None
    return _merged(reader.runs)


@dataclass(slots=True)
class _Reader:
    """The reading of one item, part by part.

    ``apart`` tells whether a comma, AND or line end is before the next part, ``ended`` whether a
    semicolon is.
    """

    words: str
    base: int
    inherited: _Run | None
    runs: list[_Run] = field(default_factory=list)
    apart: bool = True
    ended: bool = False
    reached: int = 0

    def read(self, child: Node | Lexeme) -> None:
        """Read the next part of the item."""
        parts = parts_of(child) if isinstance(child, Node) else [child]
        start = self.base + parts[0].start
        self.apart = self.apart or "\n" in self.words[self.base + self.reached : start]
        self.reached = parts[-1].end
        if not isinstance(child, Node) and child.type == "SEPARATOR":
            self.apart, self.ended = True, ";" in child
            return
        if isinstance(child, Node) and child.name == "telegram":
            self._add(_telegram(parts, self.base))
        else:
            for part in parts:
                self._add_part(part)
                self.apart = False
        if self.ended and self.runs and self.runs[-1].start == start:
            self.runs[-1].apart = True
        self.apart = self.ended = False

    def _add(self, run: _Run) -> None:
        """Add a telegram, or what looks like one."""
        before = self.runs[-1] if self.runs else None
        if before is None or self.apart:
            self.runs.append(run)
        elif before.kind == "other" and before.station in _LEADS:
            self.runs[-1] = run
        elif before.kind == run.kind == "cable" and run.known and not before.closed:
            self.runs.append(run)
        else:  # words go on: EMBASSY DAILY REPORT FOR LIMA 12
            _close(before, run.end)

    def _add_part(self, part: Lexeme) -> None:
        """Add a number, remark or word."""
        start, end = self.base + part.start, self.base + part.end
        before = self.runs[-1] if self.runs else None
        carry = before or self.inherited
        if part.type == "NOTAL" and before is not None:
            before.notal = True
            before.notal_at.append((start, end))
        elif part.type == "BARE_NUMBER" and carry is not None and self._inherits(carry):
            run = _Run("cable", start, end, carry.known, year=carry.year, station=carry.station)
            run.serial = int(part)
            self.runs.append(run)
        elif before is None or (self.apart and self._begins_anew(before, part)):
            kind: _Kind = "message" if part.type == "MESSAGE" else "other"
            run = _Run(kind, start, end, notal=part.type == "NOTAL")
            run.station = part.upper().rstrip(".:")  # until it is known whether it only leads on
            self.runs.append(run)
        elif part.type == "REMARK" and before.kind != "other":
            before.end = end
        else:
            _close(before, end)

    def _inherits(self, carry: _Run) -> bool:
        """Tell whether a number alone is one more telegram of the station before it."""
        return carry.kind == "cable" and not carry.closed and (self.apart or carry.known)

    def _begins_anew(self, before: _Run, part: Lexeme) -> bool:
        """Tell whether a part behind a comma or semicolon says something of its own."""
        if part.type in ("MESSAGE", "REMARK"):
            return part.type == "MESSAGE"
        return self.ended or (before.kind != "other" and not before.closed)


def _close(run: _Run, end: int) -> None:
    """Let words go on a run; behind a station that no table knows they speak against it."""
    run.end, run.closed = end, True
    if run.kind == "cable" and not run.known:
        run.kind = "other"
    elif run.kind == "other":
        run.station = None


def _telegram(parts: Sequence[Lexeme], base: int) -> _Run:
    named = {part.type: part for part in parts}
    place = " ".join(named["PLACE"].upper().translate(_SIGNS).split())
    place = place.removesuffix("NO.").removesuffix(" NO").removesuffix(" NR").removesuffix("NR.")
    place = place.removesuffix(" NUMBER").rstrip(" :.,")
    year = next((named[kind] for kind in _YEAR_TOKENS if kind in named), None)
    known = named_station(place)
    run = _Run("cable", base + parts[0].start, base + parts[-1].end, known is not None)
    run.station = _SAME.get(known.name, known.name) if known is not None else place
    run.year = int("".join(filter(str.isdigit, year))) if year is not None else None
    run.serial = int(named["NUMBER"])
    if known is None and document_words().intersection(place.replace(".", " ").split()):
        run.kind = "other"
    return run


_SIGNS = str.maketrans("-#/", "   ")
_YEAR_TOKENS = ("YEAR2", "YEAR_BETWEEN", "YEAR_AFTER")
_SAME = {
    "SECSTATE": "STATE",
    "SECSTATE WASHDC": "STATE",
    "STATE WASHDC": "STATE",
    "DEPT": "STATE",
    "DEPARTMENT": "STATE",
    "WASHDC": "STATE",
}


def _unknown_is_sound(run: _Run, words: str) -> bool:
    """Tell whether a station that no table knows may be one, by its form and its serial."""
    parts = (run.station or "").split()
    said = words[run.start : run.end]
    digits = "".join(filter(str.isdigit, said))
    return (
        not ("/" in said or "," in said or words[run.end : run.end + 1] == "/")
        and (run.year is not None or "-" not in said)
        and 0 < len(parts) <= _LONGEST_STATION
        and all(len(part) > 2 for part in parts)
        and len(digits) > 1
        and (run.year is not None or run.serial not in _YEARS)
    )


def _merged(runs: Sequence[_Run]) -> list[_Run]:
    """Join runs of other words side by side, whatever stops are between them."""
    merged: list[_Run] = []
    for run in runs:
        if run.kind == "other" and merged and merged[-1].kind == "other" and not run.apart:
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
