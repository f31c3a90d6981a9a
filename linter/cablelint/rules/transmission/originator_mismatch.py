"""The FM line and the heading name different stations.

## What it reports
An originator in the FM line whose place is not the heading's station. SECSTATE WASHDC is STATE;
`AMEMBASSY`, `AMCONSUL` and their like are skipped; one shared word is enough, as in `USMISSION
UNVIE VIENNA`. Names that are redacted, and a station that `unknown-station` or `serial-mismatch`
doubts, are skipped.

## Why it matters
The header is then that of another telegram, or the text is.

## Example
    FM AMEMBASSY LONDON
    C O N F I D E N T I A L PARIS 001823

## Instead
    FM AMEMBASSY PARIS
    C O N F I D E N T I A L PARIS 001823

## Fix
None: either may be wrong.

## Era
Every era with an FM line.

## References
CF 2: the station equals the place of the FM line, except STATE.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablegrammar.lexicon import station
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._heads import (
    foreign_header,
    originator_agrees,
    own_page_marks,
    same_name,
)


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the originator's place with the heading's station."""
    heading, header = cable.heading, cable.transmission
    if heading is None or header is None or header.originator is None:
        return
    if originator_agrees(cable) or not heading.exact or station(heading.station) is None:
        return
    if foreign_header(cable) or any(
        not same_name(mark.station or "", heading.station) for mark in own_page_marks(context.facts)
    ):
        return
    name = header.originator.name
    message = f"the FM line names {name}; the heading names {heading.station}"
    related = (Related(heading.station_span, f"the heading has {heading.station}"),)
    yield Defect(header.originator.span, message, related=related)


RULE = Rule(
    code="CBL213",
    name="originator-mismatch",
    summary="The FM line and the heading name different stations",
    severity=Severity.WARNING,
    origin=Origin.TRANSMISSION,
    check=check,
)
