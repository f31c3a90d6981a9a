"""The heading names an unknown station.

## What it reports
A station in the classification line that is not in the lexicon of posts and offices. When one known
station is spelt nearly like it, the message names it; without such a neighbour the confidence is
low, unless the FM line names another place, since the lists are full for 1973-79 and 2003-10 only.
Redacted names are skipped.

## Why it matters
The station is half of the telegram's name; a misspelled one cannot be found.

## Example
    C O N F I D E N T I A L PARSI 001823

## Instead
    C O N F I D E N T I A L PARIS 001823

## Fix
None: the station line, the FM line and the page marks are better evidence than similarity.

## Era
From 1973; no list of the posts before is at hand. Posts opened and closed, so that a name may be
right and yet unknown.

## References
CF 2, stations; the lexicon's table of stations.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable, Family
from cablegrammar.lexicon import station, stations
from cablelint.finding import Confidence, Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._heads import names_no_station, originator_agrees
from cablelint.similarity import nearest_word

_BEFORE_THE_LISTS = frozenset({Family.PRINT_1965, Family.FORM_1950})


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Look the heading's station up."""
    heading = cable.heading
    # A damaged class word or serial may have left its letters to the station.
    if heading is None or not heading.exact or not heading.serial_text.isdecimal():
        return
    if names_no_station(heading.station) or cable.family in _BEFORE_THE_LISTS:
        return
    if station(heading.station) is not None:
        return
    near = nearest_word(heading.station, stations())
    hint = f"; did you mean {near}?" if near else ""
    doubtful = near is None and originator_agrees(cable)
    confidence = Confidence.LOW if doubtful else None
    message = f"'{heading.station}' is not a known station{hint}"
    yield Defect(heading.station_span, message, confidence=confidence)


RULE = Rule(
    code="CBL205",
    name="unknown-station",
    summary="The heading names an unknown station",
    severity=Severity.WARNING,
    origin=Origin.DRAFTING,
    check=check,
)
