"""A classified telegram that names no classification authority.

## What it reports
No `Classified By` and no `Derived From` in a telegram of CONFIDENTIAL or above under E.O. 12958 or
later. In an extract, and in a text that begins with a later section, it is info. An authority that
is in the wrong place, such as inside the references, is not missing.

## Why it matters
The order demands the name and position of whoever classified the text, so that the decision can be
asked about and reviewed.

## Example
    C O N F I D E N T I A L ACCRA 000310
    E.O. 12958: DECL: 03/15/2015
    TAGS: EAGR, GH
    SUBJECT: COCOA HARVEST

    1. (C) Rain delayed the harvest.

## Instead
    SUBJECT: COCOA HARVEST

    Classified By: Ambassador Ada Rowan for reasons 1.4 (b) and (d).

    1. (C) Rain delayed the harvest.

## Fix
None: the text does not say who classified it.

## Era
From 14 October 1995 on. Under E.O. 12065 the name is on the E.O. line, under E.O. 12356 and
E.O. 11652 it is not needed. Without a date the order's number on the E.O. line decides.

## References
CF 6: 1,166 of 1,182 classified telegrams have it; 5 FAH-3 H-710.
"""

from __future__ import annotations

from collections.abc import Iterable

from cablegrammar import Cable
from cablelint.finding import Defect, Origin, Severity
from cablelint.rule import Context, Rule
from cablelint.rules.authority._orders import demands_authority, fragment, mentions_authority
from cablelint.rules.layout._missing_text import is_cut_in_header, lost_text


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Report a classified telegram without authority, on its heading."""
    heading = cable.heading
    if cable.authority is not None or heading is None or not demands_authority(cable, context):
        return
    if mentions_authority(cable):
        return
    if lost_text(context.facts) is not None and is_cut_in_header(context.facts):
        return  # one finding for the cut: missing-text
    severity = Severity.INFO if fragment(cable) else None
    level = heading.level.words
    message = f"a {level} telegram names no authority; expected Classified By or Derived From"
    yield Defect(heading.classification, message, severity=severity)


RULE = Rule(
    code="CBL521",
    name="missing-authority",
    summary="A classified telegram that names no classification authority",
    severity=Severity.ERROR,
    origin=Origin.DRAFTING,
    check=check,
)
