"""The container's columns contradict the text.

## What it reports
A classification, date, post of origin or list of TAGS that the container (a dump's columns, a web
page's table) gives for the record and that the telegram contradicts. Dates may be a day apart,
since columns keep local time; posts are compared for embassies, consulates and missions only, and
not when they are redacted. The attributes of an export are compared by `wrapper-mismatch`.

## Why it matters
Searches and counts use the columns, readers see the text: a secret telegram in the unclassified
column is found by the wrong people, or by no one.

## Example
    column: UNCLASSIFIED        text: C O N F I D E N T I A L PARIS 001823

## Instead
    column: CONFIDENTIAL

## Fix
None: the container is not the telegram, and either may be wrong.

## Era
Every era with a classification line.

## References
CF 2 (classes and stations), CF 5 (TAGS); NARA 2c (dates), 4 (pages, distribution).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cablegrammar import Cable, Level
from cablegrammar.runtime.patterns import lazy_pattern
from cablelint.finding import Defect, Origin, Severity
from cablelint.identity import capitals_of
from cablelint.record import Metadata
from cablelint.rule import Context, Rule

_LEVELS = {
    "UNCLASSIFIED": Level.UNCLASSIFIED,
    "UNCLAS": Level.UNCLASSIFIED,
    "LIMITEDOFFICIALUSE": Level.LIMITED_OFFICIAL_USE,
    "CONFIDENTIAL": Level.CONFIDENTIAL,
    "SECRET": Level.SECRET,
    "TOPSECRET": Level.TOP_SECRET,
}
_POST = lazy_pattern(
    r"(?:Embassy|Consulate(?: General)?|(?:US )?Mission) (?P<place>.+)", re.IGNORECASE
)


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare each column that is there with its element, if that is there too."""
    metadata = context.record.metadata
    if metadata is None:
        return
    yield from _classification(cable, metadata)
    yield from _origin(cable, metadata)
    yield from _date(cable, metadata)
    yield from _tags(cable, metadata)


def _classification(cable: Cable, metadata: Metadata) -> Iterable[Defect]:
    heading = cable.heading
    if heading is None or metadata.classification is None:
        return
    level = _LEVELS.get(capitals_of(metadata.classification.partition("/")[0]))
    if level is not None and level is not heading.level:
        written = heading.level.words
        message = f"the record is filed as '{metadata.classification}'; the text is {written}"
        yield Defect(heading.classification, message)


def _origin(cable: Cable, metadata: Metadata) -> Iterable[Defect]:
    heading = cable.heading
    post = _POST.fullmatch(metadata.origin) if metadata.origin else None
    if heading is None or post is None:
        return
    place, station = capitals_of(post["place"]), capitals_of(heading.station)
    # REO HILLAH, USNATO, UNVIE VIENNA: one name holds the other.
    if station.strip("X") and place not in station and station not in place:
        message = f"the record is filed under '{metadata.origin}'; the text names {heading.station}"
        yield Defect(heading.station_span, message)


def _date(cable: Cable, metadata: Metadata) -> Iterable[Defect]:
    day = cable.date
    if cable.transmission is None or day is None or metadata.date is None:
        return
    if abs((day - metadata.date).days) > 1:
        group = cable.transmission.date_time_group
        span = group.span if group is not None else cable.transmission.span
        yield Defect(span, f"the record is dated {metadata.date}; the date-time group is of {day}")


def _tags(cable: Cable, metadata: Metadata) -> Iterable[Defect]:
    line = cable.tags_line
    if line is None or metadata.tags is None:
        return
    written, filed = {tag.code for tag in cable.tags}, {tag.upper() for tag in metadata.tags}
    if written != filed:
        more = ", ".join(sorted(filed - written)) or "none"
        less = ", ".join(sorted(written - filed)) or "none"
        message = f"the TAGS differ; only in the record: {more}; only in the text: {less}"
        yield Defect(line.value, message)


RULE = Rule(
    code="CBL903",
    name="metadata-mismatch",
    summary="The container's columns contradict the text",
    severity=Severity.WARNING,
    origin=Origin.ARCHIVE,
    check=check,
)
