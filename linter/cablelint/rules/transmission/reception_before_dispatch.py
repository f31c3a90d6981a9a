"""A telegram was received before it was sent.

## What it reports
A page line whose time is before the DTG line, and a relay counter whose time is before the page
line. Both are read in the month of the DTG line or the one after.

## Why it matters
One of the three was damaged, or the head is another telegram's. Orders of events built on the DTG
line are then wrong.

## Example
    PAGE 01        LISBON  02143  140915Z
    R 141015Z JUN 73

## Instead
    PAGE 01        LISBON  02143  141115Z
    R 141015Z JUN 73

## Fix
None: nothing shows which time is right.

## Era
Prints of 1965-95 with a time on the page line; counters with a time from December 1976 on.

## References
NARA 4, time order: held in 24 of 24 samples; N28.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cablegrammar import Cable, Transmission
from cablelint.finding import Defect, Origin, Related, Severity
from cablelint.rule import Context, Rule


def check(cable: Cable, context: Context) -> Iterable[Defect]:
    """Compare the three times of the first head."""
    head = cable.transmission
    if head is None or head.dtg is None or head.page is None or head.received is None:
        return
    group = head.date_time_group
    if head.received < head.dtg:
        sent = (Related(group.span, "the DTG line"),) if group is not None else ()
        yield Defect(
            head.page.span,
            f"the telegram was received at {_time(head.received)}, before it was sent at"
            f" {_time(head.dtg)}",
            related=sent,
        )
        return
    yield from _counter(head, head.received)


def _counter(head: Transmission, received: datetime) -> Iterable[Defect]:
    counter = head.counter
    if counter is not None and counter.time is not None and counter.time < received:
        yield Defect(
            counter.span,
            f"the relay filed the telegram at {_time(counter.time)}, before it was received at"
            f" {_time(received)}",
        )


def _time(moment: datetime) -> str:
    return f"{moment:%d%H%M}Z"


RULE = Rule(
    code="CBL218",
    name="reception-before-dispatch",
    summary="A telegram was received before it was sent",
    severity=Severity.WARNING,
    origin=Origin.TRANSMISSION,
    check=check,
)
