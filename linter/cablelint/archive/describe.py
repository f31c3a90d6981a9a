"""What a file or folder holds: kind, number of records, columns, years, layouts.

All records are counted; a sample of them, spread evenly over the whole, is parsed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import Struct

from cablegrammar import Family, parse
from cablelint.archive.columns import Column, Layout, layout_of
from cablelint.archive.guard import guarded
from cablelint.archive.read.formats import reader, reader_for
from cablelint.archive.read.frame import Frame, ReadOptions
from cablelint.archive.read.kinds import kind_of
from cablelint.archive.read.sources import read_frames
from cablelint.decode import decode
from cablelint.identity import year_of
from cablelint.regular_file import open_regular
from cablelint.result import Result

__all__ = ["Description", "describe"]

_SAMPLE = 200
_HEAD = 512
_CHARACTERS = 50_000
_STATIONS = 8


class Description(Struct, frozen=True, rename="kebab"):
    """What was found in the files of one path.

    ``kinds`` counts files by kind (``table``, ``zip``), ``records`` all records, ``sampled`` those
    that were parsed; ``encodings``, ``families``, ``years`` and ``stations`` count those.
    ``undated`` is how many telegrams among them do not say their year.
    ``columns`` are those of the first table; ``table`` is its name in a file that holds several,
    ``text_column`` the column that --text-column has to name, since its name is not a usual one.
    ``problems`` is the number of records, files and folders that cannot be read,
    ``first_problem`` the first message.
    """

    path: str
    files: int
    bytes: int
    kinds: dict[str, int]
    records: int
    sampled: int
    encodings: dict[str, int]
    families: dict[str, int]
    years: dict[str, int]
    undated: int
    stations: dict[str, int]
    columns: tuple[Column, ...]
    table: str | None
    text_column: str | None
    problems: int
    first_problem: str | None

    @property
    def no_telegrams(self) -> int:
        """How many of the sampled texts are not telegrams."""
        return self.families.get(str(Family.UNKNOWN), 0)


class _Facts(Struct, frozen=True):
    """What is kept of one parsed record."""

    encoding: str
    family: str
    year: int | None
    station: str | None


def describe(
    path: str, files: Iterable[str], faults: Sequence[tuple[str, str]] = ()
) -> Description:
    """Describe the files of a path; raises MissingExtraError.

    ``faults`` names what the search for the files could not read; it grows while they are read.
    """
    found = _Found()
    for file in files:
        found.add(file)
    for place, problem in faults:
        found.fail(place, problem)
    facts = found.facts
    stations = Counter(fact.station for fact in facts if fact.station)
    years = Counter(fact.year for fact in facts if fact.year is not None)
    return Description(
        path=path,
        files=found.files,
        bytes=found.bytes,
        kinds=dict(found.kinds.most_common()),
        records=found.records,
        sampled=len(facts),
        encodings=dict(Counter(fact.encoding for fact in facts).most_common()),
        families=dict(Counter(fact.family for fact in facts).most_common()),
        years={str(year): years[year] for year in sorted(years)},
        undated=sum(fact.year is None and fact.family != Family.UNKNOWN for fact in facts),
        stations=dict(stations.most_common(_STATIONS)),
        columns=found.layout.columns,
        table=found.layout.table,
        text_column=found.layout.text_column,
        problems=found.problems,
        first_problem=found.first_problem,
    )


@dataclass(slots=True)
class _Found:
    """What was found so far; the facts of every n-th record are kept, n doubles as they grow."""

    files: int = 0
    bytes: int = 0
    kinds: Counter[str] = field(default_factory=Counter[str])
    records: int = 0
    layout: Layout = field(default_factory=Layout)
    problems: int = 0
    first_problem: str | None = None
    facts: list[_Facts] = field(default_factory=list["_Facts"])
    stride: int = 1

    def add(self, file: str) -> None:
        """Read a file: count its records, and parse those of the sample."""
        self.files += 1
        head = _head(file)
        container = kind_of(file, head)
        kind = container or reader_for(file, head).name
        self.kinds[kind] += 1
        self.bytes += _size(file)
        layout = Layout() if container else layout_of(file, kind)
        if layout.columns and not self.layout.columns:
            self.layout = layout
        options = ReadOptions(text_column=layout.text_column, table=layout.table)
        for frame in read_frames([file], options):
            problem = frame.problem or self._keep(frame)
            if problem is None:
                self.records += 1
            else:
                self.fail(frame.name, problem)

    def fail(self, place: str, problem: str) -> None:
        """Count what cannot be read."""
        self.problems += 1
        self.first_problem = self.first_problem or f"{place}: {problem}"

    def _keep(self, frame: Frame) -> str | None:
        """Keep the facts of a record whose turn it is; return why it cannot be read, if so."""
        if self.records % self.stride:
            return None
        facts = guarded(lambda: _facts(frame), frame.path, frame.id, None)
        if isinstance(facts, Result):
            return facts.message
        self.facts.append(facts)
        if len(self.facts) >= 2 * _SAMPLE:
            self.facts = self.facts[::2]
            self.stride *= 2
        return None


def _facts(frame: Frame) -> _Facts:
    """Return the facts of a record."""
    record = reader(frame.reader).record(frame)
    year = year_of(frame.id or frame.path)
    cable = parse(record.text[:_CHARACTERS], year=year)
    day = cable.date or (record.metadata.date if record.metadata else None)
    return _Facts(
        encoding="binary" if record.binary else decode(frame.data[:_CHARACTERS]).encoding,
        family=str(cable.family),
        year=day.year if day else year,
        station=cable.heading.station if cable.heading else None,
    )


def _head(file: str) -> bytes:
    """Return the first bytes of a file, none of one that cannot be read."""
    try:
        with open_regular(file) as stream:
            return stream.read(_HEAD)
    except OSError:
        return b""


def _size(file: str) -> int:
    try:
        return Path(file).stat().st_size
    except OSError:
        return 0
