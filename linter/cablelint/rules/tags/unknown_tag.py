"""A code that no list of TAGS has.

## What it reports
A code of the shape of a TAG that is not on any list. It names the TAG of the cable's era
that is one slip away (a letter wrong, lost or added, or two swapped) when one candidate clearly
wins.

Without a candidate the confidence is low where the lists are weak: for programs (K and three
letters) and organizations, known from a secondary source, and for 1980-2002 and the years after
2010, of which no whole list was found. Such a code may well have been valid.

One code gets one finding: codes that split into TAGS are for run-together-tags, codes of another
era for tag-of-another-era, words and names for malformed-tag.

## Why it matters
A telegram under a code that does not exist is found by nobody who searches by TAGS.

## Example
    TAGS: PRLE, EAGR, FR

## Instead
    TAGS: PREL, EAGR, FR

## Fix
Unsafe: writes the likely TAG.

## Era
From 1973 on, against the lists of the cable's era: 1973-79, 2003-10, and what is known of the rest.
Without a date every era's list counts. In 1973-79, when posts used many codes that no list has,
only a code one slip away from a TAG is reported.

## References
TAGS, coverage: of 7,458 codes of real telegrams 94 are on no list, and most of them are slips.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Span
from cablelint.finding import Applicability, Confidence, Defect, Edit, Fix, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.tags._reading import (
    Reading,
    code_of,
    eras_of_cable,
    is_link,
    matching_case,
    readings,
    span_of,
)

_LAST_YEAR = 1979
_SHAPES = (2, 4)  # letters of a place and of a subject


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report codes that no list has, with the TAG they are likely a slip of."""
    opened = _open_bracket(cable)
    for reading in readings(context):
        span = span_of(cable, reading)
        if reading.kind != "unknown" or (opened is not None and span.start > opened):
            continue
        if reading.suggestion is not None or not _is_of_the_seventies(context):
            yield _defect(reading, span, cable, context)


def _is_of_the_seventies(context: Context) -> bool:
    """Return whether a telegram is of 1973-79, when a third of the codes in use were on no list."""
    return context.years is not None and context.years[1] <= _LAST_YEAR


def _defect(reading: Reading, span: Span, cable: Cable, context: Context) -> Defect:
    code = code_of(cable, reading)
    eras = eras_of_cable(context)
    if reading.suggestion is None:
        weak = (
            len(code) not in _SHAPES
            or code.startswith("K")
            or not all(era.complete for era in eras)
        )
        return Defect(
            span, f"'{code}' is not a known TAG", confidence=Confidence.LOW if weak else None
        )
    fix = None
    if not is_link(cable, span):
        word = matching_case(reading.suggestion, span.of(cable.text))
        fix = Fix(f"Write {reading.suggestion}", (Edit(span, word),), Applicability.UNSAFE)
    message = f"'{code}' is not a known TAG; did you mean {reading.suggestion}?"
    return Defect(span, message, fix=fix)


def _open_bracket(cable: Cable) -> int | None:
    """Return where a name's bracket opens and does not close: what follows may be the name."""
    unread = cable.tags_line.unread if cable.tags_line else ()
    return next((piece.span.start for piece in unread if piece.text == "("), None)


RULE = Rule(
    code="CBL403",
    name="unknown-tag",
    summary="A code that no list of TAGS has",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
    fixable=Applicability.UNSAFE,
)
