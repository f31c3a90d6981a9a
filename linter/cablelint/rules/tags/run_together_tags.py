"""TAGS that have lost the separator between them.

## What it reports
An unlisted code that splits into TAGS of the cable's era. One part must be a subject or program,
or there are two parts only: longer words split into places by chance. A code of four letters that
splits into two places (`IRAJ`) has low confidence, since it may as well be an unlisted subject.

## Why it matters
Two TAGS are lost, and a false one is made.

## Example
    TAGS: PRELPK, EAGR

## Instead
    TAGS: PREL, PK, EAGR

## Fix
Safe where the code splits in one way only; unsafe for codes of four letters, where a
part is on the line already, and where the shortest
of several ways is taken.

## Era
From 1973 on, by the lists of the cable's era.

## References
TAGS, coverage: EINDETRD, KDEMAF, IRAJ in real telegrams, but also GTMO, which is not a pair.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate, pairwise

from cablegrammar import Cable, Span
from cablelint.finding import Applicability, Confidence, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules._letters import applicability
from cablelint.rules.tags._reading import (
    Reading,
    code_of,
    is_link,
    matching_case,
    readings,
    span_of,
)

_SUBJECT = 4  # letters of a subject TAG
_LAST_UNLISTED = 1979  # up to this year many subject TAGS in use were on no list


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report codes that split into TAGS of the era."""
    for reading in readings(context):
        if reading.kind != "run-together":
            continue
        code = code_of(cable, reading)
        short = len(code) == _SUBJECT
        if short and context.years is not None and context.years[1] <= _LAST_UNLISTED:
            continue
        span = span_of(cable, reading)
        sure = reading.sole and not short and _others(cable, span).isdisjoint(reading.parts)
        yield Defect(
            span,
            f"'{code}' is not a known TAG; it reads as {_words(reading, code)} run together",
            fix=_fix(cable, span, reading, sure=sure),
            confidence=Confidence.LOW if short else None,
        )


def _others(cable: Cable, span: Span) -> frozenset[str]:
    """Return the codes elsewhere on the line: a part that is there already may be repeated."""
    return frozenset(tag.code for tag in cable.tags if tag.span not in span)


def _words(reading: Reading, code: str) -> str:
    return " and ".join(reading.parts) if reading.parts else f"several TAGS ({len(code)} letters)"


def _fix(cable: Cable, span: Span, reading: Reading, *, sure: bool) -> Fix | None:
    if not reading.parts or is_link(cable, span):
        return None
    line = cable.tags_line
    separator = ", " if line is not None and "," in line.value.of(cable.text) else " "
    edits = (Edit(span, separator.join(_parts(reading, span.of(cable.text)))),)
    safe = applicability(cable.text, edits) if sure else Applicability.UNSAFE
    return Fix(f"Write {separator.join(reading.parts)}", edits, safe)


def _parts(reading: Reading, written: str) -> tuple[str, ...]:
    """Return the TAGS in the small letters and capitals of the text."""
    if "".join(reading.parts) != written.upper():
        return tuple(matching_case(part, written) for part in reading.parts)
    ends = accumulate(map(len, reading.parts), initial=0)
    return tuple(written[start:end] for start, end in pairwise(ends))


RULE = Rule(
    code="CBL405",
    name="run-together-tags",
    summary="TAGS that have lost the separator between them",
    severity=Severity.WARNING,
    origin=Origin.EXTRACTION,
    check=check,
    fixable=Applicability.SAFE,
)
