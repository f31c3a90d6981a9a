"""One item of a REF block: the runs of its words that name a telegram or something else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field

from cablegrammar.elements import nested_element
from cablegrammar.lexicon import document_words, named_station, station
from cablegrammar.runtime.tree import Node

if TYPE_CHECKING:
    from cablegrammar.runtime.tree import Lexeme

__all__ = ["Run", "read_item"]

_Kind = Literal["cable", "message", "other"]
# Words that lead to a telegram and are not part of what is referred to.
_LEADS = frozenset({"SEE", "MY", "OUR", "YOUR", "ALSO", "CABLE", "TELEGRAM", "TEL", "FROM", "MRN"})
_YEARS = range(1940, 2060)
_YEARS_OF_TELEGRAMS = range(1973, 2013)
_YEAR_DIGITS = 4
_FORMS = range(10)  # numbers of forms; a telegram with such a serial is not called a report
_NEAR_SERIAL = 500  # numbers that one item lists are rarely farther apart
_LONGEST_STATION = 3  # words of a station that no table knows
_SIGNS = str.maketrans("-#/", "   ")
_YEAR_TOKENS = ("YEAR2", "YEAR_BETWEEN", "YEAR_AFTER")
_DEPARTMENT = "STATE"  # the station that has one name here, whichever of its names is written


class Run(Struct):
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


def read_item(words: str, start: int, end: int, inherited: Run | None) -> list[Run]:
    """Read the words of an item between two places; ``inherited`` is the run before it."""
    tree = nested_element("reference", words[start:end])
    if not isinstance(tree, Node):
        return [Run("other", start, end)]
    reader = _Reader(words, start, inherited)
    for child in tree.children:
        reader.read(child)
    for run in reader.runs:
        if run.kind == "cable" and not run.known and not _unknown_is_sound(run, words):
            run.kind = "other"
        run.names_station = run.kind == "other" and station(words[run.start : run.end]) is not None
    return _merged(reader.runs)


class _Reader(Struct):
    """The reading of one item, part by part.

    ``apart`` tells whether a comma, AND or line end is before the next part, ``ended`` whether a
    semicolon is; ``counted`` is false right behind a comma, where a number may be a year.
    """

    words: str
    base: int
    inherited: Run | None
    runs: list[Run] = field(default_factory=list)
    apart: bool = True
    ended: bool = False
    counted: bool = True
    reached: int = 0

    def read(self, child: Node | Lexeme) -> None:
        """Read the next part of the item."""
        parts = child.lexemes() if isinstance(child, Node) else [child]
        start = self.base + parts[0].start
        self.apart = self.apart or "\n" in self.words[self.base + self.reached : start]
        self.reached = parts[-1].end
        if not isinstance(child, Node) and child.type == "SEPARATOR":
            # Behind a dash or colon the words go on: LIMA 60 - TIDES
            self.apart = self.apart or child.strip("-:") != ""
            self.ended, self.counted = ";" in child, child != ","
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
        self.counted = True

    def _add(self, run: Run) -> None:
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
        elif part.type == "BARE_NUMBER" and before is not None and self._is_year(before, part):
            before.year, before.end = int(part), end
        elif part.type == "BARE_NUMBER" and carry is not None and self._inherits(carry, part):
            run = Run("cable", start, end, carry.known, year=carry.year, station=carry.station)
            run.serial = int(part)
            self.runs.append(run)
        elif before is None or (self.apart and self._begins_anew(before, part)):
            kind: _Kind = "message" if part.type == "MESSAGE" else "other"
            run = Run(kind, start, end, notal=part.type == "NOTAL")
            run.station = part.upper().rstrip(".:")  # until it is known whether it only leads on
            self.runs.append(run)
        elif part.type == "REMARK" and before.kind != "other":
            before.end = end
        else:
            if before.serial is not None and before.serial in _FORMS and _is_document(part):
                before.known = False  # a form and its number: DEA 6 REPORT
            _close(before, end)

    def _is_year(self, before: Run, part: Lexeme) -> bool:
        """Tell whether a number behind a comma is a year, far from the serial: LIMA 3242, 2008."""
        return (
            not self.counted
            and before.kind == "cable"
            and before.year is None
            and not before.closed
            and _may_be_year(part)
            and not _is_near(before, part)
        )

    def _inherits(self, carry: Run, part: Lexeme) -> bool:
        """Tell whether a number alone is one more telegram of the station before it."""
        alone = carry is self.inherited and not self.runs
        if alone and _may_be_year(part) and not _is_near(carry, part):
            return False
        return carry.kind == "cable" and not carry.closed and (self.apart or carry.known)

    def _begins_anew(self, before: Run, part: Lexeme) -> bool:
        """Tell whether a part behind a comma or semicolon says something of its own."""
        if part.type in ("MESSAGE", "REMARK"):
            return part.type == "MESSAGE"
        return self.ended or (before.kind != "other" and not before.closed)


def _is_document(word: str) -> bool:
    return word.upper().rstrip(".:") in document_words()


def _may_be_year(digits: str) -> bool:
    return len(digits) == _YEAR_DIGITS and int(digits) in _YEARS_OF_TELEGRAMS


def _is_near(run: Run, digits: str) -> bool:
    """Tell whether a number may be listed with the serial of a telegram."""
    return run.serial is not None and abs(run.serial - int(digits)) <= _NEAR_SERIAL


def _close(run: Run, end: int) -> None:
    """Let words go on a run.

    They are evidence against a station that no table has, and for a year: LIMA 2008 BUDGET.
    """
    run.end, run.closed = end, True
    dated = run.year is None and run.serial in _YEARS_OF_TELEGRAMS
    if run.kind == "cable" and (dated or not run.known):
        run.kind = "other"
    elif run.kind == "other":
        run.station = None


def _telegram(parts: Sequence[Lexeme], base: int) -> Run:
    named = {part.type: part for part in parts}
    place = " ".join(named["PLACE"].upper().translate(_SIGNS).split())
    place = place.removesuffix("NO.").removesuffix(" NO").removesuffix(" NR").removesuffix("NR.")
    place = place.removesuffix(" NUMBER").rstrip(" :.,")
    year = next((named[kind] for kind in _YEAR_TOKENS if kind in named), None)
    known = named_station(place)
    run = Run("cable", base + parts[0].start, base + parts[-1].end, known is not None)
    if known is None:
        run.station = place
    else:
        run.station = _DEPARTMENT if known.canonical == _DEPARTMENT else known.name
    run.year = int("".join(filter(str.isdigit, year))) if year is not None else None
    run.serial = int(named["NUMBER"])
    said = document_words().intersection(place.replace(".", " ").split())
    numbered = "YEAR_AFTER" in named and run.serial in _YEARS_OF_TELEGRAMS  # BULLETIN 2006-14
    if known is None and (said or numbered):
        run.kind = "other"
    return run


def _unknown_is_sound(run: Run, words: str) -> bool:
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


def _merged(runs: Sequence[Run]) -> list[Run]:
    """Join runs of other words side by side, whatever stops are between them."""
    merged: list[Run] = []
    for run in runs:
        if run.kind == "other" and merged and merged[-1].kind == "other" and not run.apart:
            merged[-1].end = run.end
            merged[-1].notal |= run.notal
        else:
            merged.append(run)
    return merged
