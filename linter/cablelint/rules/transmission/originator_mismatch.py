"""The FM line and the heading name different stations.

## What it reports
An originator in the FM line whose place is not the heading's station. SECSTATE WASHDC is STATE;
`AMEMBASSY`, `AMCONSUL` and their like are passed over; one shared word is enough, as in `USMISSION
UNVIE VIENNA`. Names that are redacted, and a station that `unknown-station` or `serial-mismatch`
doubts, are left alone.

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

from collections.abc import Iterable, Mapping
from functools import cache

from cablegrammar import Cable
from cablegrammar.lexicon import same_station, station, stations
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.transmission._heads import names_no_station, own_page_marks, same_name

_SHORTEST = 3


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the originator's place with the heading's station."""
    heading, header = cable.heading, cable.transmission
    if heading is None or header is None or header.originator is None:
        return
    name = " ".join(header.originator.name.upper().split())
    if not heading.exact or names_no_station(heading.station) or "XXXX" in name:
        return
    if _agree(name, heading.station) or station(heading.station) is None:
        return
    if any(not same_name(mark.station or "", heading.station) for mark in own_page_marks(cable)):
        return
    message = f"the telegram comes from {name}, but the heading's station is {heading.station}"
    related = (Related(heading.station_span, f"the heading has {heading.station}"),)
    yield Defect(header.originator.span, message, related=related)


def _agree(name: str, post: str) -> bool:
    """Tell whether an originator can be a station: by the tables, or by a word they share."""
    known = _by_plad().get(name)
    if known is not None and same_station(known, post):
        return True
    _, _, place = name.partition(" ")
    if same_station(name, post) or (place and same_station(place, post)):
        return True
    words = {word for word in name.split() if len(word) >= _SHORTEST}
    return not words.isdisjoint(post.upper().split())


@cache
def _by_plad() -> Mapping[str, str]:
    return {post.plad: post.canonical for post in stations().values() if post.plad}


RULE = Rule(
    code="CBL213",
    name="originator-mismatch",
    summary="The FM line and the heading name different stations",
    severity=Severity.WARNING,
    origin=Origin.TRANSMISSION,
    check=check,
)
